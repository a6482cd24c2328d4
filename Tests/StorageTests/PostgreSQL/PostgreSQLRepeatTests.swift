#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import Synchronization
  import Testing

  @testable import PostgreSQLStorage

  @Suite("What PostgreSQL refuses once is tried again", .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLRepeatTests {
    @Test("a lock that is not given in time is asked for once more", arguments: [1, 2])
    func locks(refusals: Int) async throws {
      let schema = TestSchema()
      let store = try await schema.driver().open(.writing)
      try await schema.run(
        """
        CREATE SEQUENCE \(schema.name).tries;;
        CREATE FUNCTION \(schema.name).refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF nextval('\(schema.name).tries') <= \(refusals) THEN RAISE EXCEPTION 'held' USING ERRCODE = '55P03'; END IF;
          RETURN NEW; END $$;;
        CREATE TRIGGER refuse BEFORE INSERT ON \(schema.name).journal FOR EACH ROW EXECUTE FUNCTION \(schema.name).refuse()
        """)
      let result = await Result { try await store.commit(adding(0..<1)) }
      if refusals == 1 {
        #expect(throws: Never.self) { try result.get() }
      } else {
        #expect {
          try result.get()
        } throws: { error in
          if case StoreError.locked = error { true } else { false }
        }
      }
      #expect(try await schema.run("SELECT last_value::text FROM \(schema.name).tries") == [["2"]])
      await store.close()
    }

    @Test("a commit that the server refuses fails alone, whichever commits share its transaction")
    func alone() async throws {
      let schema = TestSchema()
      let store = try await schema.driver().open(.writing)
      try await schema.run(
        """
        CREATE FUNCTION \(schema.name).refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.name LIKE 'refused%' THEN RAISE EXCEPTION 'no such deal here'; END IF;
          RETURN NEW; END $$;;
        CREATE TRIGGER refuse BEFORE INSERT ON \(schema.name).records_deal FOR EACH ROW EXECUTE FUNCTION \(schema.name).refuse()
        """)
      _ = try await store.commit(adding(0..<1))
      let hold = try await Hold("SELECT * FROM \(schema.name).workspaces FOR UPDATE", schema)
      // The first commit waits for the lock; those after it wait for the first, and share the next transaction.
      async let first = Result { try await store.commit(adding(1..<2, operation: 1)) }
      try await hold.isWaitedFor()
      let enqueued = Tally()
      async let good = Self.commit(2, "good", store, enqueued)
      async let refused = Self.commit(3, "refused", store, enqueued)
      async let last = Self.commit(4, "last", store, enqueued)
      while enqueued.count.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(5)) }
      try await hold.end()
      let results = await (first, good, refused, last)
      #expect(throws: Never.self) { _ = (try results.0.get(), try results.1.get(), try results.3.get()) }
      #expect {
        try results.2.get()
      } throws: { error in
        (error as? StoreError)?.explanation.fallback.contains("no such deal here") == true
      }
      let found = try await store.read((0..<5).map { RecordKey(deals, number($0)) })
      #expect(found.map { $0 != nil } == [true, true, true, false, true])
      await store.close()
    }

    private static func commit(
      _ number: Int, _ name: String, _ store: any Store, _ enqueued: Tally
    ) async -> Result<CommitReceipt, any Error> {
      await Result {
        try await store.commit(adding(number..<number + 1, name: name, operation: number)) {
          enqueued.count.withLock { $0 += 1 }
        }
      }
    }

    @Test("a read whose connection is lost is read again", arguments: [Duration.zero, .seconds(20)])
    func reads(reconnecting: Duration) async throws {
      var schema = TestSchema()
      schema.options.reconnecting = reconnecting
      schema.options.statementTimeout = .seconds(120)
      let url = TestServer.url() + "&application_name=\(schema.name)"
      let store = try await PostgreSQLStorage(url: url, options: schema.options).open(.writing)
      _ = try await store.commit(adding(0..<1))
      let hold = try await Hold("LOCK TABLE \(schema.name).records_deal IN ACCESS EXCLUSIVE MODE", schema)
      async let read = Result { try await store.read([RecordKey(deals, number(0))])[0]?.version }
      try await hold.isWaitedFor()
      let waiting = "application_name = '\(schema.name)' AND wait_event_type = 'Lock'"
      let ended = try await schema.run("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE \(waiting)")
      #expect(!ended.isEmpty)
      try await hold.end()
      let version = await read
      #expect(try version.get() == 1)
      await store.close()
    }

    @Test("a load whose connection was lost since the last one is begun again")
    func loads() async throws {
      let schema = TestSchema()
      let url = TestServer.url() + "&application_name=\(schema.name)"
      let store = try await PostgreSQLStorage(url: url, options: schema.options).open(.writing)
      _ = try await store.commit(adding(0..<1))
      #expect(try await store.load(deals, fields: [], page: nil).ids == [number(0)])
      let ended = try await schema.run(
        "SELECT pg_terminate_backend(pid, 5000)::text FROM pg_stat_activity WHERE application_name = '\(schema.name)'")
      #expect(!ended.isEmpty)
      #expect(try await store.load(deals, fields: [], page: nil).ids == [number(0)])
      await store.close()
    }

    @Test("a commit whose notification is lost is seen all the same, within seconds")
    func lostNotification() async throws {
      let schema = TestSchema()
      let store = try await schema.driver().open(.writing)
      let cursor = try await store.commit(adding(0..<1)).cursor
      async let isSeen = store.waitForCommit(after: cursor, atMost: .seconds(60))
      try await Task.sleep(for: .milliseconds(500))
      // As a commit leaves it, without what it sends.
      try await schema.run("UPDATE \(schema.name).workspaces SET head = head + 1", workspace: "default")
      let start = ContinuousClock.now
      #expect(try await isSeen)
      #expect(ContinuousClock.now - start < .seconds(30))
      await store.close()
    }

    @Test("an opening whose connection is lost begins again")
    func opening() async throws {
      let schema = TestSchema()
      let url = TestServer.url() + "&application_name=\(schema.name)"
      let driver = PostgreSQLStorage(url: url, options: schema.options)
      let lock = "SELECT pg_advisory_xact_lock(hashtextextended('sales_pipeline \(schema.name)', 0))::text"
      let hold = try await Hold(lock, schema)
      async let opening = Result { try await driver.open(.writing) }
      try await hold.isWaitedFor()
      let waiting = "application_name = '\(schema.name)' AND wait_event_type = 'Lock'"
      let ended = try await schema.run("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE \(waiting)")
      #expect(!ended.isEmpty)
      try await hold.end()
      let store = try await opening.get()
      #expect(!(try await store.commit(adding(0..<1)).wasRepeated))
      await store.close()
    }

    @Test("a large commit in the compact form that adds what exists is a conflict, and writes nothing")
    func largeConflict() async throws {
      let schema = TestSchema()
      let store = try await PackingDriver(base: schema.driver()).open(.writing)
      _ = try await store.commit(adding(120..<121))
      await #expect {
        try await store.commit(adding(0..<150, operation: 1))
      } throws: { error in
        if case StoreError.conflict(let conflict) = error {
          conflict.key == RecordKey(deals, number(120)) && conflict.expected == 0 && conflict.found == 1
        } else {
          false
        }
      }
      #expect(try await store.load(deals, fields: [], page: nil).ids == [number(120)])
      await store.close()
    }
  }

  private final class Tally: Sendable {
    let count = Mutex(0)
  }

  /// A lock that another session holds until it is ended.
  private struct Hold {
    private let schema: TestSchema
    private let session: Task<Void, any Error>
    private let sleep: String

    init(_ statement: String, _ schema: TestSchema) async throws {
      self.schema = schema
      // Named after the schema, since other tests hold locks at the same time.
      let sleep = "SELECT pg_sleep(1800)::text AS \(schema.name)"
      self.sleep = sleep
      // Beside a thousand other tests the one that is to wait may begin late.
      var patient = schema
      patient.options.statementTimeout = .seconds(1_800)
      session = Task { [patient] in
        try await patient.run("BEGIN;;\n\(statement);;\n\(sleep);;\nCOMMIT", workspace: "default")
      }
      while try await !isHeld() { try await Task.sleep(for: .milliseconds(10)) }
    }

    private var asleep: String { "query = '\(sleep)' AND state = 'active'" }

    /// Returns when another session waits for the lock.
    func isWaitedFor() async throws {
      let waiting = """
        SELECT count(*)::text FROM pg_stat_activity waiting JOIN pg_stat_activity holding
        ON holding.pid = ANY (pg_blocking_pids(waiting.pid)) WHERE holding.query = '\(sleep)'
        """
      while try await schema.run(waiting) == [["0"]] {
        // Without the lock nobody would ever wait.
        try #require(try await isHeld())
        try await Task.sleep(for: .milliseconds(10))
      }
    }

    private func isHeld() async throws -> Bool {
      try await schema.run("SELECT count(*)::text FROM pg_stat_activity WHERE \(asleep)") == [["1"]]
    }

    /// Lets the lock go.
    func end() async throws {
      try await schema.run("SELECT pg_cancel_backend(pid)::text FROM pg_stat_activity WHERE \(asleep)")
      await #expect(throws: (any Error).self) { try await session.value }
    }
  }

  extension Result where Failure == any Error {
    /// The result of some work.
    fileprivate init(_ work: () async throws -> Success) async {
      do { self = .success(try await work()) } catch { self = .failure(error) }
    }
  }
#endif
