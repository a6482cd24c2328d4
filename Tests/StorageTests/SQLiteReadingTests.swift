#if SQLite
  import Foundation
  import PipelinePlugins
  import Synchronization
  import Testing

  @testable import SQLiteStorage

  /// Opening for reading, and what damage reads as.
  @Suite("Reading the sqlite backend")
  struct SQLiteReadingTests {
    @Test("reading makes nothing and changes nothing")
    func makesNothing() async throws {
      let place = try Place()
      let writer = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await writer.commit(adding(0..<100))
      await writer.close()
      try FileManager.default.removeItem(atPath: place.path + ".lock")
      let before = try place.files()
      let reader = try await SQLiteStorage(path: place.path).open(.reading)
      let loaded = try await reader.load(deals, fields: ["name"], page: nil)
      #expect(loaded.ids.count == 100)
      #expect(try place.files() == before)
      await reader.close()
      #expect(try place.files() == before)
      #expect(Array(before.keys) == ["sales.db"])
    }

    @Test("a file and folder that cannot be written can be read, and are refused for writing")
    func readOnlyFolder() async throws {
      // The folder is this process's: nobody may remove it.
      let kept = try Place()
      await #expect(processExitsWith: .success) { [folder = kept.folder as String] in
        let path = folder + "/sales.db"
        let writer = try await SQLiteStorage(path: path).open(.writing)
        _ = try await writer.commit(adding(0..<100))
        await writer.close()
        try #require(chmod(path, 0o444) == 0 && chmod(folder, 0o555) == 0)
        // The system's first user may write whatever the permissions say: become nobody.
        if geteuid() == 0 { try #require(setgid(65_534) == 0 && setuid(65_534) == 0) }
        let reader = try await SQLiteStorage(path: path).open(.reading)
        let loaded = try await reader.load(deals, fields: ["name"], page: nil)
        try #require(loaded.ids.count == 100)
        await reader.close()
        let error = await #expect(throws: StoreError.self) { try await SQLiteStorage(path: path).open(.writing) }
        try #require(error == .readOnly(place: path))
      }
      withExtendedLifetime(kept) {}
    }

    @Test("a reader that found nobody writing sees the one who comes")
    func writerComes() async throws {
      let place = try Place()
      let first = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await first.commit(adding(0..<100, operation: 1))
      await first.close()
      let reader = try await SQLiteStorage(path: place.path).open(.reading)
      for round in 1...3 {
        let seen = try await reader.load(deals, fields: ["amount"], page: nil).ids.count
        #expect(seen == round * 100)
        let writer = try await SQLiteStorage(path: place.path).open(.writing)
        _ = try await writer.commit(adding(round * 100..<(round + 1) * 100, operation: round + 1))
        let beside = try await reader.load(deals, fields: ["amount"], page: nil).ids.count
        #expect(beside == (round + 1) * 100)
        await writer.close()
      }
      await reader.close()
    }

    @Test("a reader that closes after the last writer leaves no log, so that the file alone holds every commit")
    func readerClosesLast() async throws {
      let place = try Place()
      let writer = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await writer.commit(adding(0..<100, operation: 1))
      let reader = try await SQLiteStorage(path: place.path).open(.reading)
      _ = try await reader.load(deals, fields: ["amount"], page: nil)
      await writer.close()
      let beside = try place.files().keys
      #expect(beside.contains("sales.db-wal"), "the reader keeps the log open")
      await reader.close()
      #expect(try place.files().keys.sorted() == ["sales.db", "sales.db.lock"])
      let again = try await SQLiteStorage(path: place.path).open(.reading)
      #expect(try await again.load(deals, fields: ["amount"], page: nil).ids.count == 100)
      await again.close()
    }

    @Test("where the file is replaced while it is read, the new one is read")
    func replaced() async throws {
      let place = try Place()
      let store = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await store.commit(adding(0..<3))
      await store.close()
      let readers = SQLiteReaders(path: place.path, place: place.path, mayBeImmutable: true, options: SQLiteOptions())
      let reads = Mutex(0)
      let count = try await readers.run { session in
        if reads.withLock({
          $0 += 1; return $0
        }) == 1 {
          let copy = place.path + ".copy"
          try FileManager.default.copyItem(atPath: place.path, toPath: copy)
          try #require(rename(copy, place.path) == 0)
        }
        let rows = try session.statement("SELECT count(*) FROM records_deal")
        defer { rows.reset() }
        return try rows.step() ? rows.integer(0) : 0
      }
      #expect(count == 3)
      #expect(reads.withLock { $0 } == 2)
      await readers.close()
    }

    @Test("a load whose file is replaced between two pages ends with an error, and begins anew in the new file")
    func replacedWithinALoad() async throws {
      let place = try Place()
      var options = SQLiteOptions()
      options.pageRows = 10
      let writer = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await writer.commit(adding(0..<30))
      await writer.close()
      let store = try await SQLiteStorage(path: place.path, options: options).open(.reading)
      let token = try #require(try await store.load(deals, fields: ["name"], page: nil).next)
      try FileManager.default.copyItem(atPath: place.path, toPath: place.path + ".copy")
      try #require(rename(place.path + ".copy", place.path) == 0)
      await #expect(throws: StoreError.self) { try await store.load(deals, fields: ["name"], page: token) }
      var (page, count) = (try await store.load(deals, fields: ["name"], page: nil), 0)
      while true {
        count += page.ids.count
        guard let next = page.next else { break }
        page = try await store.load(deals, fields: ["name"], page: next)
      }
      #expect(count == 30)
      await store.close()
    }

    @Test("all pages of a load are of one moment, though others write between its connections")
    func momentOfALoad() async throws {
      let place = try Place()
      var options = SQLiteOptions()
      options.pageRows = 10
      let store = try await SQLiteStorage(path: place.path, options: options).open(.writing)
      _ = try await store.commit(adding(0..<40))
      // All records have one amount after each commit.
      let setting = { @Sendable (step: Int64) in
        let change = CellChange("amount", old: .null, new: .integer(step), inHistory: false)
        return ChangeSet(
          operation: RecordID(high: 7, low: UInt64(step)), effectiveAt: Instant(microsecondsSince1970: step),
          recordedAt: Instant(microsecondsSince1970: step), author: "anna",
          writes: (0..<40).map { RecordWrite(RecordKey(deals, number($0)), .update(expected: step, [change])) })
      }
      _ = try await store.commit(setting(1))
      let isOver = Mutex(false)
      let writing = Task {
        var step: Int64 = 2
        while !isOver.withLock({ $0 }) {
          _ = try await store.commit(setting(step))
          step += 1
        }
        return step
      }
      for _ in 0..<200 {
        var amounts: Set<Int64> = []
        var page = try await store.load(deals, fields: ["amount"], page: nil)
        while true {
          guard case .integers(let own) = page.columns[0] else { throw StoreError.closed }
          amounts.formUnion(own)
          guard let next = page.next else { break }
          page = try await store.load(deals, fields: ["amount"], page: next)
        }
        #expect(amounts.count == 1, "\(amounts)")
      }
      isOver.withLock { $0 = true }
      #expect(try await writing.value > 2)
      await store.close()
    }

    @Test("a load that was left alone is let go of, and its tokens are refused")
    func leftAlone() async throws {
      let place = try Place()
      var options = SQLiteOptions()
      options.pageRows = 10
      options.loadPatience = .milliseconds(50)
      let store = try await SQLiteStorage(path: place.path, options: options).open(.writing)
      _ = try await store.commit(adding(0..<100))
      let page = try await store.load(deals, fields: ["name"], page: nil)
      let token = try #require(page.next)
      try await Task.sleep(for: .milliseconds(600))
      await #expect(throws: StoreError.self) { try await store.load(deals, fields: ["name"], page: token) }
      let again = try await store.load(deals, fields: ["name"], page: nil)
      #expect(again.ids.count == 10)
      await store.close()
    }

    @Test("damage in the journal or in a record is reported, and ends nothing")
    func damage() async throws {
      let place = try Place()
      let store = try #require(try await SQLiteStorage(path: place.path).open(.writing) as? SQLiteStore)
      _ = try await store.commit(adding(0..<3))
      try await store.writer?.connection.run {
        try $0.execute("UPDATE journal SET data = x'05FF' WHERE sequence = 2")
        try $0.execute("UPDATE records_deal SET name = CAST(x'FFFE' AS TEXT) WHERE _row = 3")
      }
      let short = await #expect(throws: StoreError.self) {
        try await store.journal(nil, id: nil, after: .start, limit: 10)
      }
      #expect(short == .notAStore(place: place.path, reason: "it is damaged: a journal entry is cut short"))
      let text = await #expect(throws: StoreError.self) {
        try await store.load(deals, fields: ["name"], page: nil)
      }
      #expect(text == .notAStore(place: place.path, reason: "it is damaged: a text is not UTF-8"))
      await store.close()
    }

    @Test("cells read back as they were written; a cut or changed file never ends the process")
    func coding() throws {
      let cells: [FieldValue] = [
        .null, .integer(0), .integer(-1), .integer(.max), .integer(-.max), .text(""), .text("a\u{0}𝄞"),
        .bytes(number(7).bytes), .text(String(repeating: "x", count: 300)),
      ]
      var encoder = CellEncoder()
      encoder.append(cells)
      let bytes = encoder.bytes
      let decoded = try bytes.withUnsafeBytes { try CellDecoder.decode($0) }
      #expect(decoded == cells)
      let walked = bytes.withUnsafeBytes { bytes in
        var walk = CellWalk(bytes)
        return (0..<walk.count).map { _ in walk.next().value }
      }
      #expect(walked == cells)
      for count in bytes.indices {
        #expect(throws: Damage.self) { try bytes[..<count].withUnsafeBytes { try CellDecoder.decode($0) } }
      }
      let seed: UInt64 = 42
      print("seed \(seed)")
      var state = seed
      for _ in 0..<20_000 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var changed = bytes
        changed[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
        _ = try? changed.withUnsafeBytes { try CellDecoder.decode($0) }
      }
    }
  }
#endif
