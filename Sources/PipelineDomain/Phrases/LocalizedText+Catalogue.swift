extension LocalizedText {
  /// What a label of the catalogue reads in the languages that the catalogue always has besides English; empty for other labels.
  package var catalogueTexts: [String: String] { phrase.map { ["fr": $0.french] } ?? [:] }
}
