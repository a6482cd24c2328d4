import SalesPipeline
import Testing
import ToolSupport

/// The stage conversion as people see it, held to files in `Golden/`.
@Suite("What people see of a stage conversion", .serialized)
struct ConversionGoldenTests {
  @Test("as text", arguments: [80, 200], ["en", "fr"])
  func text(width: Int, language: String) async throws {
    try await withDesk { desk in
      try Golden.expectText(try await desk.conversionReport(), "conversion", width: width, language: language)
    }
  }

  @Test("by value, as text", arguments: [80, 200], ["en", "fr"])
  func valueText(width: Int, language: String) async throws {
    try await withDesk { desk in
      try Golden.expectText(
        try await desk.conversionReport(by: .value), "conversion-by-value", width: width, language: language)
    }
  }

  @Test("as JSON and as rows, and in every format")
  func exports() async throws {
    try await withDesk { desk in
      try Golden.expectExports(try await desk.conversionReport(), "conversion", ReportScope(), desk)
    }
  }

  @Test("beside the funnel")
  func widget() async throws {
    try await withDesk { desk in
      let dashboard = try await desk.dashboard(widgets: [.funnel, .conversion], dealsPerStage: 0)
      let style = DashboardStyle(terminal: Terminal(width: 100), language: .english, currency: .eur)
      try Golden.expect(DocumentView(style).text(dashboard), "conversion-dashboard.txt")
    }
  }

  /// A company that works on six deals in October and November.
  private func withDesk(_ body: (Desk) async throws -> Void) async throws {
    try await ChangingCompany.with("2026-10-05") { company in
      let acme = try await company.desk.addAccount("Acme")
      var deals: [RecordID] = []
      for number in 0..<6 {
        let deal = try await company.desk.addOpportunity(in: acme) {
          $0.statedAmount = Money(minorUnits: Int64(12_345_67 + number * 1_000_000_00), currency: .eur)
        }
        deals.append(deal.id)
      }
      for (date, number, status) in [
        ("2026-10-12", 0, "qualification"), ("2026-10-12", 1, "qualification"), ("2026-10-19", 2, "qualification"),
        ("2026-10-20", 0, "negotiation"), ("2026-10-26", 3, "lost"), ("2026-11-02", 1, "prospecting"),
        ("2026-11-09", 0, "won"), ("2026-11-16", 2, "negotiation"), ("2026-11-20", 2, "lost"),
      ] {
        company.go(to: date)
        try await company.edit(deals[number]) {
          $0.status = status
          $0.nextStep = "call"
          if status == "lost" { $0.lossReason = "price" }
        }
      }
      try await company.desk.delete(try await company.desk.opportunity(deals[4]))
      company.go(to: "2026-11-24")
      try await body(company.desk)
    }
  }
}
