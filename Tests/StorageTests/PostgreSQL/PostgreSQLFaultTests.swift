#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import Synchronization
  import Testing

  @testable import PostgreSQLStorage

  @Suite("PostgreSQL under faults", .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLFaultTests {
    private func changes(_ operation: RecordID, _ writes: RecordWrite...) -> ChangeSet {
      ChangeSet(
        operation: operation, effectiveAt: Instant(microsecondsSince1970: 1),
        recordedAt: Instant(microsecondsSince1970: 2),
        author: "anna", writes: writes)
    }

    private func setting(_ record: StoredRecord, to amount: Int64) -> RecordWrite {
      RecordWrite(
        RecordKey(deals, record.id),
        .update(
          expected: record.version, [CellChange("amount", old: record.cells[1], new: .integer(amount), inHistory: true)]
        ))
    }

    @Test(
      "of commits by 8 tasks whose connections are killed, none is lost and none is applied twice", arguments: [1, 2])
    func kills(round: Int) async throws {
      let schema = TestSchema()
      let name = schema.name
      let url = TestServer.url() + "&application_name=\(name)"
      let stores = [
        try await PostgreSQLStorage(url: url, options: schema.options).open(.writing),
        try await PostgreSQLStorage(url: url, options: schema.options).open(.writing),
      ]
      _ = try await stores[0].commit(adding(0..<1))
      let isDone = Mutex(false)
      let killer = Task {
        var kills = 0
        while !isDone.withLock({ $0 }) {
          let killed = try await schema.run(
            "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE application_name = '\(name)'")
          kills += killed.count
          try await Task.sleep(for: .milliseconds(60))
        }
        return kills
      }
      let edits = 40
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<8 {
          let store = stores[task % 2]
          group.addTask {
            for edit in 0..<edits {
              let operation = RecordID(milliseconds: 50, counter: UInt16(task), random: UInt64(edit))
              while true {
                guard let record = try await store.read([RecordKey(deals, number(0))])[0],
                  let amount = record.cells[1].integer
                else { throw StoreError.invalid(reason: "the record is gone") }
                do {
                  let receipt = try await store.commit(changes(operation, setting(record, to: amount + 1)))
                  #expect(!receipt.wasRepeated)
                  break
                } catch StoreError.conflict { continue }
              }
            }
          }
        }
        try await group.waitForAll()
      }
      isDone.withLock { $0 = true }
      let kills = try await killer.value
      print("\(kills) connections were killed")
      #expect(kills > 10)
      let record = try await stores[0].read([RecordKey(deals, number(0))])[0]
      #expect(record?.cells[1] == .integer(Int64(8 * edits)))
      #expect(record?.version == Int64(8 * edits + 1))
      let entries = try await stores[1].journal(deals, id: number(0), after: .start, limit: 10_000).entries
      #expect(entries.map(\.sequence) == (1...Int64(8 * edits + 1)).map { $0 })
      #expect(Set(entries.map(\.operation)).count == 8 * edits + 1)
      // Each change begins where the one before it ended.
      for (place, entry) in entries.dropFirst().enumerated() {
        guard case .changed(let change) = entry.event else { continue }
        #expect(change.old == .integer(Int64(place)) && change.new == .integer(Int64(place + 1)))
      }
      for store in stores { await store.close() }
    }

    @Test("a commit whose reply is lost is found by its operation, and applied once")
    func lostReplies() async throws {
      var schema = TestSchema()
      let cuts = Mutex(0)
      schema.options.sentCommit = { socket in
        // The commit is on its way to the server; its reply has nowhere to go.
        if cuts.withLock({
          $0 += 1; return $0 % 2 == 0
        }) {
          cut(socket)
        }
      }
      let store = try await schema.driver().open(.writing)
      for turn in 0..<40 {
        let isLarge = turn % 10 == 9
        let numbers = isLarge ? turn * 1_000..<turn * 1_000 + 150 : turn * 1_000..<turn * 1_000 + 1
        let receipt = try await store.commit(adding(numbers, operation: turn))
        #expect(!receipt.wasRepeated, "turn \(turn)")
      }
      let entries = try await store.journal(nil, id: nil, after: .start, limit: 10_000).entries
      #expect(entries.count == 36 + 4 * 150)
      #expect(entries.map(\.sequence) == (1...Int64(entries.count)).map { $0 })
      #expect(cuts.withLock { $0 } >= 40)
      await store.close()
    }

    @Test(
      "where the server cannot be reached any more the outcome is unknown, and repeating the operation has one effect")
    func unknown() async throws {
      var schema = TestSchema()
      let isCut = Mutex(true)
      schema.options.sentCommit = { socket in if isCut.withLock({ $0 }) { cut(socket) } }
      schema.options.reconnecting = .zero
      let store = try await schema.driver().open(.writing)
      let operation = adding(0..<1).operation
      await #expect {
        try await store.commit(adding(0..<1))
      } throws: { error in
        if case StoreError.outcomeUnknown(_, operation) = error { true } else { false }
      }
      isCut.withLock { $0 = false }
      _ = try await store.commit(adding(0..<1))
      let entries = try await store.journal(nil, id: nil, after: .start, limit: 10).entries
      #expect(entries.count == 1)
      await store.close()
    }

    @Test("a serialization failure and a deadlock run the commit again; one that never ends is an error")
    func collisions() async throws {
      let schema = TestSchema()
      let store = try await schema.driver().open(.writing)
      for (index, state) in ["40001", "40P01"].enumerated() {
        try await schema.run(
          """
          CREATE SEQUENCE \(schema.name).s\(index);;
          CREATE FUNCTION \(schema.name).f\(index)() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('\(schema.name).s\(index)') < 4 THEN RAISE EXCEPTION 'collision' USING ERRCODE = '\(state)'; END IF;
            RETURN NEW; END $$;;
          CREATE TRIGGER t\(index) BEFORE INSERT ON \(schema.name).journal FOR EACH ROW EXECUTE FUNCTION \(schema.name).f\(index)()
          """)
        _ = try await store.commit(adding(index..<index + 1, operation: index))
        let tries = try await schema.run("SELECT last_value::text FROM \(schema.name).s\(index)")
        #expect(tries == [["4"]], "\(state)")
      }
      try await schema.run("ALTER SEQUENCE \(schema.name).s0 MINVALUE -1000000000 RESTART -1000000")
      do {
        _ = try await store.commit(adding(5..<6, operation: 5))
        Issue.record("it was committed")
      } catch let error as StoreError {
        #expect(error.explanation.fallback.contains("SQLSTATE 40001"), "\(error)")
      }
      #expect(try await store.read([RecordKey(deals, number(5))])[0] == nil)
      await store.close()
    }

    @Test("a commit waits for another process for 'lock_timeout', and the store goes on")
    func locked() async throws {
      var schema = TestSchema()
      schema.options.lockTimeout = .milliseconds(100)
      let store = try await schema.driver().open(.writing)
      _ = try await store.commit(adding(0..<1))
      let held = Task {
        try await schema.run(
          "BEGIN;;\nSELECT * FROM \(schema.name).workspaces FOR UPDATE;;\nSELECT pg_sleep(61)::text;;\nCOMMIT",
          workspace: "default")
      }
      // On a busy machine it takes a while until the lock is held.
      let holding =
        "SELECT count(*)::text FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(61)%' AND state = 'active'"
      while try await schema.run(holding) != [["1"]] { try await Task.sleep(for: .milliseconds(10)) }
      await #expect {
        try await store.commit(adding(1..<2, operation: 1))
      } throws: { error in
        if case StoreError.locked = error { true } else { false }
      }
      // Reading waits for nobody.
      #expect(try await store.read([RecordKey(deals, number(0))])[0] != nil)
      // The lock is held until here, however long the commit waited for its turn.
      try await schema.run(
        "SELECT pg_cancel_backend(pid)::text FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(61)%'")
      await #expect(throws: (any Error).self) { try await held.value }
      _ = try await store.commit(adding(1..<2, operation: 1))
      await store.close()
    }

    @Test("a cancelled import writes nothing, and gives its connection back clean")
    func cancelled() async throws {
      let schema = TestSchema()
      let store = try await schema.driver().open(.writing)
      try await schema.run(
        """
        CREATE SEQUENCE \(schema.name).calls;;
        CREATE FUNCTION \(schema.name).slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          PERFORM nextval('\(schema.name).calls'); PERFORM pg_sleep(0.01); RETURN NEW; END $$;;
        CREATE TRIGGER slow BEFORE INSERT ON \(schema.name).journal FOR EACH ROW EXECUTE FUNCTION \(schema.name).slow()
        """)
      let task = Task { try await store.commit(adding(0..<2_000)) }
      try await Task.sleep(for: .milliseconds(300))
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      // A sequence does not go back with a transaction: it says how far the server went. Time would depend on other tests.
      let calls = try #require(Int(try await schema.run("SELECT last_value::text FROM \(schema.name).calls")[0][0]))
      #expect(calls < 2_000, "the server went on to the end")
      #expect(try await store.load(deals, fields: [], page: nil).ids.isEmpty)
      _ = try await store.commit(adding(0..<3))
      #expect(try await store.load(deals, fields: [], page: nil).ids.count == 3)
      await store.close()
    }

    @Test("a statement that takes longer than 'statement_timeout' ends, and says so")
    func timeout() async throws {
      var schema = TestSchema()
      schema.options.statementTimeout = .milliseconds(200)
      let store = try await schema.driver().open(.writing)
      try await schema.run(
        """
        CREATE FUNCTION \(schema.name).slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          PERFORM pg_sleep(2); RETURN NEW; END $$;;
        CREATE TRIGGER slow BEFORE INSERT ON \(schema.name).journal FOR EACH ROW EXECUTE FUNCTION \(schema.name).slow()
        """)
      do {
        _ = try await store.commit(adding(0..<1))
        Issue.record("it was committed")
      } catch let error as StoreError {
        #expect(error.explanation.fallback.contains("statement_timeout"), "\(error)")
      }
      await store.close()
    }
  }

  /// Cuts a connection, and loses the reply of the server, also one that has arrived: on a busy machine the server can be faster.
  func cut(_ socket: Int32) {
    shutdown(socket, Int32(SHUT_RDWR))
    var bytes = [UInt8](repeating: 0, count: 4096)
    while recv(socket, &bytes, bytes.count, Int32(MSG_DONTWAIT)) > 0 {}
  }
#endif
