import ExportPlugins
import Foundation
import ODSExport
import PipelinePlugins
import PipelineTesting
import Testing
import XLSXExport

@Suite("How spreadsheets are laid out")
struct SheetTests {
  @Test("sheets' names differ for all titles, and keep to the format's rules")
  func names() {
    var document = Sample.document()
    document.title = LocalizedText(String(repeating: "a", count: 40) + "/[x]")
    let titles = [
      String(repeating: "A", count: 31), "receipt", "Chart Data", "'", "history", "", "..", "\u{0}",
      "🗼🗼🗼🗼🗼🗼🗼🗼🗼🗼🗼🗼🗼🗼🗼🗼🗼",
    ]
    document.sections = titles.map { ReportSection(key: "s", title: LocalizedText($0), table: Sample.grid.table) }
    let book = SheetBook(document)
    let names = book.sheets.map(\.name) + [book.receipt(cellNotes: [])?.name, book.chartDataName].compactMap { $0 }
    #expect(Set(names.map { $0.lowercased() }).count == titles.count + 3)
    for name in names {
      #expect(!name.isEmpty && name.utf16.count <= 31 && !name.contains { "[]:*?/\\".contains($0) }, "\(name)")
      #expect(name.first != "'" && name.last != "'")
    }
  }

  @Test("a sum is a formula only where it is the plain sum of its rows, and never adds another")
  func sums() {
    var lines: [SheetTable.Line] = []
    SheetBook(Sample.document()).sheets[0].table.forEachLine { lines.append($0) }
    #expect(lines.map(\.kind) == [.row, .row, .subtotal, .row, .row, .subtotal, .total])
    #expect(lines.map(\.row) == Array(5...11))
    #expect(lines.map(\.depth) == [1, 1, 0, 1, 1, 0, 0])
    #expect(lines[2].formulas == [nil, nil, .subtotal(5...6), .subtotal(5...6), .subtotal(5...6), nil])
    #expect(lines[5].formulas == [nil, nil, .subtotal(8...9), .subtotal(8...9), .subtotal(8...9), nil])
    #expect(lines[6].formulas == [nil, nil, .subtotal(5...10), .subtotal(5...10), nil, nil])
    // Where a subtotal is a cent off, it is a number, and a total that is right goes around it.
    var document = Sample.document()
    document.table.subtotals[0].cells[3] = .money(7_120_801)
    lines = []
    SheetBook(document).sheets[0].table.forEachLine { lines.append($0) }
    #expect(lines[2].formulas[3] == nil)
    #expect(lines[6].formulas[3] == .sum([5...6, 8...9]))
  }

