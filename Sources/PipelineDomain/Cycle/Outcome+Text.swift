extension Outcome {
  /// What people read.
  package var label: LocalizedText {
    switch self {
    case .open: LocalizedText(ColumnPhrase.open)
    case .won: LocalizedText(ColumnPhrase.won)
    case .lost: LocalizedText(ColumnPhrase.lost)
    }
  }
}
