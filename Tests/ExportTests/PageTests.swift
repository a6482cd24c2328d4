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

  @Test("all that scrolls on a phone takes the focus of the keyboard and has a name, also a small chart and the rates")
  func scrolling() throws {
    var document = Sample.document()
    document.sections[0].table.rows = (1...4).map { [.text("Anna"), .text("2017-Q\($0)"), .money(100_000), .money(0)] }
    var widths: [Int] = []
    for document in [Self.funnel, Self.cycles, document] {
      let page = try Self.text(document)
      for box in page.matches(of: /<div class="scroll[^>]*>(?:<svg class="bars" width="([0-9]+)")?/) {
        // The smallest phones are 320 pixels wide, of which 209 are left beside the axis.
        let width = box.output.1.flatMap { Int($0) }
        widths += [width].compactMap(\.self)
        if let width, width <= 200 { continue }
        let text = String(box.output.0)
        #expect(text.contains("tabindex=\"0\"") && text.contains("role=\"group\""), "\(text)")
        #expect(text.contains("aria-label=") || text.contains("aria-labelledby="), "\(text)")
      }
    }
    #expect(widths.contains { $0 > 200 && $0 < 280 }, "\(widths)")
    #expect(try Self.text(document).contains("aria-labelledby=\"rates\"><table"))
  }

  @Test("days in headings are not broken at the end of a line")
  func days() throws {
    var document = Self.funnel
    document.sections[0].title = "Waterfall, 2026-09-30 – 2026-11-28"
    let page = try Self.text(document)
    #expect(page.contains("Waterfall, <span class=\"d\">2026-09-30</span> – <span class=\"d\">2026-11-28</span></h2>"))
  }

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
    for document in [Sample.document(language: .builtIn(language)), Self.funnel, Self.cycles, Self.board] {
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
          if name != "meta", name != "input" { open.append(name) }
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
    document.notes = [LocalizedText(hostile + "\rreturn")]
    document.parameters = [ReportParameter("person", LocalizedText(hostile), LocalizedText(hostile))]
    document.sections[0].table.rows[0][1] = .text(hostile)
    document.receipt = ReportReceipt(
      definition: hostile, person: hostile, madeAt: Instant(startOf: Sample.day), unknown: [LocalizedText(hostile)])
    let page = try Self.text(document)
    #expect(page.ranges(of: "<script").count == 1 && page.ranges(of: "</script").count == 1)
    #expect(!page.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{0}" || $0 == "\u{1B}" })
    #expect(page.contains("<i class=\"u\">U+202E</i>&lt;/script&gt;") && page.contains("<i class=\"u\">␀</i>"))
    // A browser makes a line feed of a carriage return, unless it is written as a reference.
    #expect(!page.utf8.contains(0x0D) && page.contains("&#13;return"))
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

  @Test("each character with a meaning in HTML is written as its reference")
  func references() throws {
    var document = Self.funnel
    document.title = "a&b<c>d\"e'f"
    let page = try Self.text(document)
    #expect(page.contains("a&amp;b&lt;c&gt;d&quot;e&#39;f"))
    #expect(!page.contains("e'f"))
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

  /// Key figures of two periods, and a grid of two salespeople and two periods.
  static let board: ReportDocument = {
    func label(_ key: String) -> ReportCell { .label(key: key, LocalizedText(key)) }
    var document = ReportDocument(
      name: "dashboard", title: "Direct", period: nil, today: Sample.day, groupedBy: ["period"],
      table: ReportTable(
        columns: [
          ReportColumn("period", "Period", .text), ReportColumn("open", "Open", .money(.eur)),
          ReportColumn("open_count", "Open deals", .count), ReportColumn("win_rate", "Win rate", .percent),
        ],
        rows: [
          [label("2017-Q4"), .money(140_050), .count(2), .ratio(5_000)],
          [label("2017-Q3"), .money(40_000), .count(1), .ratio(4_000)],
          [label("change"), .money(100_050), .count(1), .ratio(1_000)],
        ]),
      chart: ReportChart(.figures, category: "period", series: ["open", "win_rate"]))
    document.lead = ReportHeading(key: "key_figures", title: "Key figures")
    let columns = Sample.grid.table.columns
    let rows: [[ReportCell]] = [
      [.text("Anna"), label("2017-Q3"), .money(100_000), .money(0)],
      [.text("Anna"), label("2017-Q4"), .money(250_050), .money(90_000)],
      [.text("Ben"), label("2017-Q4"), .money(50_000), .money(1_200)],
    ]
    let sum: [ReportCell] = [.text("Anna"), .null, .money(350_050), .money(90_000)]
    document.sections = [
      ReportSection(
        key: "sales_grid", title: "Sales grid",
        table: ReportTable(
          columns: columns, rows: rows, total: [.null, .null, .money(400_050), .money(91_200)],
          subtotals: [ReportSubtotal(level: 1, rows: 0..<2, cells: sum)],
          crossTotals: [
            [.null, label("2017-Q3"), .money(100_000), .money(0)],
            [.null, label("2017-Q4"), .money(300_050), .money(91_200)],
          ]), groupedBy: ["owner", "period"], facts: ["today": "2017-Q4"]),
      ReportSection(
        key: "attention", title: "Attention",
        table: ReportTable(
          columns: [ReportColumn("reason", "Why", .text), ReportColumn("count", "Deals", .count)],
          rows: [[label("overdue"), .count(2)]]),
        details: funnel.details),
    ]
    return document
  }()

  @Test("key figures are cards with what belongs to them, the period before, and the change")
  func keyFigures() throws {
    let page = try Self.text(Self.board)
    let card = try #require(page.firstMatch(of: /<dl class="cards">\n<div>(.*?)<\/div>/)).1
    #expect(card.contains("<dt>Open</dt>") && card.contains(">1,400</data> <small>EUR</small>"))
    #expect(card.contains("title=\"1,400.50\""), "the exact value is at hand")
    #expect(card.contains("<small>Open deals</small> ") && card.contains("2017-Q3 ") && card.contains("change +"))
    #expect(page.contains("change +10 points"), "the change of a percentage is in points")
    #expect(page.components(separatedBy: "1,400.50</td>").count == 2, "once in the table that is folded away")
  }

  @Test("the grid is a matrix: a table for each figure, one row a salesperson, and the present period is marked")
  func matrix() throws {
    let page = try Self.text(Self.board)
    let tables = page.matches(of: /(?s)<table id="[^"]*" class="grid">.*?<\/table>/).map { String($0.output) }
    try #require(tables.count == 2)
    #expect(tables[0].components(separatedBy: "<tr>").count == 4, "a header and two people")
    #expect(tables[0].contains("<th scope=\"col\" class=\"n now\" aria-current=\"date\">2017-Q4</th>"))
    #expect(tables[0].contains("<td class=\"h5\" data-v=\"2500.50\">2,500</td>"), "cents are in the exact value")
    #expect(
      tables[0].contains("<td></td><td>500</td><td class=\"sum\">500</td>"), "a person of one period is its own sum")
    #expect(tables[0].contains("<td class=\"sum\" data-v=\"4000.50\">4,000</td></tr></tfoot>"))
    #expect(
      page.components(separatedBy: "type=\"radio\"").count == 3 && page.components(separatedBy: "checked").count >= 2)
  }

  @Test("a chart without anything to draw is words, and a waterfall's bars lead to their deals")
  func empty() throws {
    var document = Self.funnel
    document.lead = ReportHeading(key: "funnel", title: "Funnel", empty: "Add a deal.")
    document.table.rows = document.table.rows.suffix(1)
    document.details = []
    #expect(try Self.text(document).contains("<p class=\"nothing\">Add a deal.</p>"))
    #expect(try !Self.text(document).contains("<ol class=\"funnel\""))
    document = Self.funnel
    document.table = ReportTable(
      columns: [ReportColumn("step", "Step", .text), ReportColumn("amount", "Amount", .money(.eur))],
      rows: [[.text("start"), .money(1)], [.text("new"), .money(2)], [.text("end"), .money(3)]])
    document.details[0].row = 1
    document.chart = ReportChart(.waterfall, category: "step", series: ["amount"])
    #expect(try Self.text(document).contains("<a href=\"#t0r1\"><rect class=\"up\""))
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
