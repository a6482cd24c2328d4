import SalesPipeline
import Testing
import ToolSupport

@Suite("Sales grids at every width")
struct GridWidthTests {
  /// With amounts of every size there are widths at which all periods fit once amounts are written short, and only then.
  @Test("a grid of few periods is drawn at every width, and no line is wider", arguments: [4, 9, 15, 21], [1, 2, 5])
  func widths(digits: Int, periods: Int) {
    let amount = (0..<digits).reduce(Int128(1)) { power, _ in power * 10 }
    for width in 40...160 {
      let style = DashboardStyle(terminal: Terminal(width: width), language: .english, currency: .eur)
      let lines = DocumentView(style).text(Self.document(amount, periods)).split(separator: "\n")
      #expect(lines.contains { $0.contains("Anna") }, "at \(width) columns")
      // Numbers are never cut, and of very large ones not even one period fits.
      guard width >= 60, digits < 20 else { continue }
      for line in lines { #expect(DisplayText.width(String(line)) <= width, "at \(width) columns: \(line)") }
    }
  }

  private static func document(_ amount: Int128, _ periods: Int) -> ReportDocument {
    let money = ["won", "open", "open_weighted"]
    let keys = ["owner", "period", "won_count", "won", "open_count", "open", "open_weighted"]
    let columns = keys.map { key in
      ReportColumn(
        key, LocalizedText(key), money.contains(key) ? .money(.eur) : key.hasSuffix("count") ? .count : .text)
    }
    func figures() -> [ReportCell] { [.count(3), .money(amount), .count(4), .money(amount), .money(amount)] }
    let rows = ["Anna", "Ben"].flatMap { owner in
      (1...periods).map { [.text(owner), .text("2026-0\($0)")] + figures() }
    }
    let grid = ReportSection(
      key: "sales_grid", title: "Sales grid",
      table: ReportTable(
        columns: columns, rows: rows, total: [.null, .null] + figures(),
        crossTotals: (1...periods).map { [.null, .text("2026-0\($0)")] + figures() }))
    let today = CivilDate(year: 2026, month: 3, day: 1)!
    return ReportDocument(
      name: "dashboard", title: "Dashboard", period: nil, today: today, groupedBy: [],
      table: ReportTable(columns: [], rows: []), sections: [grid])
  }
}
