extension ReportGap {
  /// The gap as a sentence for people.
  public var note: LocalizedText {
    let deals = count == 1 ? "1 deal" : "\(count) deals"
    let affaires = count == 1 ? "1 affaire" : "\(count) affaires"
    return switch reason {
    case "no_amount": text("\(deals) without an amount: counted, not priced", "\(affaires) sans montant, sans valeur")
    case "other_currency":
      text("\(deals) in \(detail): counted, not priced", "\(affaires) en \(detail), sans valeur")
    case "omitted": text("\(deals) omitted from the forecast: left out", "\(affaires) hors prévision, à part")
    case "undated": text("\(deals) without a close date: left out", "\(affaires) sans date de clôture, à part")
    case "unknown_stage":
      text("\(deals) in a stage that is not defined: \(detail)", "\(affaires) à une étape inconnue : \(detail)")
    case "unknown_past":
      text(
        "\(deals) existed then, but the journal tells of them only later: not counted",
        "\(affaires) existaient alors, mais le journal n’en parle que plus tard : non comptées")
    case "unknown_configuration":
      text(
        "the configuration of that day is not known: the nearest one that is known was used",
        "la configuration de ce jour est inconnue : la plus proche connue a servi")
    default: LocalizedText("\(deals): \(reason)")
    }
  }

  private func text(_ english: String, _ french: String) -> LocalizedText { LocalizedText(english, ["fr": french]) }
}
