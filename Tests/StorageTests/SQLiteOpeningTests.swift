#if SQLite
  import Foundation
  import PipelinePlugins
  @testable import SQLiteStorage
  import Testing

  #if canImport(Glibc)
    import Glibc
  #endif

  /// Opening waits for its turn, goes where links lead, touches nothing that is not its own, and leaves nothing behind.
  @Suite("Opening a file of the sqlite backend")
  struct SQLiteOpeningTests {
    private func impatient(_ path: String) -> SQLiteStorage { SQLiteStorage(path: path, wait: .zero) }

    @Test("a writer waits for the one before it, and takes over when that one closes")
    func waits() async throws {
      let place = try Place()
      let first = try await SQLiteStorage(path: place.path).open(.writing)
      // Beside other tests on two cores a turn may take long.
      async let second = SQLiteStorage(path: place.path, wait: .seconds(600)).open(.writing)
      try await Task.sleep(for: .milliseconds(100))
      await first.close()
      let store = try await second
      _ = try await store.commit(adding(0..<1))
      await store.close()
    }

    @Test("writers that come at once all have their turn")
    func turns() async throws {
      let place = try Place()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<8 {
          group.addTask {
            let store = try await SQLiteStorage(path: place.path, wait: .seconds(600)).open(.writing)
            _ = try await store.commit(adding(task..<task + 1, operation: task))
            await store.close()
          }
        }
        try await group.waitForAll()
      }
      let store = try await SQLiteStorage(path: place.path).open(.reading)
      #expect(try await store.load(deals, fields: ["amount"], page: nil).ids.count == 8)
      await store.close()
    }

    @Test("who waited in vain learns who writes")
    func inVain() async throws {
      let place = try Place()
      let first = try await SQLiteStorage(path: place.path).open(.writing)
      let clock = ContinuousClock()
      let start = clock.now
      let error = await #expect(throws: StoreError.self) {
        try await SQLiteStorage(path: place.path, wait: .milliseconds(200)).open(.writing)
      }
      #expect(clock.now - start >= .milliseconds(200))
      guard case .locked(place.path, let holder?) = error else {
        return #expect(Bool(false), "\(String(describing: error))")
      }
      #expect(holder.contains("\(getpid())"))
      await first.close()
    }

    @Test("an opening that is cancelled, or that fails late, leaves the file to the next one")
    func leavesNothing() async throws {
      let place = try Place()
      let first = try await SQLiteStorage(path: place.path).open(.writing)
      let driver = SQLiteStorage(path: place.path, wait: .seconds(60))
      let waiting = Task { try await driver.open(.writing) }
      try await Task.sleep(for: .milliseconds(50))
      waiting.cancel()
      await #expect(throws: CancellationError.self) { _ = try await waiting.value }
      await first.close()
      let gone = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await driver.open(.writing)
      }
      await #expect(throws: CancellationError.self) { _ = try await gone.value }
      let other = [RecordSchema(deals, [FieldSpec("name", .integer)])]
      await #expect(throws: StoreError.self) { try await driver.open(.writing, other) }
      await (try await impatient(place.path).open(.writing)).close()
    }

    @Test("a cancellation at any moment leaves the file to the next one")
    func cancelledAtAnyMoment() async throws {
      for round in 0..<40 {
        let place = try Place()
        let driver = SQLiteStorage(path: place.path, wait: .seconds(60))
        let opening = Task { try await driver.open(.writing) }
        try await Task.sleep(for: .microseconds(round * 300))
        opening.cancel()
        await (try? await opening.value)?.close()
        let store = try await SQLiteStorage(path: place.path, wait: .seconds(5)).open(.writing)
        _ = try await store.commit(adding(0..<1))
        await store.close()
        #expect(try place.files().keys.filter { $0.contains("unfinished") } == [])
      }
    }

    @Test("a place whose making was cut off can be opened for writing, and is nothing to read")
    func cutOff() async throws {
      let place = try Place()
      // As versions before this one left it: the log's mode is set, and nothing else.
      let connection = try await Connection.open(place.path, place: place.path, readOnly: false) {
        try $0.statement("PRAGMA journal_mode = WAL").run()
      }
      await connection.close()
      try Data("half".utf8).write(to: URL(filePath: place.path + ".unfinished"))
      let unread = await #expect(throws: StoreError.self) { try await SQLiteStorage(path: place.path).open(.reading) }
      #expect(unread == .notFound(place: place.path))
      let store = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await store.commit(adding(0..<1))
      await store.close()
      try FileManager.default.removeItem(atPath: place.path)
      await (try await SQLiteStorage(path: place.path).open(.writing)).close()
      #expect(try place.files().keys.sorted() == ["sales.db", "sales.db.lock"])
    }

    @Test("new files are their owner's alone")
    func rights() async throws {
      let place = try Place()
      let store = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await store.commit(adding(0..<1))
      for name in try FileManager.default.contentsOfDirectory(atPath: place.folder) {
        let rights = try FileManager.default.attributesOfItem(atPath: place.folder + "/" + name)[.posixPermissions]
        #expect(rights as? Int == 0o600, "\(name)")
      }
      await store.close()
    }

    @Test("a link to the file is the file: one lock, one log")
    func links() async throws {
      let place = try Place()
      try FileManager.default.createDirectory(atPath: place.folder + "/links", withIntermediateDirectories: true)
      let link = place.folder + "/links/sales.db"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../sales.db")
      let store = try await SQLiteStorage(path: link).open(.writing)
      let error = await #expect(throws: StoreError.self) { try await impatient(place.path).open(.writing) }
      #expect(error.map { if case .locked = $0 { true } else { false } } == true)
      _ = try await store.commit(adding(0..<3))
      for path in [link, place.path] {
        let reader = try await SQLiteStorage(path: path).open(.reading)
        #expect(try await reader.load(deals, fields: ["amount"], page: nil).ids.count == 3)
        await reader.close()
      }
      await store.close()
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder + "/links") == ["sales.db"])
    }

    @Test("another file in the place of the lock is refused, and left as it was")
    func foreignLock() async throws {
      let place = try Place()
      let victim = place.folder + "/victim.txt"
      try Data("keep me\n".utf8).write(to: URL(filePath: victim))
      try FileManager.default.createSymbolicLink(atPath: place.path + ".lock", withDestinationPath: victim)
      await #expect(throws: StoreError.self) { try await impatient(place.path).open(.writing) }
      #expect(try String(contentsOfFile: victim, encoding: .utf8) == "keep me\n")
      for content in ["a letter to a friend\n", String(repeating: "1", count: 300)] {
        try FileManager.default.removeItem(atPath: place.path + ".lock")
        try Data(content.utf8).write(to: URL(filePath: place.path + ".lock"))
        await #expect(throws: StoreError.self) { try await impatient(place.path).open(.writing) }
        #expect(try String(contentsOfFile: place.path + ".lock", encoding: .utf8) == content)
      }
      try FileManager.default.removeItem(atPath: place.path + ".lock")
      try #require(link(victim, place.path + ".lock") == 0)
      await #expect(throws: StoreError.self) { try await impatient(place.path).open(.writing) }
      #expect(try String(contentsOfFile: victim, encoding: .utf8) == "keep me\n")
      try FileManager.default.removeItem(atPath: place.path + ".lock")
      try #require(mkfifo(place.path + ".lock", 0o600) == 0)
      await #expect(throws: StoreError.self) { try await impatient(place.path).open(.writing) }
    }

    @Test("a pipe where a log goes is refused, not waited for", arguments: ["-wal", "-shm", "-journal"])
    func pipes(suffix: String) async throws {
      let place = try Place()
      let store = try await SQLiteStorage(path: place.path).open(.writing)
      await store.close()
      try #require(mkfifo(place.path + suffix, 0o600) == 0)
      for mode in [StoreMode.reading, .writing] {
        let error = await #expect(throws: StoreError.self) { try await impatient(place.path).open(mode) }
        #expect(error == .notAStore(place: place.path + suffix, reason: "it is not a regular file"))
      }
    }

    @Test("a load whose page was dropped holds no connection")
    func droppedLoads() async throws {
      let place = try Place()
      var options = SQLiteOptions()
      options.pageRows = 2
      let store = try await SQLiteStorage(path: place.path, options: options).open(.writing)
      _ = try await store.commit(adding(0..<10))
      for _ in 0..<400 { #expect(try await store.load(deals, fields: [], page: nil).ids.count == 2) }
      var open = 0
      for _ in 0..<100 {
        open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
          (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0))?.hasPrefix(place.path)
            == true
        }.count
        if open < 40 { break }
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(open < 40, "\(open) descriptors are open")
      // One that is followed page by page is not ended by the way.
      var (ids, token) = (0, PageToken?.none)
      repeat {
        let page = try await store.load(deals, fields: ["amount"], page: token)
        (ids, token) = (ids + page.ids.count, page.next)
      } while token != nil
      #expect(ids == 10)
      await store.close()
    }

    @Test("records of an older layout take effect in order too")
    func olderLayout() async throws {
      let place = try Place()
      let store = try await SQLiteStorage(path: place.path).open(.writing)
      var changes = adding(0..<1)
      changes.effectiveAt = Instant(microsecondsSince1970: 500)
      _ = try await store.commit(changes)
      await store.close()
      let connection = try await Connection.open(place.path, place: place.path, readOnly: false) {
        try $0.execute("UPDATE records_deal SET _effective = NULL")
      }
      await connection.close()
      let again = try await SQLiteStorage(path: place.path).open(.writing)
      var edit = adding(0..<0, operation: 2)
      edit.effectiveAt = Instant(microsecondsSince1970: 300)
      edit.writes = [
        RecordWrite(
          RecordKey(deals, number(0)),
          .update(expected: 1, [CellChange("amount", old: .integer(0), new: .integer(9), inHistory: true)]))
      ]
      _ = try await again.commit(edit)
      let entries = try await again.journal(nil, id: nil, after: .start, limit: 9).entries
      #expect(entries.map(\.effectiveAt.microsecondsSince1970) == [500, 500])
      await again.close()
    }
  }
#endif
