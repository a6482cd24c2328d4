import Foundation
import PipelineConfig
import PipelinePlugins
import Testing

@Suite("Reading a configuration")
struct ReaderTests {
  let reader = ConfigurationReader(catalog: sampleCatalog) { ["SALES_KEY": "open sesame", "DATA": "/data"][$0] }

  @Test("the sample loads, and every part of it arrives")
  func sample() throws {
    let setup = try reader.load(text: sampleText, file: "sales.yaml", baseFolder: "/etc/sales")
    #expect(setup.name == "Direct sales")
    #expect(setup.baseCurrency == .eur)
    #expect(setup.calendar == CalendarSetup(fiscalYearStartMonth: 4, timeZone: "Europe/Paris"))
    #expect(setup.storage as? SampleStorage == SampleStorage(path: "/etc/sales/sales.db", key: "open sesame"))
    #expect(setup.lookups.map(\.table) == [.lossReason, .line])
    let cycle = try #require(setup.salesCycles.first)
    #expect(cycle.key == "direct" && cycle.closeDateDays == 42)
    #expect(cycle.stages.map(\.key) == ["prospecting", "engaging", "won", "lost"])
    #expect(cycle.stages[0].label.text("fr") == "Prospection")
    #expect(cycle.stages[0].next == ["engaging", "lost"] && cycle.stages[1].next == nil)
    #expect(cycle.stages[1].probability == BasisPoints(percent: 40) && cycle.stages[1].requires == ["next_step"])
    #expect(cycle.stages[2].probability == .full && cycle.stages[3].probability == .zero)
    #expect(setup.history.count == 1 && setup.probability.count == 2)
    #expect(setup.dashboard == DashboardSetup(widgets: [.funnel, .salesGrid], period: .quarter))
    #expect(
      setup.reports == [
        ReportDefinition("this-quarter", period: .relative(.thisQuarter), groupBy: [.owner, .forecast]),
        ReportDefinition(
          "spring", title: LocalizedText("Spring", ["en": "Spring", "fr": "Printemps"]),
          period: .days(from: CivilDate(iso: "2026-03-01"), to: CivilDate(iso: "2026-05-31")),
          groupBy: [.category], owners: ["NO", "12"], cycles: ["direct"], visibility: .private, author: "anna"),
      ])
  }

  @Test("explain gives each value its place or calls it a default, and never shows a secret")
  func explain() throws {
    let text = try reader.load(text: sampleText, file: "sales.yaml").explanation
    func line(_ path: String) -> String {
      let line = text.split(separator: "\n").first { $0.hasPrefix(path + " ") } ?? ""
      return line.split(separator: " ").joined(separator: " ")
    }
    #expect(line("name") == "name Direct sales # sales.yaml:2")
    #expect(line("workspace") == "workspace default # default")
    #expect(line("calendar.pattern") == "calendar.pattern months # default")
    #expect(line("storage.sample.path") == "storage.sample.path sales.db # sales.yaml:6")
    #expect(line("storage.sample.key") == "storage.sample.key ••• # sales.yaml:6")
    #expect(
      line("sales_cycles.direct.stages[engaging].probability")
        == "sales_cycles.direct.stages[engaging].probability 40 # sales.yaml:17")
    #expect(
      line("sales_cycles.direct.stages[won].probability")
        == "sales_cycles.direct.stages[won].probability 100 # default")
    #expect(line("sales_cycles.direct.close_date") == "sales_cycles.direct.close_date 6 weeks # sales.yaml:14")
    #expect(line("reports.spring.owners") == "reports.spring.owners [NO, \"12\"] # sales.yaml:31")
    #expect(!text.contains("sesame"))
  }

  @Test("the canonical form is one for the same configuration, holds no secret, and reads back to itself")
  func canonical() throws {
    let first = try #require(try reader.load(text: sampleText, baseFolder: "/a").definition)
    let reordered = try #require(try reader.load(text: "# moved\n" + sampleText, baseFolder: "/b").definition)
    #expect(first.effective.json == reordered.effective.json)
    #expect(!first.effective.json.contains("sesame"))
    let again = try #require(try reader.load(text: first.effective.json).definition)
    #expect(again.effective.json == first.effective.json)
    let changed = sampleText.replacing("probability: 40", with: "probability: 41")
    #expect(try reader.load(text: changed).definition?.effective.json != first.effective.json)
  }

  @Test("text stays text where text is expected, and aliases have their values")
  func types() throws {
    let text = """
      version: 1
      storage: &s {sample: {path: "${DATA}/$${x}.db", rows: 12}}
      name: NO
      sales_cycles:
        a: &cycle
          stages: [{key: open, probability: 62.5}, {key: won, outcome: won}, {key: lost, outcome: lost}]
        b: *cycle
      """
    let setup = try reader.load(text: text)
    #expect(setup.name == "NO")
    #expect(setup.storage as? SampleStorage == SampleStorage(path: "/data/${x}.db", key: ""))
    #expect(setup.salesCycles.map(\.key) == ["a", "b"])
    #expect(setup.salesCycles[0].stages == setup.salesCycles[1].stages)
    #expect(setup.salesCycles[0].stages[0].probability == BasisPoints(6250))
  }

  @Test("the schema and the reference page name each setting, choice and plugin, the same way each time")
  func documents() {
    let (schema, page) = (reader.jsonSchema, reader.referencePage)
    for name in [
      "version", "fiscal_year_starts", "sales_grid", "sample", "rows", "group_by", "next_step", "last_month",
    ] {
      #expect(schema.contains("\"\(name)\""), "\(name)")
    }
    // A bar would end the cell of a table.
    for name in [
      "`version`", "`rows`", #"Rows to keep, 10\|20 of them."#, "sales_cycles.<name>.stages[]", "`xlsx`",
      "trait `XLSX`",
    ] {
      #expect(page.contains(name), "\(name)")
    }
    #expect(schema == reader.jsonSchema && page == reader.referencePage)
    // JSON is YAML, so our own reader tells whether the braces and quotes are right.
    #expect(reader.check(NoSettings.self, text: schema).diagnostics.allSatisfy { $0.code == .unknownKey })
  }

  @Test("the schema of a file knows its stages, cycles, reports, entries and people")
  func ownKeys() async throws {
    let text = """
      version: 1
      storage: {sample: {path: sales.db, key: x}}
      sales_cycles:
        direct: {stages: [{key: early, probability: 10}, {key: signed, outcome: won}, {key: gone, outcome: lost}]}
        partners: {stages: [{key: intro, probability: 10}, {key: done, outcome: won}, {key: over, outcome: lost}]}
      reports: {mine: {group_by: [owner]}}
      """
    let setup = try reader.check(text: text, file: "a.yaml").get()
    let schema = await reader.jsonSchema(for: setup)
    let again = await reader.jsonSchema(for: setup)
    #expect(schema == again)
    let root = try #require(try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any])
    func at(_ path: String...) -> Any? {
      path.reduce(root as Any?) { value, name in (value as? [String: Any])?[name] }
    }
    func stage(_ cycle: String) -> [String: Any]? {
      at("properties", "sales_cycles", "properties", cycle, "properties", "stages", "items", "properties")
        as? [String: Any]
    }
    func words(_ value: Any?) -> [String] {
      // The words of every enum below a value.
      switch value {
      case let map as [String: Any]: ((map["enum"] as? [String]) ?? []) + map.values.flatMap { words($0) }
      case let list as [Any]: list.flatMap { words($0) }
      default: []
      }
    }
    let (direct, partners) = (stage("direct") ?? [:], stage("partners") ?? [:])
    let (ofDirect, ofPartners, forecasts) = (words(direct["next"]), words(partners["next"]), words(direct["forecast"]))
    #expect(ofDirect == ["early", "signed", "gone"])
    #expect(ofPartners == ["intro", "done", "over"])
    #expect(forecasts.contains("best_case"))
    let widgets = words(at("properties", "dashboard", "properties", "widgets"))
    #expect(widgets.contains("mine") && widgets.contains("funnel"))
    let filters = at("properties", "reports", "additionalProperties", "properties", "filters", "properties")
    let stages = words((filters as? [String: Any])?["stages"])
    #expect(stages.contains("early") && stages.contains("partners/intro") && !stages.contains("mine"))
    let zones = words(at("properties", "calendar", "properties", "time_zone"))
    #expect(zones.contains("UTC") && zones.contains("Europe/Paris") && !zones.contains("Europe/Pari"))
    // A schema of all configurations knows no file's keys.
    #expect(!reader.jsonSchema.contains("\"early\""))
  }

  @Test("the schema knows what a language and a time zone look like, and which stages need a probability")
  func rules() throws {
    let root = try #require(try JSONSerialization.jsonObject(with: Data(reader.jsonSchema.utf8)) as? [String: Any])
    func at(_ path: String...) -> Any? {
      path.reduce(root as Any?) { value, name in (value as? [String: Any])?[name] }
    }
    let locale = try #require(at("properties", "locale", "pattern") as? String)
    let zone = try #require(at("properties", "calendar", "properties", "time_zone", "pattern") as? String)
    for (text, pattern, isTaken) in [
      ("fr", locale, true), ("fr-CA", locale, true), ("zh-Hant-TW", locale, true), ("fr_FR", locale, false),
      ("french", locale, false), ("UTC", zone, true), ("America/Argentina/Ushuaia", zone, true),
      ("Etc/GMT+3", zone, true), ("Europ/Paris", zone, false), ("CET", zone, false),
    ] {
      #expect((text.firstMatch(of: try Regex(pattern)) != nil) == isTaken, "\(text)")
    }
    let stage = at("properties", "sales_cycles", "additionalProperties", "properties", "stages", "items")
    let rules = try #require((stage as? [String: Any])?["allOf"] as? [[String: Any]])
    #expect(rules.count == 3)
    #expect("\(rules[2]["else"] ?? "")".contains("probability"))
  }

  @Test("two plugins of one name are reported, and the first is kept")
  func duplicatePlugins() {
    let catalog = sampleCatalog.adding(Catalog.entry(SampleStoragePlugin.self))
    let report = ConfigurationReader(catalog: catalog) { _ in "x" }.check(text: sampleText, file: "a.yaml").report
    #expect(
      report
        == "error: plugin 'sample' is listed twice for the slot 'storage' in the catalog; rename one of them\n")
  }

  @Test(
    "a place is the same for all line ends", arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"])
  func lineEnds(end: String) {
    let text = sampleText.replacing("probability: 40", with: "probabilty: 40").replacing("\n", with: end)
    #expect(
      reader.check(text: text, file: "a.yaml").report.contains(
        "  17 |       - {key: engaging, probabilty: 40, forecast: best_case, requires: [next_step]}\n"))
  }

  @Test("a thousand mistakes are counted, and a hundred shown")
  func flood() {
    let keys = (0..<1_000).map { "k\($0): 1\n" }.joined()
    let checked = reader.check(text: sampleText + keys)
    #expect(checked.diagnostics.count == 1_000)
    #expect(checked.report.hasSuffix("\n… and 900 more\n"))
  }

  @Test("no mutation of a good file traps, and each refusal says something", arguments: [1, 2, 3, 4] as [UInt64])
  func mutations(seed: UInt64) {
    print("mutations of the sample, seed \(seed)")
    var random = Random(state: seed)
    let signs = Array("{}[]:,-*&!|>'\"%@`#~ \n\t?<$x0é\u{0}".utf8)
    for _ in 0..<300 {
      var bytes = Array(sampleText.utf8)
      for _ in 0...random.next(5) {
        let place = random.next(bytes.count)
        switch random.next(4) {
        case 0: bytes[place] = signs[random.next(signs.count)]
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(signs[random.next(signs.count)], at: place)
        default:
          bytes.insert(
            contentsOf: bytes[place..<min(bytes.count, place + random.next(60))], at: random.next(bytes.count))
        }
      }
      let checked = reader.check(text: String(decoding: bytes, as: UTF8.self), file: "m.yaml")
      #expect(checked.value != nil || checked.report.contains("error: "))
    }
  }

  @Test("a file of 200 lines is checked quickly")
  func speed() throws {
    var text = sampleText + "  filler: {}\n"
    while text.split(separator: "\n").count < 200 {
      text += "  r\(text.count): {period: last_month, group_by: [owner, month], owners: [anna, bea]}\n"
    }
    _ = reader.check(text: text)
    let clock = ContinuousClock()
    let best = (0..<20).map { _ in clock.measure { _ = reader.check(text: text) } }.min() ?? .zero
    print("a YAML file of 200 lines is checked in \(best)")
    #expect(reader.check(text: text).value != nil)
    // Far above what a release build takes, so that it only fails when something has become quadratic.
    #expect(best < .milliseconds(200))
  }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct Random {
  var state: UInt64

  mutating func next(_ below: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return below > 0 ? Int((mixed ^ (mixed >> 31)) % UInt64(below)) : 0
  }
}
