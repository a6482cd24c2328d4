import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import Synchronization
import Testing

@Suite("One moment to read", .serialized)
struct SnapshotTests {
  @Test("beside a writer no dashboard disagrees with itself", arguments: Backend.all)
  func agreement(_ backend: Backend) async throws {
    try await backend.withDesk(environment: .system()) { desk in
      let acme = try await desk.addAccount("Acme")
      let done = Done()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          while !done.isSet, !Task.isCancelled {
            _ = try await desk.addOpportunity(in: acme) {
              $0.lines = [.init(product: "gtx-pro", unitPrice: "10")]
            }
            // In memory nothing waits: on a machine with one free thread the readers would never begin.
            await Task.yield()
          }
        }
        for _ in 0..<200 {
          let document = try await desk.dashboard(dealsPerStage: 0)
          let funnel = try #require(document.table.total)
          let grid = try #require(document.sections.first?.table.total)
          #expect(funnel[1] == grid[4], "the funnel's deals are the grid's open ones")
          #expect(funnel[2] == grid[5] && funnel[3] == grid[6])
        }
        done.set()
        try await group.waitForAll()
      }
    }
  }

  @Test("what is written later changes nothing in a snapshot", arguments: Backend.all)
  func value(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: acme) {
        $0.name = "before"
        $0.lines = [.init(product: "gtx-pro", unitPrice: "10")]
      }
      let snapshot = try await desk.snapshot()
      let before = try await snapshot.funnel()
      _ = try await desk.edit(deal) {
        $0.name = "after"
        $0.lines = [.init(product: "gtx-pro", unitPrice: "99")]
      }
      _ = try await desk.addOpportunity(in: acme)
      try await desk.addLookupEntry(LookupEntry("later"), to: .source)
      #expect(try await snapshot.funnel() == before)
      let listed = try await snapshot.deals(inStage: "prospecting")
      #expect(listed.items.map(\.deal.name) == ["before"])
      #expect(listed.items.first?.deal.version == deal.version)
      #expect(!snapshot.lookups[.source].entries.contains { $0.key == "later" })
      let products = try await snapshot.forecast(ReportDefinition("products", period: .all, groupBy: [.product]))
      #expect(products.table.total?.contains(.money(1000)) ?? false)
      #expect(try await desk.funnel().total.count == 2)
    }
  }

  @Test(
    "a funnel counts its deals in the receipt, and says which undated deals its days leave out", arguments: Backend.all)
  func receipt(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      for day in [Fixture.today, nil] {
        _ = try await desk.edit(try await desk.addOpportunity(in: acme)) { $0.expectedCloseDate = day }
      }
      #expect(try await desk.dashboard().receipt?.counted == 2)
      let scope = ReportScope(closing: Fixture.today...Fixture.today)
      let document = try await desk.dashboard(scope)
      #expect(document.receipt?.counted == 1)
      #expect(document.gaps.contains(ReportGap(reason: .undated, count: 1)))
      #expect(document.receipt?.excluded.contains { $0.reason == .undated && $0.count == 1 } ?? false)
      #expect(document.receipt?.definition.contains("funnel") ?? false)
    }
  }

  @Test("a dashboard reads the names of accounts only where it lists deals", arguments: Backend.all)
  func namesOfLists(_ backend: Backend) async throws {
    let loads = Count()
    let count: @Sendable (RecordKind, [FieldName]) -> Void = { kind, fields in
      if kind == .account, fields == ["name"] { loads.add() }
    }
    try await backend.withDesk({
      $0.storage = SpiedStorage(inner: $0.storage, onLoad: count, onJournal: {})
    }) { desk in
      _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      let reader = desk.acting(as: "anna")
      let widgets: [DashboardWidget] = [.funnel, .salesGrid, .waterfall]
      _ = try await reader.dashboard(widgets: widgets, dealsPerStage: 0)
      #expect(loads.take() == 0)
      let document = try await reader.dashboard(widgets: widgets, dealsPerStage: 1)
      #expect(loads.take() > 0)
      #expect(document.details.first?.table.rows.first?.contains(.text("Acme")) == true)
    }
  }

  @Test("reports and widgets of one's own are in a dashboard", arguments: Backend.all)
  func widgets(_ backend: Backend) async throws {
    try await backend.withDesk({ setup in
      setup.widgets = [
        Widget("accounts") { snapshot, scope in
          let count = try await snapshot.funnel(scope).total.count
          return ReportSection(
            key: "accounts", title: "Accounts",
            table: ReportTable(
              columns: [ReportColumn("deals", "Deals", .count)], rows: [[.count(Int64(count))]]))
        }
      ]
      setup.reports = [ReportDefinition("by-owner", period: .all, groupBy: [.owner])]
    }) { desk in
      _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      _ = try await desk.reports.save(ReportDefinition("mine", period: .all, groupBy: [.account], visibility: .private))
      let names = ["accounts", "by-owner", "mine", "funnel"].map { DashboardWidget(rawValue: $0) }
      let document = try await desk.dashboard(widgets: names)
      #expect(document.allSections.map(\.key) == ["accounts", "by-owner", "mine", "funnel"])
      #expect(document.table.rows == [[.count(1)]])
      #expect(document.sections[1].table.rows.first?.first == .text("Acme"))
      await #expect(throws: NotFound.self) { try await desk.dashboard(widgets: [DashboardWidget(rawValue: "funel")]) }
      await #expect(throws: NotFound.self) {
        try await desk.acting(as: "ben").dashboard(widgets: [DashboardWidget(rawValue: "mine")])
      }
    }
  }

  @Test("as of a past day an account that came later has its earliest name", arguments: Backend.all)
  func names(_ backend: Backend) async throws {
    let clock = Mutex(Instant(startOf: Fixture.today))
    let ids = PipelineEnvironment.system()
    try await backend.withDesk(environment: PipelineEnvironment(now: { clock.withLock { $0 } }, makeID: ids.makeID)) {
      desk in
      let acme = try await desk.addAccount("Acme")
      _ = try await desk.addOpportunity(in: acme)
      let first = desk.endOfDay(Fixture.today)
      clock.withLock { $0 = $0.adding(microseconds: 40 * 86_400_000_000) }
      _ = try await desk.edit(acme) { $0.name = "Acme Ltd" }
      let report = ReportDefinition("by-account", period: .all, groupBy: [.account])
      #expect(try await desk.forecast(report).table.rows.first?.first == .text("Acme Ltd"))
      #expect(try await desk.forecast(report, ReportScope(asOf: first)).table.rows.first?.first == .text("Acme"))
    }
  }
}

/// Whether the questions have been asked.
private final class Done: Sendable {
  private let flag = Mutex(false)
  var isSet: Bool { flag.withLock { $0 } }
  func set() { flag.withLock { $0 = true } }
}
