#if SQLite
  import Foundation
  import Testing

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// Database files that are none, that are another's, and that cannot be written.
  @Suite("Database files")
  struct DatabaseFileTests {
    /// The three tools, the workbench as a writer.
    private func expectRefusals(
      _ message: String, _ bench: Workbench, reading: String? = nil, at place: SourceLocation = #_sourceLocation
    ) throws {
      try bench.expectRefusal("error: " + message, from: "pipeline", "accounts", "add", "X", at: place)
      let reading = "error: " + (reading ?? message)
      try bench.expectRefusal(reading, from: "dashboard-printer", at: place)
      try bench.expectRefusal(
        reading, from: "forecast-exporter", "--report", "this-quarter", "--format", "csv", "--output", "x.csv",
        at: place)
      #expect(bench.bytes("x.csv") == nil, sourceLocation: place)
    }

    @Test("a text, an image of noise, a folder, another program's database: refused and not touched")
    func noDatabase() throws {
      try Workbench.use { bench in
        for text in ["hello\n", String(repeating: "x", count: 5000)] {
          try bench.write("sales.db", text)
          try expectRefusals("sales.db: this is not a pipeline database: it is not an SQLite database", bench)
          #expect(bench.bytes("sales.db") == Data(text.utf8))
          #expect(try bench.files == ["sales.db", "sales.yaml"])
        }
        try FileManager.default.removeItem(atPath: bench.path("sales.db"))
        try FileManager.default.createDirectory(atPath: bench.path("sales.db"), withIntermediateDirectories: false)
        try expectRefusals("sales.db: this is not a pipeline database: it is a folder", bench)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("sales.db")) == [])
        #expect(try bench.files == ["sales.db", "sales.yaml"])
        try FileManager.default.removeItem(atPath: bench.path("sales.db"))
        try RawSQLite.execute(
          bench.path("sales.db"), "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('So')")
        let before = bench.bytes("sales.db")
        try expectRefusals("sales.db: this is not a pipeline database: another program's database", bench)
        #expect(bench.bytes("sales.db") == before)
      }
    }

    @Test("an empty file is no database to a reader, and a new one to a writer")
    func empty() throws {
      try Workbench.use { bench in
        try bench.write("sales.db", "")
        try bench.expectRefusal(
          "error: sales.db: this is not a pipeline database: it is empty", from: "dashboard-printer")
        #expect(bench.bytes("sales.db") == Data())
        try bench.addDeals()
        #expect(try bench.run("dashboard-printer").status == 0)
      }
    }

    @Test("a database of a newer version is refused by readers and writers, byte for byte")
    func newer() throws {
      try Workbench.use { bench in
        try bench.addDeals()
        try RawSQLite.execute(bench.path("sales.db"), "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)")
        let before = bench.bytes("sales.db")
        try expectRefusals(
          "sales.db: written by a newer version (schema 99, this one reads up to 3); it was not touched", bench)
        #expect(bench.bytes("sales.db") == before)
      }
    }

    @Test("a file cut short is refused in one line, and not touched")
    func cutShort() throws {
      try Workbench.use { bench in
        try bench.addDeals()
        let whole = try #require(bench.bytes("sales.db"))
        for size in [99, 4096, whole.count / 2, whole.count - 7] {
          try whole.prefix(size).write(to: URL(fileURLWithPath: bench.path("sales.db")))
          for run in [try bench.run("dashboard-printer"), try bench.run("pipeline", "accounts", "add", "X")] {
            #expect(run.status == 1 && run.signal == 0, "\(size): \(run)")
            #expect(run.err.hasPrefix("error: sales.db: this is not a pipeline database: "), "\(size): \(run.err)")
            #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
          }
        }
      }
    }

    @Test("what may not be written is refused to a writer, and still read")
    func readOnly() throws {
      guard let prefix = Nobody.prefix else { return }
      try Workbench.use { bench in
        try bench.addDeals()
        var bench = bench
        bench.prefix = prefix
        let before = bench.bytes("sales.db")
        let refusal = "error: sales.db: cannot be written; check the permissions of the file and its folder"
        // The file, then its folder.
        for (file, folder): (mode_t, mode_t) in [(0o444, 0o777), (0o666, 0o555)] {
          try? FileManager.default.removeItem(atPath: bench.path("sales.db.lock"))
          #expect(chmod(bench.path("sales.db"), file) == 0 && chmod(bench.folder, folder) == 0)
          try bench.expectRefusal(refusal, from: "pipeline", "accounts", "add", "X")
          #expect(try bench.run("dashboard-printer").status == 0)
          #expect(chmod(bench.folder, 0o777) == 0)
          #expect(bench.bytes("sales.db") == before)
          #expect(try bench.files == ["sales.db", "sales.yaml"])
        }
        #expect(chmod(bench.path("sales.db"), 0o200) == 0)
        try bench.expectRefusal("error: sales.db: Permission denied", from: "dashboard-printer")
      }
    }
  }
#endif
