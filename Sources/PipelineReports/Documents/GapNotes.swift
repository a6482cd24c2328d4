extension ReportGap {
  /// The gap as a sentence for people.
  public var note: LocalizedText {
    let deals = ["count": PhraseValue.count(count)]
    return switch reason {
    case .callCurrency: LocalizedText(NotePhrase.callCurrency, deals)
    case .beyondLimit: LocalizedText(NotePhrase.beyondLimit, deals)
    case .noAmount: LocalizedText(NotePhrase.noAmount, deals)
    case .otherCurrency: LocalizedText(NotePhrase.otherCurrency, deals.with("currency", detail))
    case .noRate: LocalizedText(NotePhrase.unpriced, deals.with("currency", detail))
    case .omitted: LocalizedText(NotePhrase.omitted, deals)
    case .targetsOfAll: LocalizedText(NotePhrase.targetsOfAll, deals)
    case .undated: LocalizedText(NotePhrase.undated, deals)
    case .unknownStage: LocalizedText(NotePhrase.unknownStage, deals.with("stage", detail))
    case .unknownPast: LocalizedText(NotePhrase.unknownPast, deals)
    case .unknownEntry: LocalizedText(NotePhrase.unknownEntry, deals)
    case .unknownConfiguration: LocalizedText(NotePhrase.unknownConfiguration)
    }
  }
}

extension [String: PhraseValue] {
  fileprivate func with(_ name: String, _ text: String) -> Self { merging([name: .text(text)]) { $1 } }
}
