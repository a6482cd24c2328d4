#if SQLite
  import Foundation
  import Testing

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// Writing while another writes, while the disk fills, and while the power goes.
  @Suite("Writing against the odds")
  struct WritingTests {
    @Test("a second writer is refused with the name of the first, a reader reads on")
    func second() throws {
      try Workbench.use { bench in
        try bench.addDeals()
        let before = try bench.contents()
        // The first waits for a transaction of ours, so it is in the middle until it is killed.
        let ours = try RawSQLite.Transaction(bench.path("sales.db"))
        let (process, _, _) = try bench.start("pipeline", ["sample", "--deals", "50", "--wait", "600"])
        let pid = process.processIdentifier
        defer { if process.isRunning { kill(pid, SIGKILL) } }
        try bench.wait("the lock") { bench.bytes("sales.db.lock") == Data("\(pid)\npipeline\n".utf8) }
        try bench.expectRefusal(
          "error: sales.db: another process is writing (pipeline, process \(pid)); close it, or open for reading",
          from: "pipeline", "accounts", "add", "X", "--wait", "0")
        #expect(try bench.run("pipeline", "deals", "list").out.contains("D-2"))
        #expect(process.isRunning)
        kill(pid, SIGKILL)
        process.waitUntilExit()
        ours.end()
        #expect(try bench.contents() == before)
        #expect(try bench.run("pipeline", "accounts", "add", "X", "--wait", "0").status == 0)
      }
    }

    @Test("killed in the middle of its transaction, a writer leaves nothing half")
    func killed() throws {
      try Workbench.use { bench in
        try bench.addDeals()
        let before = try bench.contents()
        try bench.writeLongDeals()
        let (process, _, _) = try bench.start("pipeline", ["import", "long.csv", "--mapping", "long.yaml"])
        // Thirty million bytes go to the log of the transaction; it is under way once it outgrows its memory.
        try bench.wait("the transaction") { bench.size("sales.db-wal") > 3_000_000 || !process.isRunning }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal, "it ended before it could be killed")
        #expect(try bench.run("dashboard-printer").status == 0)
        #expect(try bench.contents() == before)
        let again = try bench.run("pipeline", "sample", "--deals", "50", "--seed", "6")
        #expect(again.out == "8 accounts, 50 deals\n", "\(again.err)")
        let after = try bench.contents()
        #expect(after.records == before.records + 58 && after.created == after.records)
        #expect(try RawSQLite.execute(bench.path("sales.db"), "PRAGMA integrity_check") == "ok")
      }
    }

    @Test("a full disk: the change is refused whole, what was there stays, and with room again it goes on")
    func fullDisk() throws {
      try Workbench.use { bench in
        guard try bench.mountTinyDisk(kibibytes: 600) else { return }
        defer { bench.unmountTinyDisk() }
        let small = Workbench(folder: bench.path("disk"))
        #expect(try small.run("pipeline", "init").status == 0)
        try small.addDeals()
        let before = try small.contents()
        try small.expectRefusal(
          "error: sales.db: the disk is full; nothing was written", from: "pipeline", "sample", "--deals", "5000")
        #expect(try small.contents() == before)
        #expect(try small.run("dashboard-printer").status == 0)
        try small.write("old.csv", "old")
        let room = FileManager.default.createFile(atPath: small.path("filling"), contents: nil)
        #expect(room)
        small.fillDisk("filling")
        for format in ["csv", "json", "xlsx"] {
          try small.expectRefusal(
            "error: old.csv: the disk is full; nothing was written", from: "forecast-exporter", "--report",
            "this-quarter", "--format", format, "--output", "old.csv")
        }
        #expect(small.bytes("old.csv") == Data("old".utf8))
        #expect(try small.files.filter { $0.hasPrefix(".") } == [])
        try FileManager.default.removeItem(atPath: small.path("filling"))
        #expect(try small.run("pipeline", "accounts", "add", "Room").status == 0)
        #expect(try small.contents().records == before.records + 1)
      }
    }

    @Test("a restore on a full disk says what to do, and with room again the same archive completes it")
    func restoreOnFullDisk() throws {
      try Workbench.use { bench in
        guard try bench.mountTinyDisk(kibibytes: 12_000) else { return }
        defer { bench.unmountTinyDisk() }
        #expect(try bench.run("pipeline", "sample", "--deals", "1500").status == 0)
        #expect(try bench.run("pipeline", "export", "everything", "--output", "all.ndjson").status == 0)
        let small = Workbench(folder: bench.path("disk"))
        #expect(try small.run("pipeline", "init").status == 0)
        #expect(FileManager.default.createFile(atPath: small.path("filling"), contents: Data(count: 10_500_000)))
        try small.expectRefusal(
          "error: sales.db: the disk is full; make room, and restore the same archive again, which completes what is there",
          from: "pipeline", "restore", "../all.ndjson")
        try FileManager.default.removeItem(atPath: small.path("filling"))
        let restored = try small.run("pipeline", "restore", "../all.ndjson")
        #expect(restored.status == 0, "\(restored.err)")
        #expect(try small.contents().records == bench.contents().records)
      }
    }

    @Test("where files may not grow, the change is refused whole too")
    func fileSizeLimit() throws {
      try Workbench.use { bench in
        try bench.addDeals()
        let before = try bench.contents()
        var limited = bench
        limited.prefix = ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 400; exec \"$0\" \"$@\""]
        let run = try limited.run("pipeline", "sample", "--deals", "5000")
        #expect(run.status == 1 && run.out == "", "\(run)")
        #expect(run.err == "error: sales.db: disk I/O error (SQLite 778)\n")
        #expect(try bench.contents() == before)
        #expect(try bench.run("pipeline", "accounts", "add", "Room").status == 0)
      }
    }
  }

  /// What a database holds, counted without us.
  struct Contents: Equatable {
    /// Rows of accounts and opportunities.
    let records: Int
    /// How many creations of them the journal tells.
    let created: Int
    let journal: Int
  }

  extension Workbench {
    func contents() throws -> Contents {
      func count(_ sql: String) throws -> Int { Int(try RawSQLite.execute(path("sales.db"), sql)) ?? -1 }
      return Contents(
        records: try count(
          "SELECT (SELECT count(*) FROM records_opportunity) + (SELECT count(*) FROM records_account)"),
        created: try count(
          """
          SELECT count(*) FROM journal WHERE event = 0 AND kind IN
            (SELECT number FROM kinds WHERE name IN ('opportunity', 'account'))
          """),
        journal: try count("SELECT count(*) FROM journal"))
    }

    /// Writes deals that outgrow the memory of a transaction, few of them: each has a long description, kept twice.
    func writeLongDeals() throws {
      try write(
        "long.yaml",
        """
        version: 1
        opportunities:
          accounts: create
          fields: {external_id: id, account: account, status: {constant: prospecting}, description: text}
        """)
      let text = String(repeating: "a word ", count: 4_000)
      let rows = (1...600).map { "L-\($0),Acme,\(text)\($0)" }
      try write("long.csv", "id,account,text\n" + rows.joined(separator: "\n") + "\n")
    }

    /// Waits until something holds, two minutes at most.
    func wait(_ what: String, until holds: () throws -> Bool) throws {
      for _ in 0..<240_000 {
        if try holds() { return }
        usleep(500)
      }
      throw TooLong(what: what)
    }

    struct TooLong: Error { let what: String }

    /// Mounts a tiny file system at `disk`, where the tests may.
    func mountTinyDisk(kibibytes: Int) throws -> Bool {
      try FileManager.default.createDirectory(atPath: path("disk"), withIntermediateDirectories: false)
      let mounted =
        geteuid() == 0
        && (try? run("mount", ["-t", "tmpfs", "-o", "size=\(kibibytes)k", "none", path("disk")]).status == 0) == true
      if !mounted { print("SKIPPED: a full disk needs the right to mount one; run as root") }
      return mounted
    }

    func unmountTinyDisk() { _ = try? run("umount", ["-l", path("disk")]) }

    /// Writes until nothing fits any more.
    func fillDisk(_ name: String) {
      guard let file = fopen(path(name), "a") else { return }
      defer { fclose(file) }
      setbuf(file, nil)
      let block = [UInt8](repeating: 1, count: 4096)
      for size in [4096, 1] { while fwrite(block, 1, size, file) == size {} }
    }
  }
#endif
