#if SQLite
  import Foundation
  import HistoryPlugins
  import PipelineEngine
  import PipelinePlugins
  import SalesPipeline
  import Testing

  @Suite("A sealed history")
  struct HistoryChainTests {
    private static func seal(_ setup: inout PipelineSetup) { setup.history.append(HashChain()) }

    @Test(
      "a company by dice is intact, also restored from its archive, where its digest still fits", arguments: Backend.all
    )
    func company(backend: Backend) async throws {
      for seed in 1...3 as ClosedRange<UInt64> {
        var archive: any ByteSink = MemorySink()
        var digest: Pipeline.HistoryDigest?
        try await backend.withDesk(Self.seal) { desk in
          try await ArchiveTests().live(desk, seed: seed)
          let check = try await desk.checkHistory()
          #expect(check.findings == [])
          // Of every write but the deletions, whose seals come before them.
          #expect(check.sealed > 60 && check.sealed <= check.writes)
          digest = try await desk.historyDigest()
          #expect(digest?.writes == check.writes)
          _ = try await desk.archive(to: &archive)
        }
        let file = NSTemporaryDirectory() + "sealed-\(UUID().uuidString).ndjson"
        try Data((archive as? MemorySink)?.bytes ?? []).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await backend.withPlace(Self.seal) { setup in
          try await Pipeline.restore(setup, from: file)
          let pipeline = try await Pipeline.open(setup)
          let desk = pipeline.acting(as: "anna")
          #expect(try await desk.checkHistory(against: digest).findings == [])
          // What is written after the restoring continues the chains.
          for deal in try await desk.opportunities().items {
            _ = try await desk.edit(deal) { $0.nextStep = "restored" }
          }
          #expect(try await desk.checkHistory(against: digest).findings == [])
          await pipeline.close()
        }
      }
    }

    @Test("every verb of the desk leaves it intact", arguments: FaultTests.verbs)
    func verbs(verb: FaultTests.Verb) async throws {
      try await Backend.memory.withDesk(Self.seal) { desk in
        let world = try await FaultTests.World.make(desk)
        let digest = try await desk.historyDigest()
        _ = try await verb.run(world)
        #expect(try await desk.checkHistory(against: digest).findings == [])
      }
    }

    @Test("it costs no write where it is not configured, and one change a write where it is")
    func cost() async throws {
      try await Backend.memory.withDesk { desk in
        _ = try await FaultTests.World.make(desk)
        await #expect(throws: Pipeline.HistoryNotSealed.self) { try await desk.checkHistory() }
        await #expect(throws: Pipeline.HistoryNotSealed.self) { try await desk.historyDigest() }
        var seals = 0
        try await desk.eachChange { change in
          if case .changed(let field, _, _) = change.event, field == "seal" { seals += 1 }
        }
        #expect(seals == 0)
      }
    }

    @Test("people and those who watch see no seals", arguments: Backend.all)
    func invisible(backend: Backend) async throws {
      var told: [[String]] = []
      for isSealed in [false, true] {
        try await backend.withDesk({ if isSealed { Self.seal(&$0) } }) { desk in
          let world = try await FaultTests.World.make(desk)
          var lines: [String] = []
          for entry in try await desk.history(of: world.deal("won").id) { lines.append("\(entry.at) \(entry.event)") }
          try await desk.eachChange { change in
            if case .created(let cells) = change.event {
              lines.append("\(change.kind) created with \(cells.keys.map(\.description).sorted())")
            } else if case .changed(let field, _, _) = change.event {
              lines.append("\(change.kind) \(field)")
            } else {
              lines.append("\(change.kind)")
            }
          }
          told.append(lines)
        }
      }
      #expect(told[0] == told[1])
    }

    @Test("a history that is sealed from one day on is intact, and what is older is not sealed", arguments: Backend.all)
    func later(backend: Backend) async throws {
      try await backend.withPlace({ _ in }) { setup in
        var pipeline = try await Pipeline.open(setup)
        try await ArchiveTests().live(pipeline.acting(as: "anna"), seed: 4)
        await pipeline.close()
        var sealing = setup
        Self.seal(&sealing)
        pipeline = try await Pipeline.open(sealing)
        let desk = pipeline.acting(as: "anna")
        #expect(try await desk.checkHistory().sealed == 0)
        let deals = try await desk.opportunities().items
        for deal in deals { _ = try await desk.edit(deal) { $0.nextStep = "sealed" } }
        let check = try await desk.checkHistory()
        #expect(check.findings == [])
        #expect(check.sealed == deals.count && check.writes > deals.count)
        await pipeline.close()
        // Written without seals in between: that is found, once for each record.
        pipeline = try await Pipeline.open(setup)
        _ = try await pipeline.acting(as: "anna").addAccount("Unsealed")
        await pipeline.close()
        pipeline = try await Pipeline.open(sealing)
        #expect(try await pipeline.acting(as: "anna").checkHistory().findings.map(\.problem) == [.unsealed])
        await pipeline.close()
      }
    }

    @Test("a clock that is set back breaks no chain", arguments: Backend.all)
    func clock(backend: Backend) async throws {
      let clock = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:00Z")
      try await backend.withPlace(Self.seal) { setup in
        let pipeline = try await Pipeline.open(setup, environment: .testing(clock))
        let desk = pipeline.acting(as: "anna")
        let deal = try await desk.addOpportunity(in: desk.addAccount("Acme")) { $0.nextStep = "0" }
        clock.advance(by: .seconds(60))
        _ = try await desk.edit(deal.id) { $0.nextStep = "1" }
        await pipeline.close()
        let earlier = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:30Z")
        let again = try await Pipeline.open(setup, environment: .testing(earlier, seed: 2))
        _ = try await again.acting(as: "anna").edit(deal.id) { $0.nextStep = "2" }
        let check = try await again.acting(as: "anna").checkHistory()
        #expect(check.findings == [])
        await again.close()
      }
    }

    @Test("64 tasks that edit the same deals leave one chain for each", arguments: Backend.all)
    func together(backend: Backend) async throws {
      try await backend.withDesk(Self.seal) { desk in
        let acme = try await desk.addAccount("Acme")
        var deals: [RecordID] = []
        for _ in 0..<4 { deals.append(try await desk.addOpportunity(in: acme).id) }
        let all = deals
        try await withThrowingTaskGroup(of: Void.self) { group in
          for task in 0..<64 {
            group.addTask {
              for round in 0..<3 {
                _ = try await desk.edit(all[(task + round) % 4]) { $0.nextStep = "\(task) \(round)" }
              }
            }
          }
          try await group.waitForAll()
        }
        let check = try await desk.checkHistory()
        #expect(check.findings == [])
        #expect(check.writes >= 64 * 3)
      }
    }

    @Test("a large import is sealed, and an import that changes it", arguments: Backend.all)
    func imported(backend: Backend) async throws {
      try await backend.withDesk(Self.seal) { desk in
        let text = """
          {version: 1, opportunities: {accounts: create, fields: {external_id: id, account: who, next_step: step}}}
          """
        let mapping = try ConfigurationReader(catalog: .bundled).check(ImportMapping.self, text: text, file: "m.yaml")
          .get()
        for step in ["Call", "Visit"] {
          let rows =
            "id,who,step\n" + (0..<5_000).map { "D\($0),Account \($0 % 50),\(step)" }.joined(separator: "\n") + "\n"
          let summary = try await desk.import(
            mapping, files: [.opportunities: ImportFile(name: "deals.csv", bytes: Array(rows.utf8))])
          #expect(summary.isWritten)
          let check = try await desk.checkHistory()
          #expect(check.findings == [])
          #expect(check.sealed >= (step == "Call" ? 5_050 : 10_050))
        }
      }
    }

    @Test("who does not see all deals may not check")
    func access() async throws {
      try await Backend.memory.withDesk({ setup in
        Self.seal(&setup)
        setup.access = OwnDeals()
      }) { desk in
        await #expect(throws: Refused.self) { try await desk.checkHistory() }
        await #expect(throws: Refused.self) { try await desk.historyDigest() }
      }
    }
  }

  private struct OwnDeals: AccessPolicy {
    func grant(to person: String) async throws -> AccessGrant { AccessGrant(sees: .owners([person])) }
    func teams() async throws -> [String: String] { [:] }
  }

  extension Backend {
    /// Runs with the setup of a place that can be opened again and again.
    func withPlace(
      _ change: (inout PipelineSetup) -> Void, _ body: (PipelineSetup) async throws -> Void
    ) async throws {
      let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      var setup = Fixture.setup(make(folder))
      change(&setup)
      try await body(setup)
    }
  }
#endif
