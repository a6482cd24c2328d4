import Foundation
import PipelinePlugins
import SalesPipeline
import Testing
import ToolSupport

/// The tools in French, and in a language that somebody adds.
@Suite("The tools speak the reader's language", .serialized)
struct LanguageTests: RunsTools {
  static let german = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Examples/Languages/de.yaml").path

  @Test("refusals and errors in French")
  func refusals() throws {
    try inFolder { folder in
      try sample(folder)
      var text = ""
      for arguments in Self.mistakes {
        let done = try run("pipeline", arguments + ["--locale", "fr", "--today", "2026-11-24"], folder)
        #expect(done.status == 1, "\(arguments): \(done.out)")
        text += "$ pipeline \(arguments.joined(separator: " "))\n"
        text += done.err.replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "…")
      }
      let unknown = try run("dashboard-printer", ["--locale", "xx"], folder)
      #expect(unknown.err == "error: the tools do not speak 'xx'; they speak: en, fr\n")
      try Golden.expect(text, "mistakes-fr.txt")
    }
  }

  private static let mistakes: [[String]] = [
    ["deals", "show", "D-99"],
    ["deals", "edit", "D-1", "--set", "status=negotiation"],
    ["deals", "edit", "D-1", "--set", "status=lost"],
    ["deals", "edit", "D-1", "--set", "status=nowhere"],
    ["deals", "edit", "D-1", "--set", "status=nowhere", "--set", "source=nowhere"],
    ["deals", "edit", "D-1", "--set", "colour=red"],
    ["deals", "edit", "D-1", "--set", "stated_amount=12abc EUR"],
    ["deals", "edit", "D-1", "--set", "probability=120"],
    ["deals", "edit", "D-1", "--set", "expected_close_date=2026-02-30"],
    ["deals", "edit", "D-1", "--set", "lines=3 x nothing @ 1"],
    ["deals", "edit", "D-1", "--set", "account=nobody"],
    ["deals", "add", "--account", "A-9"],
    ["accounts", "add", "", "--set", "external_id=A-2"],
    ["accounts", "add", "Acme", "--set", "external_id=A-1"],
    ["reports", "show", "nowhere"],
    ["reports", "delete", "this-year-by-quarter"],
    ["import", "rows.csv", "--mapping", "mapping.yaml"],
    ["import", "broken.csv", "--mapping", "mapping.yaml"],
    ["import", "missing.csv", "--mapping", "mapping.yaml"],
  ]

  @Test("csv and json are the same in every language, byte for byte")
  func machines() throws {
    try inFolder { folder in
      try sample(folder)
      try addGerman(folder)
      let asked = ["--today", "2026-11-24", "--locale"]
      var pages: [[String]] = []
      for locale in ["en", "fr", "de"] {
        let forecast = ["--report", "this-year-by-quarter", "--output", "f.out", "--format"]
        var page = [try run("dashboard-printer", ["--format", "json"] + asked + [locale], folder).out]
        for format in ["csv", "json"] {
          #expect(try run("forecast-exporter", forecast + [format] + asked + [locale], folder).status == 0)
          page.append(try String(contentsOfFile: folder + "/f.out", encoding: .utf8))
        }
        #expect(page.allSatisfy { !$0.isEmpty })
        pages.append(page.map { $0.replacing(/"[0-9T:.-]*Z"/, with: "…") })
      }
      #expect(pages[0] == pages[1] && pages[0] == pages[2])
    }
  }

  @Test("a third language is one file: the dashboard, refusals and dates are in German")
  func third() throws {
    try inFolder { folder in
      try sample(folder)
      try addGerman(folder)
      let checked = try run("pipeline", ["check", "sales.yaml"], folder)
      #expect(checked.status == 0, "\(checked.err)")
      let shown = try run("dashboard-printer", ["--locale", "de", "--today", "2026-11-24"], folder)
      #expect(shown.status == 0, "\(shown.err)")
      for words in ["24.11.2026", "Beträge in EUR", "Ungewichtet", "Verkäufer", "Verhandlung", "14.463,00"] {
        #expect(shown.out.contains(words), "\(words) in: \(shown.out)")
      }
      for words in ["Unweighted", "Owner", "Stage", "Salesperson"] {
        #expect(!shown.out.contains(words), "\(words) in: \(shown.out)")
      }
      let refused = try run("pipeline", ["deals", "edit", "D-1", "--set", "status=lost", "--locale", "de"], folder)
      #expect(refused.status == 1 && refused.err.hasPrefix("Fehler: "), "\(refused.err)")
      let page = try run("dashboard-printer", ["--format", "html", "--output", "-", "--locale", "de"], folder)
      #expect(page.out.contains("<html lang=\"de\"") && page.out.contains("Ungewichtet"), "\(page.err)")
    }
  }

  @Test("a starting file is complete and right, in any language, and what a file lacks is listed")
  func starting() throws {
    let count = NumberText(.english).count(Catalog.tools.phrases.count)
    try inFolder { folder in
      for locale in ["en", "fr", "nl"] {
        let file = try run("pipeline", ["phrases", "--locale", locale], folder).out
        try file.write(toFile: folder + "/\(locale).yaml", atomically: true, encoding: .utf8)
        let checked = try run("pipeline", ["phrases", "--check", "\(locale).yaml"], folder)
        #expect(checked.status == 0 && checked.err == "", "\(checked.err)")
        #expect(checked.out.hasPrefix("\(locale).yaml: \(count) of \(count) phrases; "), "\(checked.out)")
      }
      let short = "language: nl\nphrases:\n  column.deals: Deals\n"
      try short.write(toFile: folder + "/short.yaml", atomically: true, encoding: .utf8)
      let checked = try run("pipeline", ["phrases", "--check", "short.yaml"], folder)
      #expect(checked.status == 1)
      #expect(checked.out.contains("missing: column.weighted: Weighted\n"), "\(checked.out)")
      #expect(checked.out.hasSuffix("short.yaml: 1 of \(count) phrases; 1 read as in English\n"))
      #expect(checked.err.hasPrefix("short.yaml:2:1: warning: "), "\(checked.err)")
    }
  }

  @Test("wrong usage is in the reader's language too, and a decimal comma is explained")
  func usage() throws {
    try inFolder { folder in
      let cases = [
        (["deals", "list", "--bogus"], "Erreur\u{202F}: option inconnue «\u{202F}--bogus\u{202F}»"),
        (["lines", "add", "X"], "Erreur\u{202F}: il manque l’argument «\u{202F}<product>\u{202F}»"),
        (["deals", "list", "--outcome", "opn"], "il y a\u{202F}: open, won, lost"),
        (["lookups", "add", "Foo", "bar"], "il y a\u{202F}: OpportunityStatus, OpportunityForecasting, "),
        (["lines", "add", "X", "p", "--discount", "12,5"], "les décimales s’écrivent avec un point\u{202F}: 12.5"),
      ]
      for (arguments, message) in cases {
        let refused = try run("pipeline", arguments + ["--locale", "fr"], folder)
        #expect(refused.status == 2 && refused.err.contains(message), "\(arguments): \(refused.err)")
      }
      // An error is one line, also where the parser lists what an option takes.
      let values = try run("pipeline", ["lookups", "add", "Foo", "bar"], folder).err.split(separator: "\n")
      #expect(
        values.first?.contains("'<table>'. Please provide one of 'OpportunityStatus', 'OpportunityForecasting', ")
          == true,
        "\(values)")
      #expect(values.count { $0.hasPrefix("  - ") } == 0)
      let english = try run("pipeline", ["lines", "add", "X", "p", "--discount", "12,5"], folder)
      #expect(
        english.err.hasPrefix(
          "Error: The value '12,5' is invalid for '--discount <discount>'; decimals have a dot: 12.5"))
    }
  }

  @Test("what the tools say has its texts like all else, and a language file is checked for it by the tools alone")
  func toolPhrases() throws {
    let all = Catalog.tools.phrases
    #expect(Set(all.map(\.key)).count == all.count)
    for phrase in ToolPhrase.phrases {
      #expect(all.contains(phrase) && !Phrase.all.contains(phrase), "\(phrase.key)")
      let (english, french) = (try PhraseTemplate(phrase.english), try PhraseTemplate(phrase.french))
      #expect(!phrase.english.isEmpty && !phrase.french.isEmpty && english.names == french.names, "\(phrase.key)")
      #expect(english.formCounts.allSatisfy { $0 == PluralRule.one.formCount }, "\(phrase.key)")
      #expect(french.formCounts.allSatisfy { $0 == PluralRule.zeroOrOne.formCount }, "\(phrase.key)")
      #expect(!phrase.french.contains("'") && !phrase.french.contains("\""), "\(phrase.key): \(phrase.french)")
    }
    func report(_ catalog: Catalog, _ key: String) -> String {
      ConfigurationReader(catalog: catalog).check(LanguageFile.self, text: "language: nl\nphrases:\n  \(key): Ja\n")
        .report
    }
    #expect(report(.tools, "tool.writen").contains("there is no phrase 'tool.writen'; did you mean 'tool.written'?"))
    #expect(report(.tools, "tool.rows").contains("'tool.rows' does not say '{file}'"))
    #expect(!report(.bundled, "tool.writen").contains("error"))
    #expect(report(.bundled, "tol.written").contains("there is no phrase 'tol.written'"))
  }

  @Test("the German example fits the catalogue, and lacks no phrase")
  func example() throws {
    try inFolder { folder in
      let checked = try run("pipeline", ["phrases", "--check", Self.german], folder)
      #expect(!checked.err.contains("error:"), "\(checked.err)")
      #expect(checked.status == 0 && checked.out.contains(" phrases; "), "\(checked.out)")
    }
  }

  private func sample(_ folder: String) throws {
    #expect(try run("pipeline", ["init"], folder).status == 0)
    let today = ["--today", "2026-11-24"]
    for arguments in [
      ["accounts", "add", "Acme", "--set", "external_id=A-1"],
      [
        "deals", "add", "--account", "A-1", "--set", "external_id=D-1", "--set", "name=Acme: gtx", "--set",
        "lines=3 x gtx-pro @ 4821.00", "--set", "owner=anna",
      ],
    ] {
      let done = try run("pipeline", arguments + today, folder)
      #expect(done.status == 0, "\(done.err)")
    }
    let mapping = """
      version: 1
      opportunities:
        accounts: require
        fields: {external_id: id, account: account, status: stage, amount: amount, expected_close_date: closes}

      """
    let rows = """
      id,account,stage,amount,closes
      1,Acme,prospecting,12abc,2026-12-01
      2,Nobody,prospecting,1,2026-12-01
      3,Acme,nowhere,1,2026-02-30
      3,Acme,prospecting,1,
      4,Acme,won,1,2026-01-01

      """
    try mapping.write(toFile: folder + "/mapping.yaml", atomically: true, encoding: .utf8)
    try rows.write(toFile: folder + "/rows.csv", atomically: true, encoding: .utf8)
    try "id,account,stage,amount,closes\n1,\"Ac\n".write(
      toFile: folder + "/broken.csv", atomically: true, encoding: .utf8)
  }

  private func addGerman(_ folder: String) throws {
    try FileManager.default.copyItem(atPath: Self.german, toPath: folder + "/de.yaml")
    let path = folder + "/sales.yaml"
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(written.contains("\nlocale: en"))
    try written.replacing("\nlocale: en", with: "\nlanguages: [de.yaml]\nlocale: en")
      .replacing("fr: Négociation", with: "fr: Négociation, de: Verhandlung")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }
}
