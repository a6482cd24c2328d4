import Foundation
import PipelineEngine
import PipelinePlugins
import Synchronization
import Testing

/// What must be true of all records together holds whoever writes at once: the store decides, not who read first.
@Suite("Constraints")
struct ConstraintTests {
  /// What came of tasks that did the same at once.
  private func atOnce(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async -> [any Error] {
    await withTaskGroup(of: (any Error)?.self) { group in
      for task in 0..<count {
        group.addTask {
          do {
            try await body(task)
            return nil
          } catch { return error }
        }
      }
      return await group.reduce(into: []) { if let error = $1 { $0.append(error) } }
    }
  }

  private func codes(_ errors: [any Error]) -> [[Refusal.Code]] {
    errors.map { ($0 as? Refused)?.refusals.map(\.code) ?? [] }
  }

  @Test(
    "of tasks that add one external id at once one makes a deal, and the others are refused", arguments: Backend.all)
  func externalID(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme", source: "fair")
      let errors = await atOnce(8) { _ in _ = try await desk.addOpportunity(in: acme) { $0.externalID = "D-1" } }
      #expect(codes(errors) == Array(repeating: [.duplicate], count: 7))
      #expect(try await desk.opportunities(of: acme).map(\.externalID) == ["D-1"])
      let holder = try #require(try await desk.findOpportunity(externalID: "D-1"))
      for case let refused as Refused in errors {
        #expect(refused.refusals.first?.field == "external_id")
        #expect(refused.refusals.first?.parameters["record"] == "\(holder.id)")
      }
    }
  }

  @Test("two accounts with one external id are refused in one transaction too", arguments: Backend.all)
  func accountsTogether(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let refused = await #expect(throws: Refused.self) {
        try await desk.together { batch in
          for _ in 0..<2 { _ = try await batch.addAccount("Acme", source: "fair") { $0.externalID = "A" } }
        }
      }
      #expect(refused?.refusals.first?.code == .duplicate)
      let left = try await desk.accounts(named: "Acme")
      #expect(left.isEmpty)
    }
  }

  @Test("an account that is deleted beside a deal that is added never leaves an orphan", arguments: Backend.all)
  func orphans(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      for round in 0..<12 {
        let account = try await desk.addAccount("Account \(round)", source: "fair")
        let errors = await atOnce(2) { task in
          if task == 0 { try await desk.delete(account) } else { _ = try await desk.addOpportunity(in: account) }
        }
        #expect(errors.count == 1, "one of both is refused: \(errors)")
        let stands = try await desk.accounts(named: "Account \(round)").isEmpty == false
        #expect(try await desk.opportunities(of: account).count == (stands ? 1 : 0))
      }
    }
  }

  @Test("one salesperson, report name or lookup key given eight times at once is there once", arguments: Backend.all)
  func names(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      _ = await atOnce(8) { task in
        _ = try await desk.together { batch in try await batch.setSalesperson("Ben") { $0.team = "\(task)" } }
      }
      let people = try await desk.salespeople()
      #expect(people.map(\.name) == ["Ben"])
      _ = await atOnce(8) { _ in try await desk.reports.save(ReportDefinition("mine", groupBy: [.stage])) }
      #expect(try await desk.reports.list().map(\.definition.name) == ["mine"])
      let errors = await atOnce(8) { _ in try await desk.addLookupEntry(LookupEntry("web"), to: .source) }
      #expect(try await desk.lookup(.source).entries.map(\.key) == ["fair", "web"])
      #expect(errors.count == 7)
      for error in errors {
        let isRefused = (error as? Refused)?.refusals.map(\.code) == [.duplicate]
        #expect(isRefused || error is StoreError, "\(error)")
      }
    }
  }

  @Test("a refusal names a deal only to those who may see it", arguments: Backend.all)
  func secrecy(_ backend: Backend) async throws {
    let access = OwnDeals()
    try await backend.withDesk({ $0.access = access }) { desk in
      let acme = try await desk.addAccount("Acme", source: "fair")
      _ = try await desk.addOpportunity(in: acme) { $0.externalID = "D-1" }
      let ben = desk.acting(as: "ben")
      let unseen = await #expect(throws: Refused.self) {
        try await ben.addOpportunity(in: acme) { $0.externalID = "D-1" }
      }
      #expect(unseen?.refusals.map(\.code) == [.duplicate])
      #expect(unseen?.refusals.first?.parameters["record"] == nil)
    }
  }

  /// Everyone sees and changes one's own deals.
  private struct OwnDeals: AccessPolicy {
    func grant(to person: String) async throws -> AccessGrant {
      AccessGrant(sees: .owners([person]), changes: .owners([person]))
    }

    func teams() async throws -> [String: String] { [:] }
  }
}

/// Changes are told in the order in which they were made, whatever the clock said.
@Suite("A clock that is set back")
struct ClockTests {
  final class Clock: Sendable {
    private let time = Mutex(Instant(startOf: Fixture.today))

    func set(hours: Int64) {
      time.withLock { $0 = Instant(startOf: Fixture.today).adding(microseconds: hours * 3_600_000_000) }
    }

    var environment: PipelineEnvironment {
      let identities = PipelineEnvironment.fixed(at: Instant(startOf: Fixture.today))
      return PipelineEnvironment(now: { self.time.withLock { $0 } }, makeID: identities.makeID)
    }
  }

  @Test("as of any later day is as of now, for deals, accounts and lookup entries", arguments: Backend.all)
  func setBack(_ backend: Backend) async throws {
    let clock = Clock()
    try await backend.withDesk(environment: clock.environment, { _ in }) { desk in
      clock.set(hours: 12)
      let acme = try await desk.addAccount("Acme", source: "fair")
      var deal = try await desk.addOpportunity(in: acme) {
        $0.externalID = "D"
        $0.statedAmount = Money(minorUnits: Int64(10_000), currency: .usd)
      }
      clock.set(hours: 14)
      deal = try await desk.edit(deal) {
        $0.status = "engaging"
        $0.nextStep = "Call"
      }
      try await desk.renameLookupEntry("fair", in: .source, to: "Fair one")
      // The clock was an hour ahead and has been corrected.
      clock.set(hours: 13)
      deal = try await desk.edit(deal) { $0.status = "prospecting" }
      deal = try await desk.edit(deal) { $0.nextStep = "Write" }
      try await desk.renameLookupEntry("fair", in: .source, to: "Fair two")
      let now = try await desk.funnel()
      for days in 0...2 {
        let day = try #require(Fixture.today.adding(days: days))
        let then = try await desk.funnel(ReportScope(today: Fixture.today, asOf: desk.endOfDay(day)))
        #expect(then.rows == now.rows, "as of \(days) days later")
        #expect(then.total == now.total)
      }
      let instants = try await desk.history(of: deal.id).map(\.at)
      #expect(instants == instants.sorted(), "the history runs forward")
    }
  }
}
