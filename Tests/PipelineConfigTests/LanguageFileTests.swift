import Foundation
import PipelineConfig
import PipelinePlugins
import Testing

@Suite("A language as a file")
struct LanguageFileTests {
  let reader = ConfigurationReader(catalog: sampleCatalog) { ["SALES_KEY": "open sesame", "DATA": "/data"][$0] }

  @Test("the file is beside the configuration, and its phrases are used")
  func spoken() throws {
    try inFolder { folder in
      try write(
        sampleText.replacing("locale: en", with: "locale: de") + "languages: [words/de.yaml]\n", folder, "sales.yaml")
      try write(Self.german, folder, "words/de.yaml")
      let setup = try reader.load(path: folder + "/sales.yaml")
      #expect(setup.languageTags == ["de", "en", "fr"])
      #expect(setup.language("de-AT")?.text(ColumnPhrase.deals) == "Geschäfte")
      #expect(setup.language("de")?.text(.decimal("1234.5")) == "1.234,5")
      #expect(CivilDate(iso: "2017-12-31").map { setup.language("de")?.text(.date($0)) } == "31.12.2017")
      #expect(setup.language("it") == nil)
    }
  }

  @Test("a mistake is shown at its line of its own file")
  func place() throws {
    try inFolder { folder in
      try write(sampleText + "languages: [de.yaml]\n", folder, "sales.yaml")
      try write(Self.german + "  column.wieghted: Gewichtet\n", folder, "de.yaml")
      let checked = reader.check(path: folder + "/sales.yaml")
      #expect(checked.value == nil)
      #expect(
        checked.report.replacing(folder + "/", with: "").contains(
          """
          de.yaml:7:3: error: there is no phrase 'column.wieghted'; did you mean 'column.weighted'?
              7 |   column.wieghted: Gewichtet
                |   ^~~~~~~~~~~~~~~
          """), "\(checked.report)")
    }
  }

  @Test("a file that is no YAML, is not there, or is a list of something else says so")
  func broken() throws {
    try inFolder { folder in
      try write(sampleText + "languages: [de.yaml]\n", folder, "sales.yaml")
      for (text, sentence) in [
        (nil, "the language file 'de.yaml' cannot be read: there is no such file"),
        ("language: [", "this is not YAML"), ("", "de.yaml: error: the file is empty"),
        ("- de\n", "expects a mapping, not a list"),
        ("language: de\nphrases: 12\n", "expects phrase keys with a text each"),
      ] as [(String?, String)] {
        if let text { try write(text, folder, "de.yaml") }
        let report = reader.check(path: folder + "/sales.yaml").report
        #expect(report.contains(sentence), "\(report)")
      }
    }
  }

  @Test("a configuration that the store remembers is read without the file and its phrases")
  func revived() throws {
    try inFolder { folder in
      try write(sampleText + "languages: [de.yaml]\n", folder, "sales.yaml")
      try write(Self.german, folder, "de.yaml")
      let setup = try reader.load(path: folder + "/sales.yaml")
      let canonical = try #require(setup.definition?.effective)
      #expect(!canonical.json.contains("column.deals"))
      try FileManager.default.removeItem(atPath: folder + "/de.yaml")
      let revived = try #require(setup.revive(canonical.json))
      #expect(revived.languages.map(\.language) == ["de"])
      #expect(revived.definition?.effective == canonical)
    }
  }

  @Test("a language that is written as a file reads back as itself", arguments: ["en", "fr", "de"])
  func written(_ tag: String) throws {
    let book = Phrasebook.builtIn(tag)
    let checked = reader.check(LanguageFile.self, text: book.file(Phrase.all))
    #expect(checked.report == "")
    let read = try checked.get().phrasebook
    #expect(read.language == tag && read.numbers == book.numbers && read.plurals == book.plurals)
    for phrase in Phrase.all { #expect(read.text(phrase, Self.values) == book.text(phrase, Self.values)) }
  }

  private static let values: [String: PhraseValue] = ["count": .count(2), "deals": .count(1), "day": "x"]

  private static let german = """
    language: de
    decimal: ","
    group: "."
    date: dd.MM.yyyy
    phrases:
      column.deals: Geschäfte

    """

  private func write(_ text: String, _ folder: String, _ name: String) throws {
    let url = URL(fileURLWithPath: folder + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "languages-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }
}
