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
  /// Fields, measures and dimensions declare their labels themselves. Programs add their own to a catalog.
  package static let all: [Phrase] = {
    let labels = RecordTables.all.flatMap(\.labels) + DealDimension.allCases.map(\.label)
    let declared = ReportMeasure.allCases.map(\.label) + labels.compactMap(\.phrase) + DayBucket.phrases
    var phrases = groups.flatMap { $0.phrases }
    var known = Set(phrases.map(\.key))
    for phrase in declared where known.insert(phrase.key).inserted { phrases.append(phrase) }
    return phrases
  }()

  static let groups: [any PhraseGroup.Type] =
    [
      ColumnPhrase.self, CellPhrase.self, NotePhrase.self, ReportPhrase.self, SheetPhrase.self, PagePhrase.self,
      WaterfallPhrase.self, ConversionPhrase.self, DashboardPhrase.self, FigurePhrase.self,
      CalendarPhrase.self, StandardPhrase.self, RefusalPhrase.self,
      ValuePhrase.self,
      ErrorPhrase.self, ImportPhrase.self, DifferencePhrase.self,
    ] + wordings

  /// The groups that a ``Wording`` is looked up in by its English words.
  private static let wordings: [any PhraseGroup.Type] = [
    MistakePhrase.self, HintPhrase.self, ShapePhrase.self, YamlPhrase.self, DefinitionPhrase.self, MappingPhrase.self,
    RowPhrase.self, UsagePhrase.self,
  ]

  static var ofWordings: [Phrase] { wordings.flatMap { $0.phrases } }

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

  /// A case's name in lower case, words joined by `_`; `ID` and `UTF` are words. Names are ASCII.
  ///
  /// Every program makes all keys when it starts.
  private static func snakeCased(_ name: String) -> String {
    let name = Array(name.utf8)
    var key: [UInt8] = []
    key.reserveCapacity(name.count + 8)
    var place = 0
    while place < name.count {
      guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(name[place]) else {
        key.append(name[place])
        place += 1
        continue
      }
      key.append(UInt8(ascii: "_"))
      let end = place + Acronym.length(in: name, from: place)
      while place < end {
        key.append(name[place] | 0x20)
        place += 1
      }
    }
    return String(decoding: key, as: UTF8.self)
  }
}

/// Words of phrases' names that are written in capitals.
private enum Acronym {
  private static let all = [Array("ID".utf8), Array("UTF".utf8)]

  /// How many letters make the word that begins with a capital letter: those of an acronym, else one.
  static func length(in name: [UInt8], from place: Int) -> Int {
    all.first { place + $0.count <= name.count && name[place..<place + $0.count].elementsEqual($0) }?.count ?? 1
  }
}
