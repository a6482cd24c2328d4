/// Texts of spreadsheets with several parts.
package enum SheetWords {
  /// The page number and count, with the format's placeholders.
  package static func page(_ number: String, of count: String, _ language: Phrasebook) -> String {
    language.text(SheetPhrase.page, ["page": .text(number), "pages": .text(count)])
  }
}
