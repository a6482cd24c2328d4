extension LocalizedText {
  /// The texts of a catalogue label in the built-in languages besides English; empty for other labels.
  package var catalogueTexts: [String: String] { phrase.map { ["fr": $0.french] } ?? [:] }
}
