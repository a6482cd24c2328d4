#if SQLite
  import InMemoryLogging
  import Logging
  import PipelinePlugins
  import SalesPipeline
  import Testing

  @testable import SQLiteStorage

  @Suite("Log lines")
  struct LogTests {
    #if SQLite
      @Test("a typical day logs nothing above debug, and no value of a record anywhere")
      func day() async throws {
        try await Company.use { company in
          let pipeline = try await company.open("{sqlite: {path: sales.db}}")
          let desk = pipeline.acting(as: "anna")
          try await company.importing("deals.csv", desk)
          let deal = try await desk.opportunity(externalID: "D-1")
          _ = try await desk.edit(deal.id) { $0.nextStep = "Call Borealis about 98765" }
          await #expect(throws: Refused.self) { try await desk.edit(deal.id) { $0.status = "Zephyr" } }
          await #expect(throws: Refused.self) { try await desk.addAccount(" ") }
          await #expect(throws: NotFound.self) { try await desk.forecast("Zephyr") }
          let report = try await desk.forecast("all")
          try await desk.export(report, to: company.path("report.csv"))
          _ = try await desk.dashboard()
          await pipeline.close()
          let lines = company.lines()
          let loud = lines.filter { $0.level > .debug }
          #expect(loud.isEmpty, "\(loud)")
          for line in lines {
            let text = "\(line.message) \(line.metadata)"
            // The path helps who debugs; what customers are called is in no line.
            let shown = Company.privateTexts.filter { $0 != "customer-hush" && text.contains($0) }
            #expect(shown.isEmpty, "\(text)")
          }
          let said = Set(lines.map { "\($0.level) \($0.message)" })
          #expect(
            said.isSuperset(of: [
              "debug made a new file", "debug opened for writing", "debug opened the pipeline",
              "debug refused a command",
              "debug built a part of the cache", "debug read the files of an import", "debug exported a report",
              "trace followed the journal", "debug closed the pipeline",
            ]), "\(said)")
          let refused = lines.filter { $0.message == "refused a command" }.map(\.metadata)
          #expect(
            refused == [
              ["codes": ["unknown_stage"], "fields": ["status"]], ["codes": ["missing"], "fields": ["name"]],
            ])
        }
      }

      @Test("waiting, migrating and moving deals are what an operator reads, without paths and names")
      func operators() async throws {
        try await Company.use { company in
          var newer = SQLiteOptions()
          newer.migrations.append(Migration(sql: "CREATE TABLE later (x INTEGER) STRICT"))
          for options in [SQLiteOptions(), newer] {
            let context = StoreContext(
              workspace: "default", schema: Pipeline.schema, mode: .writing, logger: company.logger)
            await (try SQLiteStorage(path: company.path("old.db"), options: options).open(context)).close()
          }
          let sqlite = "{sqlite: {path: sales.db}}"
          let first = try await company.open(sqlite)
          try await company.importing("deals.csv", first.acting(as: "anna"))
          await #expect(throws: StoreError.self) { try await company.open(sqlite, wait: .milliseconds(30)) }
          await first.close()
          let second = try await company.open(sqlite, first: "key: lead, was: [prospecting]")
          await second.close()
          let loud = company.lines().filter { $0.level > .debug }
          #expect(
            loud.map { "\($0.level) \($0.message)" } == [
              "info migrated the file to a newer schema", "info waiting for another process that writes",
              "info moved deals to the present keys of their stages",
            ])
          #expect(loud[0].metadata == ["from": "\(newer.newestVersion - 1)", "to": "\(newer.newestVersion)"])
          #expect(loud[1].metadata["at_most"] == "\(Duration.milliseconds(30))")
          #expect(loud[2].metadata == ["deals": "3"])
          for line in loud {
            let text = "\(line.message) \(line.metadata)"
            #expect(!Company.privateTexts.contains { text.contains($0) }, "\(text)")
          }
        }
      }

      @Test("who waits for a lock and gets it says so at debug")
      func waited() async throws {
        try await Company.use { company in
          let sqlite = "{sqlite: {path: sales.db}}"
          let first = try await company.open(sqlite)
          async let second = company.open(sqlite, wait: .seconds(60))
          try await company.wait(for: { $0.message == "waiting for another process that writes" })
          await first.close()
          await (try await second).close()
          let lines = company.lines().map { "\($0.level) \($0.message)" }
          #expect(lines.contains("debug the other process has ended its writing"), "\(lines)")
        }
      }
    #endif

    @Test("a secret in plain text is a warning, once, without the secret and the path")
    func warning() async throws {
      try await Company.use { company in
        let catalog = Catalog.bundled.adding(Catalog.entry(LockedStorage.self))
        let pipeline = try await company.open("{locked: {password: s3cret}}", plugins: catalog)
        _ = try await pipeline.acting(as: "anna").addAccount("Zephyr Industries")
        await pipeline.close()
        let lines = company.lines()
        let loud = lines.filter { $0.level > .debug }
        #expect(loud.map { "\($0.level) \($0.message)" } == ["warning the configuration has a mistake"])
        #expect(
          loud.first?.metadata == [
            "place": "4:30", "about": "'password' is a secret in plain text in the file",
          ])
        for line in lines { #expect(!"\(line.message) \(line.metadata)".contains("s3cret")) }
      }
    }
  }

  extension Company {
    /// Waits until a line was logged.
    func wait(for isMeant: (InMemoryLogHandler.Entry) -> Bool) async throws {
      for _ in 0..<6_000 where !logged.contains(where: isMeant) { try await Task.sleep(for: .milliseconds(10)) }
    }
  }
#endif
