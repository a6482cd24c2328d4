/// What spreadsheets say that is made of parts.
package enum SheetWords {
  /// The page's number out of how many, with what stands for both in the format.
  package static func page(_ number: String, of count: String, _ language: Phrasebook) -> String {
    language.text(SheetPhrase.page, ["page": .text(number), "pages": .text(count)])
  }
}
