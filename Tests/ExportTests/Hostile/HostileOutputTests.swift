import Foundation
import PipelineTesting
import SalesPipeline
import Testing
import ToolSupport

/// Hostile texts as names of everything, through every output: shown, never obeyed, and whole wherever the format can.
@Suite("Hostile texts, through every output")
struct HostileOutputTests {
  static let storages = ["memory: {}", "sqlite: {path: sales.db}"]

  @Test("dashboards in a terminal show what would act, and pile no marks over other lines", arguments: ["en", "fr"])
  func views(language: String) async throws {
    try await HostileWorld.use("memory: {}") { _, desk in
      let style = DashboardStyle(
        terminal: Terminal(width: 600), language: .builtIn(language), currency: desk.setup.baseCurrency)
      let dashboard = try await desk.dashboard(
        widgets: [.funnel, .salesGrid, .waterfall, .conversion], grain: .month, dealsPerStage: 0)
      var texts = [DocumentView(style).text(dashboard)]
      for index in HostileText.all.indices {
        let deals = try await desk.deals(inStage: "s\(index)")
        texts.append(StageView(style).text("s\(index)", deals.items, desk.setup))
        let grid = try await desk.dashboard(
          ReportScope(owners: [HostileText.all[index]]), widgets: [.salesGrid], grain: .month)
        texts.append(DocumentView(style).text(grid))
      }
      for text in texts { Self.expectShown(text) }
      for shown in ["\\u{1B}[31mred\\u{1B}[0m", "\\u{202E}fdp.exe", "\\u{9B}31m", "nul\\u{0}inside", "\\u{2066}b"] {
        #expect(texts[0].components(separatedBy: shown).count >= 3, "the funnel and the grid show \(shown)")
      }
    }
  }

