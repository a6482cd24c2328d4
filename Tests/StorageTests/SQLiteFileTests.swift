#if SQLite
  import Foundation
  import PipelinePlugins
  import Testing

  @testable import SQLiteStorage

  /// What a file may be, and what happens to it.
  @Suite("The file of the sqlite backend")
  struct SQLiteFileTests {
    @Test("commits are durable: a write-ahead log, and FULL on the connection that writes")
    func durable() async throws {
      let place = try Place()
      let store = try #require(try await SQLiteStorage(path: place.path).open(.writing) as? SQLiteStore)
      let connection = try #require(store.writer?.connection)
      let synchronous = try await connection.run { try $0.pragma("synchronous") }
      let mode = try await connection.run { session in
        let statement = try session.statement("PRAGMA journal_mode")
        defer { statement.reset() }
        return try statement.step() ? statement.text(0) : ""
      }
      #expect(synchronous == 2)
      #expect(mode == "wal")
      await store.close()
    }

    @Test("a second driver learns which process writes, and may write when it is done")
    func locked() async throws {
      let place = try Place()
      let first = try await SQLiteStorage(path: place.path).open(.writing)
      let error = await #expect(throws: StoreError.self) {
        try await SQLiteStorage(path: place.path, wait: .milliseconds(30)).open(.writing)
      }
      let holder = "this one, process \(ProcessInfo.processInfo.processIdentifier)"
      #expect(error == .locked(place: place.path, holder: holder))
      #expect(
        "\(try #require(error))"
          == "\(place.path): another process is writing (\(holder)); close it, or open for reading")
      await first.close()
      await (try SQLiteStorage(path: place.path).open(.writing)).close()
    }

    @Test(
      "a file of a newer schema is refused, and not one byte of it changes", arguments: [StoreMode.reading, .writing])
    func newer(mode: StoreMode) async throws {
      let place = try Place()
      try await migrated(place)
      let before = try place.files()
      let error = await #expect(throws: StoreError.self) { try await SQLiteStorage(path: place.path).open(mode) }
      #expect(error == .newerSchema(place: place.path, found: 4, supported: 3))
      #expect(try place.files()["sales.db"] == before["sales.db"])
    }

    @Test("steps of the layout are taken in order when a file is opened for writing, and keep what it holds")
    func migrations() async throws {
      let place = try Place()
      let old = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await old.commit(adding(0..<3))
      await old.close()
      let newer = SQLiteStorage(path: place.path, options: Self.oneMoreStep)
      let error = await #expect(throws: StoreError.self) { try await newer.open(.reading) }
      #expect(
        error
          == .failed(
            place: place.path,
            reason: "written by an older version (schema 3); open it for writing once, to bring it to schema 4"))
      let store = try #require(try await newer.open(.writing) as? SQLiteStore)
      let version = try await store.writer?.connection.run { try $0.pragma("user_version") }
      let record = try await store.read([RecordKey(deals, number(2))])
      #expect(version == 4)
      #expect(record.first??.cells == [.text("deal 2"), .integer(2)])
      await store.close()
    }

    @Test("what is no database of ours is refused, and left as it was", arguments: [StoreMode.reading, .writing])
    func foreign(mode: StoreMode) async throws {
      let place = try Place()
      try Data("name,amount\nAcme,12\n".utf8).write(to: URL(filePath: place.folder + "/deals.csv"))
      try FileManager.default.createDirectory(atPath: place.folder + "/folder", withIntermediateDirectories: true)
      let other = place.folder + "/other.db"
      let connection = try await Connection.open(other, place: other, readOnly: false) {
        try $0.execute("CREATE TABLE theirs (x)")
      }
      await connection.close()
      let cases = [
        ("deals.csv", "it is not an SQLite database"), ("folder", "it is a folder"),
        ("other.db", "another program's database"),
      ]
      for (name, reason) in cases {
        let path = place.folder + "/" + name
        let before = try? Data(contentsOf: URL(filePath: path))
        let error = await #expect(throws: StoreError.self) { try await SQLiteStorage(path: path).open(mode) }
        #expect(error == .notAStore(place: path, reason: reason))
        #expect(try before == (name == "folder" ? nil : Data(contentsOf: URL(filePath: path))))
      }
    }

    @Test("an empty file is nothing to read, and a place to begin")
    func empty() async throws {
      let place = try Place()
      try Data().write(to: URL(filePath: place.path))
      let error = await #expect(throws: StoreError.self) { try await SQLiteStorage(path: place.path).open(.reading) }
      #expect(error == .notAStore(place: place.path, reason: "it is empty"))
      let store = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await store.commit(adding(0..<1))
      await store.close()
    }

    @Test("a missing file is not found for reading, a missing folder not made for writing")
    func missing() async throws {
      let place = try Place()
      let unread = await #expect(throws: StoreError.self) { try await SQLiteStorage(path: place.path).open(.reading) }
      #expect(unread == .notFound(place: place.path))
      let path = place.folder + "/none/sales.db"
      let unwritten = await #expect(throws: StoreError.self) { try await SQLiteStorage(path: path).open(.writing) }
      #expect(unwritten == .failed(place: path, reason: "the folder '\(place.folder)/none' does not exist"))
      #expect(try place.files().isEmpty)
    }

    @Test("a full disk refuses the change set, keeps what was there, and later ones go on")
    func full() async throws {
      let place = try Place()
      var options = SQLiteOptions()
      options.maximumPages = 60
      let store = try await SQLiteStorage(path: place.path, options: options).open(.writing)
      _ = try await store.commit(adding(0..<10, operation: 1))
      let error = await #expect(throws: StoreError.self) { try await store.commit(adding(10..<20_000, operation: 2)) }
      #expect(error == .full(place: place.path))
      #expect("\(try #require(error))" == "\(place.path): the disk is full; nothing was written")
      let loaded = try await store.load(deals, fields: ["amount"], page: nil)
      let journal = try await store.journal(nil, id: nil, after: .start, limit: 100)
      #expect(loaded.ids.count == 10)
      #expect(journal.entries.count == 10)
      _ = try await store.commit(adding(10..<11, operation: 2))
      await store.close()
    }

    static var oneMoreStep: SQLiteOptions {
      var options = SQLiteOptions()
      options.migrations.append(Migration(sql: "CREATE TABLE later (x INTEGER) STRICT"))
      return options
    }

    private func migrated(_ place: Place) async throws {
      let store = try await SQLiteStorage(path: place.path, options: Self.oneMoreStep).open(.writing)
      _ = try await store.commit(adding(0..<3))
      await store.close()
    }
  }
#endif
