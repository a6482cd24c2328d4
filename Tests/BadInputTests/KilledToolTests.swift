#if SQLite
  import Foundation
  import PipelinePlugins
  import PipelineTesting
  import Testing

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// Tools that are killed at any moment of their work.
  @Suite("Tools that are killed", .serialized, .timeLimit(.minutes(60)))
  struct KilledToolTests {
    /// Runs a tool that is killed after a part of the time that it takes.
    /// - Returns: Whether it was killed before its end.
    private func killed(_ bench: Workbench, _ command: [String], after seconds: Double) throws -> Bool {
      let (process, out, err) = try bench.start("pipeline", command)
      usleep(UInt32(seconds * 1_000_000))
      kill(process.processIdentifier, SIGKILL)
      _ = out.fileHandleForReading.readDataToEndOfFile()
      _ = err.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return process.terminationReason == .uncaughtSignal
    }

    private func seconds(_ work: () throws -> Void) rethrows -> Double {
      let start = ContinuousClock.now
      try work()
      return (ContinuousClock.now - start) / .seconds(1)
    }

    @Test("an import that is killed has written nothing or everything, and importing again completes it")
    func imports() throws {
      try Workbench.use { bench in
        try bench.write(
          "m.yaml", "{version: 1, opportunities: {accounts: create, fields: {external_id: id, account: who}}}")
        try bench.write("more.csv", "id,who\n" + (1...2_000).map { "M-\($0),Acme \($0 % 50)\n" }.joined())
        let command = ["import", "more.csv", "--mapping", "m.yaml"]
        let whole = try bench.inCopy { copy in
          let time = try seconds {
            let run = try copy.run("pipeline", command)
            #expect(run.status == 0, "\(run.err)")
          }
          return (time, try copy.contents().records)
        }
        var dice = SeededNumbers(seed: Torture.seed)
        var (kills, nothing, all) = (0, 0, 0)
        for _ in 0..<Torture.count(6, long: 150) {
          try bench.inCopy { copy in
            guard try killed(copy, command, after: .random(in: 0...whole.0 * 1.05, using: &dice)) else { return }
            kills += 1
            // A new database may have no tables yet.
            let after = (try? copy.contents().records) ?? 0
            if after == 0 { nothing += 1 } else { all += 1 }
            #expect(after == 0 || after == whole.1, "\(after) records are there")
            let again = try copy.run("pipeline", command)
            #expect(again.status == 0, "\(again.err)")
            #expect(try copy.contents().records == whole.1)
            #expect(try RawSQLite.execute(copy.path("sales.db"), "PRAGMA integrity_check") == "ok")
          }
        }
        #expect(kills > 0)
        Torture.report(
          "an import that is killed leaves nothing or everything (SQLite)",
          "\(kills) kills of an import of 2,000 deals: \(nothing) × nothing, \(all) × everything, importing again completes it"
        )
      }
    }

    @Test("a restore that is killed is completed by restoring again")
    func restores() throws {
      try Workbench.use { bench in
        #expect(try bench.run("pipeline", "sample", "--deals", "400", "--seed", "7").status == 0)
        #expect(try bench.run("pipeline", "export", "everything", "--output", "all.ndjson").status == 0)
        let before = try bench.contents()
        for name in try bench.files where name.hasPrefix("sales.db") {
          try FileManager.default.removeItem(atPath: bench.path(name))
        }
        let command = ["restore", "all.ndjson"]
        let time = try bench.inCopy { copy in
          try seconds {
            let run = try copy.run("pipeline", command)
            #expect(run.status == 0, "\(run.err)")
          }
        }
        var dice = SeededNumbers(seed: Torture.seed)
        var (kills, nothing, all) = (0, 0, 0)
        for _ in 0..<Torture.count(6, long: 150) {
          try bench.inCopy { copy in
            guard try killed(copy, command, after: .random(in: 0...time * 1.05, using: &dice)) else { return }
            kills += 1
            let found = try? copy.contents()
            if found == before {
              // It was killed after the end.
              all += 1
              return
            }
            if found == nil { nothing += 1 }
            let again = try copy.run("pipeline", command)
            #expect(again.status == 0, "\(again.err)")
            #expect(try copy.contents() == before)
            #expect(try RawSQLite.execute(copy.path("sales.db"), "PRAGMA integrity_check") == "ok")
          }
        }
        #expect(kills > 0)
        Torture.report(
          "a restore that is killed is completed by the next one (SQLite)",
          "\(kills) kills of a restore of 400 deals: \(nothing) × nothing was there, \(all) × everything, else a part; afterwards all of it"
        )
      }
    }

    @Test("a column file whose writing is killed gives the same answers, and is written again")
    func columns() throws {
      try Workbench.use { bench in
        #expect(try bench.run("pipeline", "sample", "--deals", "1600", "--seed", "7").status == 0)
        let question = ["dashboard", "--as-of", "2026-01-15"]
        let expected = try bench.run("pipeline", question).out
        #expect(bench.bytes("sales.db.columns") != nil)
        // An edit, so that the file is written anew.
        let edit = ["accounts", "add", "Acme"]
        let time = try bench.inCopy { copy in
          try seconds {
            let run = try copy.run("pipeline", edit)
            #expect(run.status == 0, "\(run.err)")
          }
        }
        var dice = SeededNumbers(seed: Torture.seed)
        var (kills, torn) = (0, 0)
        for round in 0..<Torture.count(8, long: 200) {
          try bench.inCopy { copy in
            let file = copy.path("sales.db.columns")
            // Every other time there is no file yet.
            if round % 2 == 0 { try? FileManager.default.removeItem(atPath: file) }
            guard try killed(copy, edit, after: .random(in: 0...time * 1.05, using: &dice)) else { return }
            kills += 1
            if copy.bytes("sales.db.columns") != bench.bytes("sales.db.columns") { torn += 1 }
            let run = try copy.run("pipeline", question)
            #expect(run.out == expected && run.status == 0, "\(run.err)")
            #expect(try copy.run("pipeline", "accounts", "add", "Again").status == 0)
            #expect(try copy.run("pipeline", question).out == expected)
          }
        }
        #expect(kills > 0)
        Torture.report(
          "a column file whose writing is killed changes no answer (SQLite)",
          "\(kills) kills, the file missing or another one after \(torn): 0 other answers")
      }
    }
  }
#endif
