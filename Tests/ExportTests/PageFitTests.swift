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
    #expect(try PageTests.text(totals).contains("<dl class=\"sums\(width.isEmpty ? "" : width)\"><div><dt>"))
    for part in width.split(separator: " ") { #expect(page.contains(".\(part){--n:"), "\(part)") }
  }
}
