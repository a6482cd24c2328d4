/// A text of the phrase catalogue: a stable key, and its templates in the two built-in languages.
///
/// In a template, `{name}` is a placeholder for a value, and `{count|deal|deals}` the form of a word for a number: the
/// forms are in the order of the language's ``PluralRule``.
package struct Phrase: Hashable, Sendable {
  /// The key in language files, such as `column.deals`.
  package let key: String
  /// The English template.
  package let english: String
  /// The French template.
  package let french: String

  /// A phrase.
  package init(_ key: String, english: String, french: String) {
    self.key = key
    self.english = english
    self.french = french
  }

  /// The phrases of the SDK, in the order of language files. A test checks that no group is missing.
  ///
  /// Measures and dimensions declare their labels themselves. Programs add their own to a catalog.
  package static let all: [Phrase] = {
    let phrases = groups.flatMap { $0.phrases }
    let known = Set(phrases.map(\.key))
    let labels = ReportMeasure.allCases.map(\.label) + DealDimension.allCases.compactMap(\.label.phrase)
    return phrases + (labels + DayBucket.phrases).filter { !known.contains($0.key) }
  }()

  static let groups: [any PhraseGroup.Type] = [
    ColumnPhrase.self, FieldPhrase.self, CellPhrase.self, NotePhrase.self, ReportPhrase.self, SheetPhrase.self,
    PagePhrase.self, WaterfallPhrase.self, FigurePhrase.self, CalendarPhrase.self, StandardPhrase.self,
    RefusalPhrase.self, ValuePhrase.self, ErrorPhrase.self, ImportPhrase.self,
  ]

  /// The prefix of the keys of the command line tools' phrases. A language file contains them besides those of the SDK; a program
  /// without them ignores them.
  package static let toolGroup = "tool"
}

/// Phrases of one area, as an enum: the compiler holds that each has its text in both languages.
package protocol PhraseGroup: CaseIterable, RawRepresentable, Sendable where RawValue == String {
  /// What their keys begin with.
  static var group: String { get }
  /// The templates.
  var texts: (english: String, french: String) { get }
}

extension PhraseGroup {
  /// The phrase; its key is the case's name in snake case: `column.close_date`.
  package var phrase: Phrase {
    let texts = texts
    return Phrase("\(Self.group).\(Self.snakeCased(rawValue))", english: texts.english, french: texts.french)
  }

  /// The phrase in a language.
  package func text(_ language: Phrasebook) -> String { language.text(self) }

  /// The group's phrases, in order.
  package static var phrases: [Phrase] { allCases.map(\.phrase) }

  private static func snakeCased(_ name: String) -> String {
    name.replacing("ID", with: "Id").replacing("UTF", with: "Utf").reduce(into: "") {
      $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1)
    }
  }
}