  @Test("every tool's text, notes and refusals hold nothing that acts", arguments: ["en", "fr"])
  func tools(language: String) async throws {
    try await HostileWorld.use("sqlite: {path: sales.db}") { world, _ in
      let person = ["--as", HostileText.all[8] + HostileText.all[10] + HostileText.all[11], "--locale", language]
      var calls: [(tool: String, arguments: [String])] = [
        ("pipeline", ["deals", "list"]), ("pipeline", ["accounts", "list"]),
        ("pipeline", ["reports", "list"]), ("pipeline", ["reports", "show", "all"]),
        ("pipeline", ["lookups", "show", "OpportunitySource"]), ("pipeline", ["waterfall", "--from", "2020-01-01"]),
        ("pipeline", ["conversion", "--from", "2020-01-01"]),
        ("dashboard-printer", ["--widgets", "funnel,sales_grid,waterfall,conversion"]),
        ("dashboard-printer", ["--format", "json"]), ("dashboard-printer", ["--stage", "nowhere\u{1B}[31m\u{202E}"]),
        ("forecast-exporter", ["--group-by", "own\u{1B}[31m\u{202E}er", "--format", "csv", "--output", "-"]),
        ("forecast-exporter", ["--report", "\u{1B}[31m\u{9B}\u{202E}", "--format", "csv", "--output", "-"]),
        ("forecast-exporter", ["--format", "\u{1B}[31m\u{9B}\u{202E}", "--output", "-"]),
        ("pipeline", ["deals", "show", "\u{1B}[31m\u{9B}\u{202E}"]),
        ("pipeline", ["accounts", "show", HostileText.all[11]]),
      ]
      // What varies by text does not vary by language.
      for (index, text) in HostileText.all.enumerated() where language == "en" {
        calls.append(("pipeline", ["deals", "show", "H-\(index)"]))
        calls.append(("pipeline", ["deals", "history", "H-\(index)"]))
        calls.append(("dashboard-printer", ["--stage", "s\(index)"]))
        calls.append(("dashboard-printer", ["--stage", "s\(index)", "--format", "json"]))
        guard !text.contains("\0") else { continue }
        calls.append(("dashboard-printer", ["--widgets", "sales_grid", "--owner=\(text)"]))
        calls.append(("pipeline", ["why", "all", "owner=\(text)"]))
        calls.append(("forecast-exporter", ["--owner=\(text)", "--format", "json", "--output", "-"]))
        calls.append(("forecast-exporter", ["--owner=\(text)", "--format", "html", "--output", "-"]))
        calls.append(
          ("forecast-exporter", ["--owner=\(text)", "--format", "xlsx", "--output", "h\u{1B}[31m\u{202E}.xlsx"]))
      }
      for (tool, arguments) in calls {
        let run = try world.run(tool, arguments + person)
        let isForPrograms = arguments.contains("json") || arguments.contains("html")
        let isFile = arguments.contains("html")
        Self.expectShown(isFile ? run.text.replacing("\t", with: " ") : run.text, piles: isForPrograms ? .max : 8)
        Self.expectShown(run.err)
        #expect(
          run.status <= 2 && run.text.isEmpty == (run.status != 0), "\(tool) \(arguments): \(run.err.prefix(300))")
      }
    }
  }

  @Test("csv: no cell runs, and every text is there behind its apostrophe", arguments: storages)
  func csv(storage: String) async throws {
    try await HostileWorld.use(storage) { world, desk in
      for title in HostileText.all {
        let owners = title == HostileText.all[0] ? HostileText.all : [title]
        let report = try await desk.forecast(HostileWorld.report(title, owners: owners))
        let done = try await desk.export(report, to: world.path("r.csv"))
        #expect(done.files == [world.path("r.csv"), world.path("r.csv.receipt.json")])
        let reading = try CSVReading.read(try Self.bytes(world.path("r.csv")))
        #expect(reading.rows.count == owners.count)
        for row in reading.rows {
          let index = try #require(Self.index(row[1]))
          let text = HostileText.all[index].replacing("\0", with: "\u{2400}")
          for cell in [row[0], row[3]] {
            guard case .text(let read) = cell else {
              Issue.record("text \(index) was read as \(cell)")
              continue
            }
            #expect(read.isExactly(text) || read.isExactly("'" + text), "text \(index) is \(read.prefix(50))")
          }
        }
        let receipt = try JSONSerialization.jsonObject(with: Data(Self.bytes(world.path("r.csv.receipt.json"))))
        let definition = ((receipt as? [String: Any])?["receipt"] as? [String: Any])?["definition"] as? [String: Any]
        #expect(Self.strings(definition?["title"] as Any).contains { $0.isExactly(title) })
        #expect(Self.strings(definition?["owners"] as Any).elementsEqual(owners) { $0.isExactly($1) })
      }
    }
  }

  @Test("json comes back exactly, and its bytes are harmless to print", arguments: storages)
  func json(storage: String) async throws {
    try await HostileWorld.use(storage) { _, desk in
      let report = try await desk.forecast(HostileWorld.report(HostileText.all[8]))
      let dashboard = try await desk.dashboard(widgets: [.salesGrid, .funnel])
      for document in [report, dashboard] {
        let bytes = try Self.export(desk, document, "json").bytes
        #expect(HostileText.acting(in: String(decoding: bytes, as: UTF8.self)) == [])
        let owners = try JSONReading.read(bytes).rows.compactMap { row -> String? in
          if case .text(let owner) = row[0] { owner } else { nil }
        }
        #expect(owners.count == HostileText.all.count)
        for text in HostileText.all { #expect(owners.contains { $0.isExactly(text) }) }
      }
      for index in HostileText.all.indices {
        let text = StageJSON.text("s\(index)", try await desk.deals(inStage: "s\(index)").items, desk.setup)
        #expect(HostileText.acting(in: text) == [])
        let read = Self.strings(try JSONSerialization.jsonObject(with: Data(text.utf8)))
        #expect(read.count { $0.isExactly(HostileText.all[index]) } == 3, "name, account and owner")
      }
    }
  }

  @Test("xlsx and ods: typed text within the format's limits; what is cut is named", arguments: storages)
  func sheets(storage: String) async throws {
    try await HostileWorld.use(storage) { _, desk in
      for (format, script) in [("xlsx", XLSXReading.script), ("ods", ODSReading.script)] {
        guard let read = XLSXReading.reader(script) else { return }
        let report = try await desk.forecast(HostileWorld.report(HostileText.all[0]))
        let (bytes, notes) = try Self.export(desk, report, format)
        let reading = try read(bytes)
        #expect(reading.rows.count == HostileText.all.count)
        var cut: [String] = []
        for (place, row) in reading.rows.enumerated() {
          let index = try #require(HostileText.all.firstIndex { Self.held($0, format).isExactly(Self.text(row[0])) })
          let text = Self.held(HostileText.all[index], format)
          for cell in row.prefix(4) {
            guard case .text(let read) = cell else {
              Issue.record("\(format): text \(index) was read as \(cell)")
              continue
            }
            #expect(read.isExactly(text), "\(format): text \(index) is \(read.prefix(50).debugDescription)")
          }
          if HostileText.all[index].utf16.count > 32_767 {
            cut += ["A", "B", "C", "D"].map { "\($0)\(reading.firstLine + place)" }
          }
        }
        #expect(cut.count == 8)
        for cell in cut {
          let note = "\(cell): the text is longer than a cell holds (32,767), so its end is cut"
          #expect(notes.contains(note), "\(format): \(cell) is not noted")
          #expect(reading.facts.contains(.text(note)), "\(format): \(cell) is not in the receipt")
        }
        #expect(!reading.facts.contains { if case .formula = $0 { false } else { false } })
        for text in HostileText.all {
          let titled = try read(
            Self.export(desk, try await desk.forecast(HostileWorld.report(text, owners: [text])), format).bytes)
          #expect(titled.facts.contains { Self.text($0).isExactly(Self.held(text, format)) }, "\(format): its title")
        }
        let dashboard = try read(Self.export(desk, try await desk.dashboard(), format).bytes)
        #expect(dashboard.sections.count == 2 && dashboard.rows.count >= HostileText.all.count)
      }
    }
  }

  @Test("html: no element, attribute or link of theirs; every text whole, what would act marked", arguments: storages)
  func pages(storage: String) async throws {
    try await HostileWorld.use(storage) { _, desk in
      var documents = [try await desk.dashboard()]
      documents.append(try await desk.forecast(HostileWorld.report("all")))
      for text in HostileText.all {
        let titled = try await desk.forecast(HostileWorld.report(text, owners: [text]))
        let page = String(decoding: try Self.export(desk, titled, "html").bytes, as: UTF8.self)
        let tokens = try PageReading.tokens(page)
        #expect(HostileText.acting(in: page).subtracting(["9"]) == [])
        #expect(tokens.count { if case .open("script", _) = $0 { true } else { false } } == 1)
      }
      for (place, document) in documents.enumerated() {
        let bytes = try Self.export(desk, document, "html").bytes
        let page = String(decoding: bytes, as: UTF8.self)
        #expect(HostileText.acting(in: page).subtracting(["9"]) == [])
        let tokens = try PageReading.tokens(page)
        var scripts = 0
        for case .open(let name, let attributes) in tokens {
          #expect(!["img", "iframe", "object", "embed", "base", "form", "link"].contains(name))
          #expect(attributes.keys.allSatisfy { !$0.hasPrefix("on") && !["src", "style", "srcset"].contains($0) })
          #expect(attributes["href"]?.hasPrefix("#") ?? true)
          scripts += name == "script" ? 1 : 0
        }
        #expect(scripts == 1)
        // A dashboard's deals have name, account and owner; its stage and owner head rows. A report's row has all four.
        let cells = try Self.cells(tokens)
        for (index, text) in HostileText.all.enumerated() {
          let count = cells.count { $0.isExactly(text) }
          #expect(count >= 4, "document \(place) has text \(index) \(count) times")
        }
      }
    }
  }
}

