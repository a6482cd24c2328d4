#if Observability
  import MemoryStorage
  import Metrics
  import PipelinePlugins
  import SalesPipeline
  import SQLiteStorage
  import Testing

  @testable import PipelineEngine

  @Suite("Metrics")
  struct MetricTests {
    @Test("an edit is one commit; an addition writes what it writes; a repeated operation counts once")
    func edits() async throws {
      try await world { collected, desk, _ in
        let added = try await collected.counts {
          let acme = try await desk.addAccount("Acme")
          _ = try await desk.addOpportunity(in: acme)
        }
        #expect(added == ["commits": 2, "commit.writes": 2, "commit.duration": 2])
        let deal = try #require(try await desk.opportunities().items.first)
        let edited = try await collected.counts { _ = try await desk.edit(deal.id) { $0.nextStep = "Call" } }
        #expect(edited == ["commits": 1, "commit.writes": 1, "commit.duration": 1])
        let unchanged = try await collected.counts { _ = try await desk.edit(deal.id) { $0.nextStep = "Call" } }
        #expect(unchanged == [:])
        let operation = desk.makeID()
        let repeated = try await collected.counts {
          for _ in 0..<3 { _ = try await desk.edit(deal.id, operation: operation) { $0.nextStep = "Write" } }
        }
        #expect(repeated == ["commits": 1, "commit.writes": 1, "commit.duration": 1])
        let won = try await collected.counts { _ = try await desk.close(desk.opportunity(deal.id), as: .won) }
        #expect(won["commit.writes"] == 2, "the deal, and the account that becomes a customer")
      }
    }

    @Test("each violated rule counts by its code, and nothing is committed")
    func refusals() async throws {
      try await world { collected, desk, _ in
        let acme = try await desk.addAccount("Acme") { $0.externalID = "A-1" }
        let deal = try await desk.addOpportunity(in: acme)
        let counts = try await collected.counts {
          await #expect(throws: Refused.self) { try await desk.edit(deal.id) { $0.status = "lost" } }
          await #expect(throws: Refused.self) { try await desk.edit(deal) { $0.status = "nowhere" } }
          await #expect(throws: Refused.self) {
            try await desk.edit(deal) {
              $0.name = ""
              $0.source = "nobody"
            }
          }
          // The store finds this one.
          await #expect(throws: Refused.self) { try await desk.addAccount("Other") { $0.externalID = "A-1" } }
          await #expect(throws: Refused.self) { try await desk.acting(as: " ").addAccount("Other") }
        }
        #expect(
          counts == [
            "refusals missing": 3, "refusals unknown_stage": 1, "refusals unknown_entry": 1, "refusals duplicate": 1,
          ])
      }
    }

    @Test("a conflict with another process counts where the command runs again, and not where it is thrown")
    func retries() async throws {
      let storage = MemoryStorage()
      var setup = PipelineSetup(name: "Direct sales", baseCurrency: .eur, storage: storage)
      setup.lookups = []
      let collected = Collected()
      let pipeline = try await collected.opening { [setup] in try await Pipeline.open(setup) }
      let other = try await Pipeline.open(setup)
      let desk = pipeline.acting(as: "anna")
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      _ = try await other.acting(as: "bob").edit(deal.id) { $0.nextStep = "Call" }
      let again = try await collected.counts {
        let edited = try await desk.edit(deal.id) { $0.description = "By Anna" }
        #expect(edited.nextStep == "Call" && edited.version == 3)
      }
      #expect(again == ["conflicts.retried": 1, "commits": 1, "commit.writes": 1, "commit.duration": 1])
      _ = try await other.acting(as: "bob").edit(deal.id) { $0.nextStep = "Write" }
      let thrown = try await collected.counts {
        await #expect(throws: StoreError.self) { try await desk.edit(deal) { $0.nextStep = "Stale" } }
      }
      #expect(thrown == [:])
      await other.close()
      await pipeline.close()
    }

    @Test("an import counts its rows by result; a refused one only the refused; a repeated and a dry one none")
    func imports() async throws {
      try await world { collected, desk, company in
        let operation = desk.makeID()
        let first = try await collected.counts { try await company.importing("deals.csv", desk, operation: operation) }
        #expect(first["import.rows created"] == 3 && first["commits"] == 1 && first["commit.writes"] == 5)
        #expect(first.filter { $0.key.hasPrefix("import.rows") || $0.key.hasPrefix("questions") }.count == 1)
        let repeated = try await collected.counts {
          try await company.importing("deals.csv", desk, operation: operation)
        }
        #expect(repeated.filter { $0.key.hasPrefix("import") || $0.key.hasPrefix("commit") } == [:])
        try company.write("more.csv", "id,account,amount\nD-1,Zephyr Industries,98765\nD-2,Zephyr Industries,11\n")
        let second = try await collected.counts { try await company.importing("more.csv", desk) }
        #expect(second["import.rows unchanged"] == 1 && second["import.rows updated"] == 1)
        try company.write("bad.csv", "id,account,amount\nD-9,Borealis,12\nD-8,Borealis,a lot\n")
        let bad = try await collected.counts {
          await #expect(throws: ImportRefused.self) { try await company.importing("bad.csv", desk) }
        }
        #expect(bad.filter { $0.key.hasPrefix("import") || $0.key.hasPrefix("commit") } == ["import.rows refused": 1])
        var options = ImportOptions()
        options.isDryRun = true
        let dry = try await collected.counts {
          _ = try await desk.importFile(
            company.path("bad.csv"), mapping: .read(company.path("mapping.yaml")), options: options)
        }
        #expect(dry.filter { $0.key.hasPrefix("import") || $0.key.hasPrefix("commit") } == [:])
      }
    }

    @Test("a question counts once by its kind, and a part of the cache is built once")
    func questions() async throws {
      try await world { collected, desk, company in
        try await company.importing("deals.csv", desk)
        let cold = try await collected.counts { _ = try await desk.funnel() }
        #expect(cold["questions funnel"] == 1 && cold["cache.rebuilds deals first"] == 1)
        let warm = try await collected.counts {
          _ = try await desk.funnel()
          _ = try await desk.salesGrid()
          _ = try await desk.forecast("all")
          _ = try await desk.opportunities()
        }
        #expect(warm["questions funnel"] == 1 && warm["questions sales_grid"] == 1 && warm["questions forecast"] == 1)
        #expect(warm["questions list"] == 1 && warm["cache.rebuilds deals first"] == nil)
        _ = try await desk.dashboard()
        let nested = try await collected.counts { _ = try await desk.dashboard() }
        #expect(nested == ["questions dashboard": 1])
        let deal = try await desk.opportunity(externalID: "D-1")
        let others = try await collected.counts {
          let snapshot = try await desk.snapshot()
          _ = try await snapshot.funnel()
          _ = try await desk.history(of: deal.id)
          _ = try await desk.reports.why("all")
          _ = try await desk.waterfall()
          _ = try await desk.conversion()
          await #expect(throws: NotFound.self) { try await desk.deals(inStage: "nowhere") }
        }
        let kinds = ["snapshot", "funnel", "history", "figure", "waterfall", "conversion", "list"]
        #expect(
          others.filter { $0.key.hasPrefix("questions") }
            == Dictionary(uniqueKeysWithValues: kinds.map { ("questions \($0)", 1) }))
      }
    }

    @Test("the cache counts the entries that it follows, and shows where it is")
    func journal() async throws {
      try await world { collected, desk, _ in
        let acme = try await desk.addAccount("Acme")
        _ = try await desk.funnel()
        let counts = try await collected.counts {
          let deal = try await desk.addOpportunity(in: acme)
          _ = try await desk.edit(deal.id) { $0.nextStep = "Call" }
          _ = try await desk.funnel()
        }
        #expect(counts["journal.followed"] == 2)
        let position = try collected.metrics.expectMeter("sales_pipeline.journal.position")
        #expect(position.lastValue == Double(try await desk.snapshot().cursor.sequence))
      }
    }

    #if SQLite
      @Test("a store that waits for another process measures how long")
      func waits() async throws {
        try await Company.use { company in
          let collected = Collected()
          let sqlite = "{sqlite: {path: sales.db}}"
          let first = try await collected.opening { try await company.open(sqlite) }
          #expect(collected.counts["waits"] == nil)
          await #expect(throws: StoreError.self) {
            try await collected.opening { try await company.open(sqlite, wait: .milliseconds(40)) }
          }
          let waited = try collected.metrics.expectTimer("sales_pipeline.waits")
          #expect(waited.values.count == 1 && (waited.lastValue ?? 0) >= 40_000_000)
          await first.close()
        }
      }
    #endif

    @Test("without a backend nothing is observed")
    func none() async throws {
      try await Company.use { company in
        let collected = Collected()
        let pipeline = try await company.open()
        try await withMetricsFactory(collected.metrics) {
          _ = try await pipeline.acting(as: "anna").addAccount("Acme")
          _ = try await pipeline.acting(as: "anna").funnel()
        }
        #expect(pipeline.telemetry.observed == nil && collected.metrics.counters.isEmpty)
        await pipeline.close()
      }
    }
  }

  /// Runs with a company whose pipeline is measured, after its opening.
  private func world(_ body: (Collected, Desk, Company) async throws -> Void) async throws {
    try await Company.use { company in
      let collected = Collected()
      let pipeline = try await collected.opening { try await company.open() }
      let desk = pipeline.acting(as: "anna")
      // The tables are read once.
      _ = try await desk.addAccount("First")
      do { try await body(collected, desk, company) } catch {
        await pipeline.close()
        throw error
      }
      await pipeline.close()
    }
  }
#endif
