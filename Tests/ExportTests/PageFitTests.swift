import ExportPlugins
import PipelinePlugins
import Testing

@Suite("What fits on a page")
struct PageFitTests {
  /// Key figures whose first one is an amount.
  private static func figures(_ units: Int128) -> ReportDocument {
    var document = PageTests.board
    document.table.rows[0][1] = .money(units)
    document.table.rows[2][1] = .money(units - 40_000)
    return document
  }

  @Test(
    "key figures are the smaller the longer the longest one is, so that no line breaks within digits",
    arguments: [
      (140_050, ""), (14_005_000_00, " w12"), (1_071_200_250_00, " w15"), (1_234_567_905_123_00, " w22"),
      (Int128.max / 2, " w40"),
    ] as [(Int128, String)])
  func keyFigures(units: Int128, width: String) throws {
    let page = try PageTests.text(Self.figures(units))
    #expect(page.contains("<dl class=\"cards\(width)\">"))
    #expect(page.contains("data{white-space:nowrap}") && page.contains("container-type:inline-size"))
    var totals = Sample.document()
    totals.table.total?[3] = .money(units)
    totals.table.total?[4] = .money(units)
    #expect(try PageTests.text(totals).contains("<dl class=\"sums\(width)\"><div><dt>"))
    for part in width.split(separator: " ") { #expect(page.contains(".\(part){--n:"), "\(part)") }
  }

  @Test("days and periods that rows are grouped by are not broken, and are sorted by time", arguments: ["en", "fr"])
  func days(language: String) throws {
    var document = Sample.document(language: .builtIn(language))
    let (day, quarter) = (Sample.day, ReportCell.label(key: "2017-Q4", "Q4 2017"))
    document.table = ReportTable(
      columns: [
        ReportColumn("close_date", "Close date", .text), ReportColumn("quarter", "Quarter", .text),
        ReportColumn("stage", "Stage", .text), ReportColumn("count", "Deals", .count),
      ],
      rows: [[.label(key: "\(day)", LocalizedText(day)), quarter, .label(key: "won", "Won"), .count(1)]])
    document.table.subtotals = []
    let page = try PageTests.text(document)
    let shown = language == "en" ? "2017-12-31" : "31/12/2017"
    #expect(page.contains("<th scope=\"row\" class=\"d\" data-v=\"2017-12-31\">\(shown)</th>"))
    #expect(page.contains("<td class=\"d\" data-v=\"2017-Q4\">Q4 2017</td><td data-k=\"won\">Won</td>"))
  }

  @Test("the total of a table that scrolls within itself stays in sight, and has its place at the end in print")
  func total() throws {
    let page = try PageTests.text(Sample.document())
    #expect(page.contains(".tall tfoot>tr>*{position:sticky;bottom:0;"))
    let print = try #require(page.components(separatedBy: "@media print{").last)
    #expect(print.contains(".tall tfoot>tr>*{position:static}"))
  }

  @Test("in print a heading stays with the first row below it, and a stage's name is not cut")
  func print() throws {
    let page = try PageTests.text(Sample.document())
    let print = try #require(page.components(separatedBy: "@media print{").last)
    #expect(print.contains("h2,h3,summary,.legend,caption,thead,thead tr{break-after:avoid}"))
    #expect(print.contains("tbody tr:first-child,.more{break-before:avoid}"))
    #expect(print.contains("td[data-k],th[data-k]{overflow-wrap:break-word}"))
  }
}
