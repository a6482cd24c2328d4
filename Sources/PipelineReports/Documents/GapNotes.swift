extension ReportGap {
  /// The gap as a sentence for people.
  public var note: LocalizedText {
    let deals = ["count": PhraseValue.count(count)]
    return switch reason {
    case "no_amount": LocalizedText(NotePhrase.noAmount, deals)
    case "other_currency": LocalizedText(NotePhrase.otherCurrency, deals.with("currency", detail))
    case "no_rate": LocalizedText(NotePhrase.unpriced, deals.with("currency", detail))
    case "omitted": LocalizedText(NotePhrase.omitted, deals)
    case "undated": LocalizedText(NotePhrase.undated, deals)
    case "unknown_stage": LocalizedText(NotePhrase.unknownStage, deals.with("stage", detail))
    case "unknown_past": LocalizedText(NotePhrase.unknownPast, deals)
    case "unknown_configuration": LocalizedText(NotePhrase.unknownConfiguration)
    default: LocalizedText(NotePhrase.other, deals.with("reason", reason))
    }
  }
}

extension [String: PhraseValue] {
  fileprivate func with(_ name: String, _ text: String) -> Self { merging([name: .text(text)]) { $1 } }
}
