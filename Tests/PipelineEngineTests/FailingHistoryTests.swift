#if SQLite
  import Foundation
  import GRDBSQLite
  import PipelineEngine
  import PipelinePlugins
  import PipelineTesting
  import SalesPipeline
  import SQLiteStorage
  import Testing

  /// A change without its history is no change: where the journal cannot be written, nothing is.
  @Suite("A history that cannot be written")
  struct FailingHistoryTests {
    @Test("every verb that writes fails with a typed error, leaves everything as it was, and works again afterwards")
    func everyVerb() async throws {
      var writers = 0
      for verb in FaultTests.verbs {
        let folder = NSTemporaryDirectory() + "failing-history-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = folder + "/sales.db"
        let pipeline = try await Pipeline.open(
          Fixture.setup(SQLiteStorage(path: database)), environment: .fixed(at: Instant(startOf: Fixture.today)))
        let desk = pipeline.acting(as: "anna")
        let world = try await FaultTests.World.make(desk)
        let before = try await Self.archive(desk)
        try Self.execute(
          database, "CREATE TRIGGER no_history BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no history'); END")
        let result = await Task { try await verb.run(world) }.result
        try Self.execute(database, "DROP TRIGGER no_history")
        #expect(try await Self.archive(desk) == before, "\(verb.name) wrote without its history")
        switch result {
        case .success:
          // Then it writes nothing without the fault either.
          _ = try await verb.run(world)
          #expect(try await Self.archive(desk) == before, "\(verb.name) has no history")
        case .failure(let error):
          writers += 1
          #expect(error is StoreError, "\(verb.name): \(error)")
          _ = try await verb.run(world)
          #expect(try await Self.archive(desk) != before, "\(verb.name) wrote nothing afterwards")
        }
        try await Self.expectReplay(desk)
        await pipeline.close()
      }
      // All but those that only read.
      #expect(writers == FaultTests.verbs.count - FaultTests.reading.count)
      Torture.report(
        "a failed history write fails the change (SQLite)",
        "\(writers) verbs that write: typed error, nothing written, next try works")
    }

    /// Everything that the store holds, without the digest of the archive.
    private static func archive(_ desk: Desk) async throws -> [Substring] {
      var sink: any ByteSink = MemorySink()
      _ = try await desk.archive(to: &sink)
      return String(decoding: (sink as? MemorySink)?.bytes ?? [], as: UTF8.self).split(separator: "\n").dropLast()
    }

    /// What the archive makes of the journal is what the store holds.
    private static func expectReplay(_ desk: Desk) async throws {
      let file = NSTemporaryDirectory() + "replay-\(UUID().uuidString).ndjson"
      let lines = try await archive(desk)
      defer { try? FileManager.default.removeItem(atPath: file) }
      var sink: any ByteSink = MemorySink()
      _ = try await desk.archive(to: &sink)
      try Data((sink as? MemorySink)?.bytes ?? []).write(to: URL(filePath: file))
      try await Backend.memory.withPlace({ _ in }) { setup in
        try await Pipeline.restore(setup, from: file)
        let replayed = try await Pipeline.open(setup).acting(as: "anna")
        let (mine, theirs) = (try await desk.opportunities().items, try await replayed.opportunities().items)
        #expect(mine == theirs)
        #expect(try await desk.accounts().items == replayed.accounts().items)
        #expect(lines.count > 10)
      }
    }

    private static func execute(_ path: String, _ sql: String) throws {
      var database: OpaquePointer?
      defer { sqlite3_close(database) }
      try #require(sqlite3_open(path, &database) == SQLITE_OK)
      sqlite3_busy_timeout(database, 10_000)
      try #require(
        sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK, "\(String(cString: sqlite3_errmsg(database)))")
    }
  }
#endif
