import ExportPlugins
import Foundation
import PipelinePlugins
import Testing

@Suite("Pages")
struct PageTests {
  static func text(_ document: ReportDocument) throws -> String { try ExporterTests.text(HTMLExporter(), document) }

  static func tokens(_ document: ReportDocument) throws -> [PageReading.Token] {
    try PageReading.tokens(text(document))
  }

  static let funnel: ReportDocument = {
    let columns = [
      ReportColumn("stage", "Stage", .text), ReportColumn("count", "Deals", .count),
      ReportColumn("unweighted", "Unweighted", .money(.eur)), ReportColumn("weighted", "Weighted", .money(.eur)),
    ]
    func row(_ name: String, _ count: Int64, _ units: Int128) -> [ReportCell] {
      [.label(key: name.lowercased(), LocalizedText(name)), .count(count), .money(units), .money(units / 2)]
    }
    let deals = ReportTable(
      columns: [ReportColumn("name", "Name", .text)], rows: [[.text("Acme <1>")], [.text("Acme 2")]])
    return ReportDocument(
      name: "dashboard", title: "Direct & indirect", period: nil, today: Sample.day, groupedBy: ["stage"],
      table: ReportTable(columns: columns, rows: [row("First", 7, 120_050), row("Last", 0, 0)]),
      chart: ReportChart(.funnel, category: "stage", series: ["unweighted", "weighted"]),
      details: [ReportDetail(row: 0, table: deals, totalCount: 7)], sections: [Sample.grid])
  }()

  /// A funnel of two sales cycles.
  static let cycles: ReportDocument = {
    var document = funnel
    var table = funnel.table
    func cycle(_ name: String) -> ReportCell { .label(key: name.lowercased(), LocalizedText(name)) }
    table.columns.insert(ReportColumn("cycle", "Sales cycle", .text), at: 0)
    table.rows = [
      [cycle("Direct")] + table.rows[0], [cycle("Direct")] + table.rows[1], [cycle("Partners")] + table.rows[0],
    ]
    table.subtotals = [
      ReportSubtotal(level: 1, rows: 0..<2, cells: [cycle("Direct"), .null] + table.rows[0].suffix(3)),
      ReportSubtotal(level: 1, rows: 2..<3, cells: [cycle("Partners"), .null] + table.rows[0].suffix(3)),
    ]
    document.table = table
    document.groupedBy = ["cycle", "stage"]
    document.chart?.divides = "cycle"
    return document
  }()

  @Test("each sales cycle has a funnel of its own, of its own rows")
  func divided() throws {
    let page = try Self.text(Self.cycles)
    let charts = page.components(separatedBy: "<ol class=\"funnel\"").dropFirst()
      .map { $0.components(separatedBy: "</ol>")[0] }
    #expect(charts.map { $0.components(separatedBy: "<li>").count - 1 } == [2, 1])
    #expect(page.contains("<h3>Direct</h3>") && page.contains("<h3>Partners</h3>"))
    // No slope leads from one cycle's last stage to the next one's first.
    #expect(charts.map { $0.components(separatedBy: "slope").count - 1 } == [1, 0])
  }

  @Test("elements nest, identities are unique, and every link leads somewhere on the page", arguments: ["en", "fr"])
  func wellFormed(language: String) throws {
    for document in [Sample.document(language: .builtIn(language)), Self.funnel, Self.cycles] {
      var open: [String] = []
      var identities: Set<String> = []
      var references: [String] = []
      for token in try Self.tokens(document) {
        switch token {
        case .open(let name, let attributes):
          if let id = attributes["id"] { #expect(identities.insert(id).inserted, "'\(id)' stands twice") }
          if let link = attributes["href"] {
            #expect(link.hasPrefix("#"), "'\(link)' leads away")
            references.append(String(link.dropFirst()))
          }
          references += attributes["aria-labelledby"]?.split(separator: " ").map(String.init) ?? []
          #expect(attributes.keys.allSatisfy { !$0.hasPrefix("on") && !["src", "style"].contains($0) })
          if name != "meta" { open.append(name) }
        case .close(let name): #expect(open.popLast() == name)
        case .text: break
        }
      }
      #expect(open.isEmpty && references.allSatisfy(identities.contains))
      #expect(references.count > 3)
    }
  }

  @Test("the policy lets nothing run but the page's own style and script")
  func policy() throws {
    let page = try Self.text(Sample.document())
    let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
    #expect(policy.hasPrefix("default-src 'none'; ") && !policy.contains("unsafe") && !policy.contains("http"))
    for (element, name) in [("style", "style-src"), ("script", "script-src")] {
      let start = try #require(page.range(of: "<\(element)>")).upperBound
      let end = try #require(page.range(of: "</\(element)>")).lowerBound
      let digest = try Self.digest(String(page[start..<end]))
      #expect(policy.contains("\(name) 'sha256-\(digest)'"))
    }
  }

  /// SHA-256 in base64 by another hand than ours.
  static func digest(_ text: String) throws -> String {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sys,hashlib,base64;print(base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode())",
    ]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try input.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test("a hostile text is text everywhere: whole, visible, and turned by nothing")
  func hostile() throws {
    let hostile = "\u{202E}</script><script>alert(1)</script>\u{0}\u{1B}[2J\"'>../x=1+1"
    var document = Self.funnel
    document.title = LocalizedText(hostile)
    document.table.rows[0][0] = .text(hostile)
    document.details[0].table.rows[0][0] = .text(hostile + String(repeating: "long ", count: 8_000) + "end")
    document.notes = [LocalizedText(hostile)]
    document.parameters = [ReportParameter("person", LocalizedText(hostile), LocalizedText(hostile))]
    document.sections[0].table.rows[0][1] = .text(hostile)
    document.receipt = ReportReceipt(
      definition: hostile, person: hostile, madeAt: Instant(startOf: Sample.day), unknown: [LocalizedText(hostile)])
    let page = try Self.text(document)
    #expect(page.ranges(of: "<script").count == 1 && page.ranges(of: "</script").count == 1)
    #expect(!page.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{0}" || $0 == "\u{1B}" })
    #expect(page.contains("<i class=\"u\">U+202E</i>&lt;/script&gt;") && page.contains("<i class=\"u\">␀</i>"))
    #expect(page.contains("long end</bdi></div>") || page.contains("long end</div>"), "nothing of it is lost")
    #expect(try PageReading.read(Array(page.utf8)).rows[0][0] == .text(hostile))
    _ = try PageReading.tokens(page)
  }

  @Test("a funnel's stages are links into boxes that hold their deals")
  func opening() throws {
    let page = try Self.text(Self.funnel)
    #expect(page.contains("<li><a href=\"#t0r0\"><span class=\"stage\">First <small>7 deals</small></span>"))
    #expect(page.contains("id=\"t0r0\""))
    #expect(page.contains("The first 2 of 7.") && page.contains("Acme &lt;1&gt;"))
    #expect(!page.contains("#t0r1"), "nothing stands behind an empty stage")
  }

  @Test("subtotals are after their rows, and every number is in the page's language")
  func french() throws {
    let page = try Self.text(Sample.document(language: .french))
    #expect(page.contains("<html lang=\"fr\">") && page.contains("data-v=\"47208.00\">47\u{202F}208,00</td>"))
    #expect(page.contains("data-v=\"40\">40\u{202F}%</td>"))
    let sub = try #require(
      page.range(of: "<tr class=\"sub l1\"><th scope=\"row\">Anna</th><td class=\"name\">Total</td>"))
    let ben = try #require(page.range(of: "<th scope=\"row\">Ben</th>"))
    #expect(sub.upperBound < ben.lowerBound)
    #expect(page.contains("D’où viennent ces chiffres") && page.contains("01/12/2017 <small>le plus ancien</small>"))
  }