  @Test("a table with subtotals has no filter, by which sorting would mix them with the rows that they sum up")
  func filters() throws {
    let sheets = SheetBook(Sample.document()).sheets
    #expect(sheets.map(\.table.hasFilter) == [false, true])
    #expect(sheets[1].table.lastRow == sheets[1].table.headerRow + 3)
    guard FileManager.default.isExecutableFile(atPath: XLSXReading.python) else { return }
    #if XLSX
      let book = try Self.parts(ExporterTests.bytes(XLSXExporter(), Sample.document()).bytes)
      #expect(book.matches(of: /<autoFilter ref="([^"]*)"/).map { String($0.1) } == ["A3:D6"])
    #endif
    #if ODS
      let text = try Self.parts(ExporterTests.bytes(ODSExporter(), Sample.document()).bytes)
      let ranges = text.matches(of: /target-range-address="([^"]*)"/).map { String($0.1) }
      #expect(ranges == ["'Sales grid'.A3:'Sales grid'.D6"])
    #endif
  }

  @Test("an amount in a currency of its own is a number in that currency's form, and a text with its code for programs")
  func currencies() throws {
    var document = Sample.document(language: .french)
    let dollars = try #require(Money(minorUnits: Int64(3_488_400), currency: .usd))
    let yen = try #require(Currency("JPY").flatMap { Money(minorUnits: Int64(120_000), currency: $0) })
    document.table = ReportTable(
      columns: [ReportColumn("name", "Deal", .text), ReportColumn("agreed", "Agreed", .decimal)],
      rows: [[.text("Acme"), .amount(dollars)], [.text("Globex"), .amount(yen)], [.text("Initech"), .null]])
    (document.sections, document.chart) = ([], nil)
    #expect(try ExporterTests.text(CSVExporter(), document).contains("Acme,34884.00 USD\r\nGlobex,120000 JPY\r\n"))
    #expect(
      try PageTests.text(document).contains(
        "<td class=\"n\" data-v=\"34884.00\">34\u{202F}884,00\u{A0}USD</td>"))
    let coded = try JSONDecoder().decode(ReportDocument.self, from: JSONEncoder().encode(document))
    #expect(coded.table == document.table)
    guard FileManager.default.isExecutableFile(atPath: XLSXReading.python) else { return }
    let cells: [ExportedCell] = [.number("34884"), .number("120000"), .blank]
    #if XLSX
      let bytes = try ExporterTests.bytes(XLSXExporter(), document).bytes
      #expect(try XLSXReading.read(bytes).rows.map { $0[1] } == cells)
      let text = try Self.parts(bytes)
      #expect(text.contains("#,##0.00\u{A0}[$$]") && text.contains("#,##0\u{A0}[$¥]"))
    #endif
    #if ODS
      let content = try Self.parts(ExporterTests.bytes(ODSExporter(), document).bytes)
      #expect(content.contains(#"office:value-type="currency" office:currency="USD" office:value="34884.00""#))
      #expect(content.contains(#"office:value-type="currency" office:currency="JPY" office:value="120000""#))
      #expect(content.contains("<number:currency-symbol>¥</number:currency-symbol>"))
    #endif
  }

  /// All parts of an archive.
  private static func parts(_ bytes: [UInt8]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "parts-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: XLSXReading.python)
    let script = "import sys,zipfile;b=zipfile.ZipFile(sys.argv[1]);[print(b.read(n).decode()) for n in b.namelist()]"
    process.arguments = ["-c", script, file.path]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test("the bars of a waterfall are stacked, across zero too")
  func waterfall() throws {
    let steps: [Int128] = [500, 300, -1_000, -200, 700, 300]
    let table = ReportTable(
      columns: [ReportColumn("step", "Step", .text), ReportColumn("amount", "Amount", .money(.eur))],
      rows: steps.enumerated().map { [.text("step \($0.offset)"), .money($0.element * 100)] })
    var document = Sample.document()
    document.table = table
    document.chart = ReportChart(.waterfall, category: "step", series: ["amount"])
    let chart = try #require(SheetBook(document).sheets[0].charts.first)
    // Each bar's lower and upper end: what is above zero is stacked upwards, what is below downwards.
    let ends = chart.categories.indices.map { bar in
      let values = chart.series.compactMap { series in series.values[bar].map { (series.role == .base, $0) } }
      let seen = values.filter { !$0.0 }.map(\.1)
      let base = values.filter(\.0).map(\.1).reduce(0, +)
      return [base + seen.filter { $0 < 0 }.reduce(0, +), base + seen.filter { $0 > 0 }.reduce(0, +)]
    }
    #expect(ends == [[0, 500], [500, 800], [-200, 800], [-400, -200], [-400, 300], [0, 300]])
  }

  @Test("a funnel's bars are centred, each series within the one before")
  func funnel() throws {
    var document = Sample.document()
    document.chart = ReportChart(.funnel, category: "stage", series: ["unweighted", "weighted"])
    let chart = try #require(SheetBook(document).sheets[0].charts.first)
    // Rows of one stage are added: 58,708.50 and 23,979.50; 5,870.86 and 9,591.81.
    #expect(chart.categories == ["Prospecting", "Engaging"])
    for bar in chart.categories.indices {
      let values = chart.series.map { $0.values[bar] ?? 0 }
      #expect(values.count == 4)
      #expect(abs(values[1] - values[3]) < 0.001)
      #expect(abs(values[0] + values.dropFirst().reduce(0, +) / 2 - 58_708.5 / 2) < 0.001)
    }
  }

  @Test("each sales cycle has a chart of its own")
  func divided() throws {
    let charts = SheetBook(PageTests.cycles).sheets[0].charts
    #expect(charts.map(\.part) == ["Direct", "Partners"])
    #expect(charts.map(\.categories) == [["First", "Last"], ["First"]])
    #expect(charts.allSatisfy { $0.direct == nil })
  }

  @Test("a chart of columns adds rows of one name, and draws a table's own cells where it can")
  func columns() throws {
    let book = SheetBook(Sample.document())
    #expect(book.sheets[1].charts.first?.categories == ["2017-Q3", "2017-Q4"])
    #expect(book.sheets[1].charts.first?.series.map(\.values) == [[1500, 2500], [12, 900]])
    #expect(book.sheets[1].charts.first?.direct == nil)
    var document = Sample.document()
    document.table.subtotals = []
    document.table.rows = Array(document.table.rows.suffix(2))
    document.chart = ReportChart(.columns, category: "stage", series: ["count"])
    let direct = try #require(SheetBook(document).sheets[0].charts.first?.direct)
    #expect(direct.category == 1 && direct.series == [2])
    document.chart = ReportChart(.columns, category: "stage", series: ["no such column"])
    #expect(SheetBook(document).sheets[0].charts.isEmpty)
  }

  #if XLSX
    @Test("a workbook has a sheet for each table, the receipt, and native charts that draw from cells")
    func workbook() throws {
      guard FileManager.default.isExecutableFile(atPath: XLSXReading.python) else { return }
      let bytes = try ExporterTests.bytes(XLSXExporter(), Sample.document()).bytes
      let reading = try XLSXReading.read(bytes)
      #expect(reading.sections.count == 1)
      #expect(reading.total?[3] == .formula("SUBTOTAL(9,D6:D11)", value: "82688"))
      let text = try Self.parts(bytes)
      #expect(text.components(separatedBy: "<c:chart>").count == 3)
      // A funnel more for the second sales cycle, below the first.
      func charts(_ document: ReportDocument) throws -> Int {
        try Self.parts(ExporterTests.bytes(XLSXExporter(), document).bytes).components(separatedBy: "<c:chart>").count
      }
      #expect(try charts(PageTests.cycles) == charts(PageTests.funnel) + 1)
      #expect(
        text.contains("<c:f>&apos;Chart data&apos;!$A$3:$A$4</c:f>")
          || text.contains("<c:f>'Chart data'!$A$3:$A$4</c:f>"))
      #expect(text.contains(#"<dcterms:created xsi:type="dcterms:W3CDTF">2017-12-31T10:00:00Z"#))
      #expect(text.contains("fitToHeight") && text.contains(#"orientation="landscape""#))
      #expect(text.contains("_xlnm.Print_Titles"))
    }

    @Test("a sheet's name is no escape, and an ampersand in the words of a language is no code of a footer")
    func escapes() throws {
      guard FileManager.default.isExecutableFile(atPath: XLSXReading.python) else { return }
      let words = Phrasebook(
        language: "de", numbers: Phrasebook.english.numbers, plurals: .one,
        templates: ["sheet.page": "S&P {page} & {pages}"])
      var document = Sample.document(language: words)
      document.title = LocalizedText("_x0041_")
      let text = try Self.parts(ExporterTests.bytes(XLSXExporter(), document).bytes)
      #expect(text.contains("name=\"_x005F_x0041_\""))
      #expect(text.contains("&amp;R&amp;8S&amp;&amp;P &amp;P &amp;&amp; &amp;N</oddFooter>"))
    }
  #endif
}
