import PipelineEngine
import PipelinePlugins
import Testing

/// Reports that people save.
@Suite("Saved reports")
struct SavedReportTests {
  private static let configured = ReportDefinition("this-quarter")

  private func withPeople(
    _ backend: Backend, _ body: (_ anna: SavedReports, _ ben: SavedReports) async throws -> Void
  ) async throws {
    try await backend.withDesk({ $0.reports = [Self.configured] }) { desk in
      try await body(desk.reports, desk.acting(as: "ben").reports)
    }
  }

  @Test(
    "a private report exists for its author alone; a shared one can be run and copied, not changed",
    arguments: Backend.all)
  func visibility(backend: Backend) async throws {
    try await withPeople(backend) { anna, ben in
      try await anna.save(ReportDefinition("mine", groupBy: [.stage], visibility: .private))
      try await anna.save(ReportDefinition("ours", groupBy: [.owner], visibility: .everyone))
      #expect(try await anna.list().map(\.definition.name) == ["this-quarter", "mine", "ours"])
      #expect(try await ben.list().map(\.qualifiedName) == ["this-quarter", "anna/ours"])
      let unseen = await #expect(throws: NotFound.self) { try await ben.run("mine") }
      let absent = await #expect(throws: NotFound.self) { try await ben.run("nine") }
      #expect(unseen?.description.replacing("mine", with: "nine") == absent?.description)
      for attempt in [
        { try await ben.delete("mine") }, { _ = try await ben.rename("mine", to: "x") },
        { _ = try await ben.copy("mine", as: "x") },
      ] as [() async throws -> Void] {
        await #expect(throws: NotFound.self) { try await attempt() }
      }
      #expect(try await ben.run("ours").groupedBy == ["owner"])
      let refused = await #expect(throws: Refused.self) { try await ben.delete("anna/ours") }
      #expect(refused?.refusals.map(\.code) == [.notAllowed])
      #expect(try await ben.copy("ours", as: "mine").definition.groupBy == [.owner])
      #expect(try await anna.report("mine").definition.groupBy == [.stage])
      #expect(try await ben.report("mine").definition.groupBy == [.owner])
    }
  }

  @Test("a title with a dollar and braces is kept: no variable is meant", arguments: Backend.all)
  func dollar(_ backend: Backend) async throws {
    try await withPeople(backend) { anna, _ in
      let odd = "${HOME} and $${x}"
      try await anna.save(ReportDefinition("odd", title: LocalizedText(odd), groupBy: [.owner]))
      #expect(try await anna.report("odd").definition.title.text(.english) == odd)
      #expect(try await anna.run("odd").title.text(.english) == odd)
    }
  }

  @Test("the name of a configured private report is refused to its author alone: others cannot learn of it")
  func configuredPrivate() async throws {
    var secret = ReportDefinition("secret", visibility: .private)
    secret.author = "ben"
    try await Backend.memory.withDesk({ [secret] in $0.reports = [secret] }) { desk in
      let (anna, ben) = (desk.acting(as: "anna").reports, desk.acting(as: "ben").reports)
      let seen = try await anna.list()
      #expect(seen.isEmpty)
      #expect(try await ben.list().map(\.definition.name) == ["secret"])
      #expect(try await anna.save(ReportDefinition("secret", groupBy: [.owner])).author == "anna")
      let refused = await #expect(throws: Refused.self) { try await ben.save(ReportDefinition("secret")) }
      #expect(refused?.refusals.map(\.code) == [.notEditable])
    }
  }

  @Test(
    "saving again replaces, renaming keeps, deleting ends; the configuration's cannot be changed",
    arguments: Backend.all)
  func changing(backend: Backend) async throws {
    try await withPeople(backend) { anna, _ in
      var report = ReportDefinition("mine", period: .rolling(months: -30), groupBy: [.quarter, .source])
      report.filters.amount = AmountRange(from: "1000.50")
      report.filters.outcomes = [.won]
      report.sort = [ReportSort("weighted", descending: true)]
      report.compare = .samePeriodLastYear
      #expect(try await anna.save(report).definition == report)
      report.measures = [.won, .averageDeal]
      report.sort = []
      #expect(try await anna.save(report).definition == report)
      #expect(try await anna.list().count == 2)
      #expect(try await anna.rename("mine", to: "yours").definition.measures == [.won, .averageDeal])
      try await anna.delete("yours")
      #expect(try await anna.list().map(\.definition.name) == ["this-quarter"])
      for attempt in [
        { _ = try await anna.save(Self.configured) }, { try await anna.delete("this-quarter") },
        { _ = try await anna.rename("this-quarter", to: "x") },
      ] as [() async throws -> Void] {
        let refused = await #expect(throws: Refused.self) { try await attempt() }
        #expect(refused?.refusals.map(\.code) == [.notEditable])
      }
    }
  }

  @Test(
    "names that lead elsewhere and orders by what is not shown are refused",
    arguments: ["../x", "", "A", "a/b", "a\u{0}"])
  func names(name: String) async throws {
    try await withPeople(.memory) { anna, _ in
      await #expect(throws: Refused.self) { try await anna.save(ReportDefinition(name)) }
      await #expect(throws: Refused.self) {
        try await anna.save(ReportDefinition("a", sort: [ReportSort("amount; DROP TABLE")]))
      }
      let seen = try await anna.list()
      #expect(seen.count == 1)
    }
  }
}