  @Test("amounts without cents are written without, and those beside cents with all of them")
  func cents() throws {
    let page = try Self.text(Sample.document())
    #expect(page.contains("data-v=\"2000.00\">2,000</td>") || page.contains("data-v=\"1000.00\">1,000</td>"))
    #expect(page.contains("data-v=\"47208.00\">47,208.00</td>"), "the column has 11,500.50")
  }

  @Test("the weighted part is drawn within the whole, and stacked series on top of each other")
  func stacking() throws {
    func rectangles(_ kind: ReportChart.Kind, _ series: [String]) throws -> [(style: String, top: Int, height: Int)] {
      var document = Sample.document()
      document.sections = []
      document.chart = ReportChart(kind, category: "owner", series: series)
      return try Self.tokens(document).compactMap { token in
        guard case .open("rect", let all) = token, let top = all["y"].flatMap({ Int($0) }) else { return nil }
        return (all["class"] ?? "", top, Int(all["height"] ?? "") ?? 0)
      }
    }
    let nested = try rectangles(.nestedColumns, ["unweighted", "weighted"])
    #expect(nested[0].style == "s2" && nested[1].style == "s0")
    #expect(nested[0].top + nested[0].height == nested[1].top + nested[1].height, "both stand on the axis")
    let stacked = try rectangles(.stackedColumns, ["weighted", "unweighted"])
    #expect(stacked[1].top + stacked[1].height == stacked[0].top, "one stands on the other")
  }

  @Test("a waterfall's steps begin where the one before ended, and the ends begin at zero")
  func waterfall() throws {
    let amounts: [Int128] = [40_000, 20_000, -10_000, 50_000]
    var document = Self.funnel
    document.sections = []
    document.details = []
    document.table = ReportTable(
      columns: [ReportColumn("step", "Step", .text), ReportColumn("amount", "Amount", .money(.eur))],
      rows: amounts.enumerated().map { [.text("\($0.offset)"), .money($0.element)] })
    document.chart = ReportChart(.waterfall, category: "step", series: ["amount"])
    let bars = try Self.tokens(document).compactMap { token -> (top: Int, bottom: Int)? in
      guard case .open("rect", let all) = token, let top = all["y"].flatMap({ Int($0) }) else { return nil }
      return (top, top + (Int(all["height"] ?? "") ?? 0))
    }
    try #require(bars.count == 4)
    #expect(bars[1].bottom == bars[0].top, "new deals stand on what there was")
    #expect(bars[2].top == bars[1].top, "what is lost hangs from there")
    #expect(bars[3].top == bars[2].bottom && bars[3].bottom == bars[0].bottom)
    #expect(try Self.text(document).contains(">+200</text>"))
  }

  @Test("figures at the ends of what can be held draw no trap")
  func extremes() throws {
    for units in [Int128.max, .min, 0] {
      for kind in [ReportChart.Kind.funnel, .columns, .stackedColumns, .nestedColumns, .waterfall] {
        var document = Sample.document()
        for row in document.table.rows.indices {
          document.table.rows[row][2] = .count(units > 0 ? .max : .min)
          document.table.rows[row][3] = .money(units)
          document.table.rows[row][4] = .money(units)
        }
        document.chart = ReportChart(kind, category: "owner", series: ["unweighted", "weighted"])
        #expect(try Self.text(document).hasSuffix("</html>\n"))
        document.chart = ReportChart(kind, category: "nowhere", series: ["unweighted"])
        document.table.rows = []
        document.table.subtotals = []
        #expect(try Self.text(document).contains("Nothing to show."))
      }
    }
  }
}
