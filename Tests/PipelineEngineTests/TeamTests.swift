import PipelineEngine
import PipelinePlugins
import Testing

/// A policy given in the test.
struct Policy: AccessPolicy {
  var grants: [String: AccessGrant] = [:]
  var strangers = AccessGrant.everything
  var knownTeams: [String: String] = [:]

  func grant(to person: String) async throws -> AccessGrant { grants[person] ?? strangers }
  func teams() async throws -> [String: String] { knownTeams }
}

@Suite("Teams in reports", .serialized)
struct TeamTests {
  @Test(
    "a report groups by team: the policy's, else that of the salesperson's entry, else none", arguments: Backend.all)
  func grouping(_ backend: Backend) async throws {
    try await backend.withDesk {
      $0.access = Policy(knownTeams: ["anna": "north"])
    } _: { desk in
      try await desk.together { batch in
        _ = try await batch.setSalesperson("anna") { $0.team = "old" }
        _ = try await batch.setSalesperson("bob") { $0.team = "south" }
        _ = try await batch.setSalesperson("cy") { $0.manager = "eva" }
        let acme = try await batch.addAccount("Acme")
        for owner in ["anna", "bob", "bob", "cy", "nobody"] {
          _ = try await batch.addOpportunity(in: acme) { $0.owner = owner }
        }
      }
      let report = try await desk.forecast(ReportDefinition("by-team", period: .all, groupBy: [.team]))
      #expect(
        report.table.rows.map { Array($0.prefix(2)) } == [
          [.text("north"), .count(1)], [.text("south"), .count(2)], [.null, .count(2)],
        ])
      #expect(report.table.columns.first?.key == "team")
    }
  }
}