extension HostileOutputTests {
  static func expectShown(_ text: String, piles: Int = 8, at place: SourceLocation = #_sourceLocation) {
    #expect(HostileText.longestPile(in: text) <= piles, sourceLocation: place)
    let acting = HostileText.acting(in: text)
    let line = text.split(separator: "\n").first { !HostileText.acting(in: String($0)).isEmpty }
    #expect(acting == [], "\((line ?? "").prefix(300).debugDescription)", sourceLocation: place)
  }

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  static func export(_ desk: Desk, _ document: ReportDocument, _ format: String) throws -> (
    bytes: [UInt8], notes: [String]
  ) {
    var sink: any ByteSink = MemorySink()
    let notes = try desk.export(document, to: &sink, format: format)
    return (try #require(sink as? MemorySink).bytes, notes)
  }

  static func held(_ text: String, _ format: String) -> String {
    HostileText.cell(text, keepsReturns: format == "xlsx")
  }

  static func text(_ cell: ExportedCell) -> String { if case .text(let text) = cell { text } else { "" } }

  /// Which text's stage a cell names by its key.
  static func index(_ cell: ExportedCell) -> Int? { Int(text(cell).dropFirst()) }

  /// All texts within what JSON was read as.
  static func strings(_ value: Any) -> [String] {
    switch value {
    case let text as String: [text]
    case let list as [Any]: list.flatMap(strings)
    case let object as [String: Any]: object.keys.sorted().flatMap { strings(object[$0] as Any) }
    default: []
    }
  }

  /// The texts of all cells, what is marked as the character that it stands for.
  static func cells(_ tokens: [PageReading.Token]) throws -> [String] {
    var cells: [String] = []
    var isPicture = false
    for token in tokens {
      switch token {
      case .open("td", _), .open("th", _): cells.append("")
      case .open("i", _): isPicture = true
      case .close("i"): isPicture = false
      case .text(let text) where !cells.isEmpty:
        cells[cells.count - 1] += isPicture ? try PageReading.hidden(text) : text
      case .close("td"), .close("th"): cells.append("")
      default: break
      }
    }
    return cells
  }
}
