/// What spreadsheets say that is made of parts.
public enum SheetWords {
  /// Why deals were not priced or left out; a reason that has no words here stands for itself.
  static func reason(_ reason: String, _ language: Phrasebook) -> String {
    let words: SheetPhrase? =
      switch reason {
      case "other_currency": .otherCurrency
      case "no_amount": .noAmount
      case "omitted": .omitted
      case "undated": .undated
      case "unknown_stage": .unknownStage
      case "unknown_past": .unknownPast
      default: nil
      }
    return words?.text(language) ?? reason
  }

  /// The page's number out of how many, with what stands for both in the format.
  public static func page(_ number: String, of count: String, _ language: Phrasebook) -> String {
    language.text(SheetPhrase.page, ["page": .text(number), "pages": .text(count)])
  }
}
