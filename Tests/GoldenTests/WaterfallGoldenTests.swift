import SalesPipeline
import Testing
import ToolSupport

/// The waterfall as people see it, held to files in `Golden/`.
@Suite("What people see of a waterfall", .serialized)
struct WaterfallGoldenTests {
  @Test("as text", arguments: [80, 200], ["en", "fr"])
  func text(width: Int, language: String) async throws {
    try await withDesk { desk, from in
      let report = try await desk.waterfallReport(from: desk.endOfDay(from), Self.scope)
      try Golden.expectText(report, "waterfall", width: width, language: language)
    }
  }

  @Test("as JSON, as rows and as a drawing; it begins with the quarter unless a day is given")
  func exports() async throws {
    try await withDesk { desk, from in
      let report = try await desk.waterfallReport(from: desk.endOfDay(from), Self.scope)
      try Golden.expectExports(report, "waterfall", Self.scope, desk)
      var sink: any ByteSink = MemorySink()
      _ = try desk.export(report, to: &sink, format: "html")
      let drawing = try #require(Sample.text(sink).firstMatch(of: /(?s)<figure class="chart">.*?<\/figure>/))
      try Golden.expect(String(drawing.output), "waterfall.svg.html")
      let quarter = try await desk.waterfallReport(Self.scope)
      #expect(quarter.table == report.table && quarter.receipt?.definition == report.receipt?.definition)
    }
  }

  @Test("beside the other widgets, from where the quarter began")
  func widget() async throws {
    try await withDesk { desk, _ in
      let dashboard = try await desk.dashboard(widgets: [.funnel, .waterfall], dealsPerStage: 0)
      let style = DashboardStyle(terminal: Terminal(width: 80), language: .english, currency: .eur)
      try Golden.expect(DocumentView(style).text(dashboard), "waterfall-dashboard.txt")
      try Golden.expect(DashboardJSON.text(dashboard, ReportScope(), desk.setup), "waterfall-dashboard.json")
    }
  }

  private static let scope = ReportScope(closing: CivilDate("2026-10-01")...CivilDate("2026-12-31"))

  /// A company whose deals were made in September, and changed in October and November.
  private func withDesk(_ body: (Desk, _ from: CivilDate) async throws -> Void) async throws {
    try await ChangingCompany.with("2026-09-15") { company in
      let desk = company.desk
      let acme = try await desk.addAccount("Acme")
      func add(_ units: Int64, _ closing: String, _ currency: Currency = .eur) async throws -> RecordID {
        try await desk.addOpportunity(in: acme) {
          $0.currency = currency
          $0.statedAmount = Money(minorUnits: units, currency: currency)
          $0.expectedCloseDate = CivilDate(closing)
        }.id
      }
      let standing = try await add(1_250_000, "2026-12-15")
      let won = try await add(2_400_000, "2026-11-20")
      let lost = try await add(900_050, "2026-11-30")
      let late = try await add(1_800_000, "2026-12-20")
      let early = try await add(1_100_000, "2027-02-10")
      let reopened = try await add(480_000, "2026-12-01")
      let deleted = try await add(75_000, "2026-12-01")
      _ = try await add(600_000, "2026-12-01", .usd)
      try await company.edit(reopened) {
        $0.status = "lost"
        $0.lossReason = "timing"
      }
      company.go(to: "2026-10-20")
      _ = try await add(1_650_000, "2026-12-22")
      try await company.edit(standing) { $0.statedAmount = Money(minorUnits: Int64(1_300_000), currency: .eur) }
      try await company.edit(won) { $0.statedAmount = Money(minorUnits: Int64(2_150_000), currency: .eur) }
      company.go(to: "2026-11-24")
      try await company.edit(won) { $0.status = "won" }
      try await company.edit(lost) {
        $0.status = "lost"
        $0.lossReason = "price"
      }
      try await company.edit(late) { $0.expectedCloseDate = CivilDate("2027-01-15") }
      try await company.edit(early) { $0.expectedCloseDate = CivilDate("2026-12-18") }
      try await company.edit(reopened) { $0.status = "qualification" }
      try await desk.delete(try await desk.opportunity(deleted))
      try await body(desk, CivilDate("2026-09-30"))
    }
  }
}
