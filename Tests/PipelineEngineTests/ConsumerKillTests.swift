#if SQLite
  import Foundation
  import PipelinePlugins
  import PipelineTesting
  import SQLiteStorage
  import Synchronization
  import Testing

  @testable import PipelineEngine

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// Processes of consumers that are killed. The children write what they did to a file as they do it, which survives them.
  @Suite("Consumers whose processes are killed", .serialized, .timeLimit(.minutes(5)))
  struct ConsumerKillTests {
    @Test("killed between a delivery and its acknowledgement: the same batch comes again, until it is acknowledged")
    func between() async throws {
      let company = try await KilledConsumer.company("between")
      defer { company.remove() }
      for _ in 0..<2 {
        await #expect(processExitsWith: .signal(SIGKILL)) {
          try await KilledConsumer.run("between", dies: .afterDelivery)
        }
      }
      let first = Array(company.changes.prefix(3))
      #expect(company.steps == [.delivered(first), .delivered(first)])
      #expect(try await company.cursor() == .start)
      try await company.finish()
    }

    @Test("killed after an acknowledgement: the next process begins with the next batch")
    func after() async throws {
      let company = try await KilledConsumer.company("after")
      defer { company.remove() }
      for _ in 0..<3 {
        await #expect(processExitsWith: .signal(SIGKILL)) {
          try await KilledConsumer.run("after", dies: .afterAcknowledgement)
        }
      }
      let batches = (0..<3).map { Array(company.changes[$0 * 3..<$0 * 3 + 3]) }
      #expect(company.steps == batches.flatMap { [.delivered($0), .acknowledged($0[2])] })
      #expect(try await company.cursor().sequence == batches[2][2])
      try await company.finish()
    }

    @Test(
      "killed while the acknowledgement is written: it took place as a whole or not, and nothing is lost or skipped")
    func during() async throws {
      let company = try await KilledConsumer.company("during")
      defer { company.remove() }
      // Before the store writes, while it writes, and before the consumer learns that it has written.
      await #expect(processExitsWith: .signal(SIGKILL)) { try await KilledConsumer.run("during", dies: .beforeCommit) }
      #expect(try await company.cursor() == .start)
      await #expect(processExitsWith: .signal(SIGKILL)) { try await KilledConsumer.run("during", dies: .withinCommit) }
      let place = try await company.cursor().sequence
      #expect([Cursor.start.sequence, company.changes[2]].contains(place))
      await #expect(processExitsWith: .signal(SIGKILL)) { try await KilledConsumer.run("during", dies: .afterCommit) }
      let next = try await company.cursor().sequence
      #expect(next == (place == company.changes[2] ? company.changes[5] : company.changes[2]))
      #expect(company.steps.count == 3, "no acknowledgement has returned: \(company.steps)")
      try await company.finish()
    }

    @Test("killed at any moment, again and again: every change is delivered, and none again that was acknowledged")
    func anyTime() async throws {
      let company = try await KilledConsumer.company("any")
      defer { company.remove() }
      for _ in 0..<4 {
        await #expect(processExitsWith: .signal(SIGKILL)) { try await KilledConsumer.run("any", dies: .atAnyTime) }
        try company.check(try await company.cursor())
      }
      try await company.finish()
    }
  }

  /// A store with changes, and what the processes of its consumer did.
  private struct KilledConsumer {
    /// What a process did.
    enum Step: Equatable {
      /// It has got these changes.
      case delivered([Int64])
      /// It was answered that the changes up to this one are acknowledged.
      case acknowledged(Int64)
    }

    /// When a process dies.
    enum Death: Sendable {
      case afterDelivery, beforeCommit, withinCommit, afterCommit, afterAcknowledgement, atAnyTime
    }

    let folder: String
    /// The cursors of all changes.
    let changes: [Int64]

    static let name = "crm-to-billing"
    private var path: String { folder + "/sales.db" }
    private var log: String { folder + "/steps.txt" }

    /// The folder of a test in a process of the test run.
    private static func folder(_ name: String, of process: pid_t) -> String {
      NSTemporaryDirectory() + "killed-\(name)-\(process)"
    }

    /// A company with some changes.
    static func company(_ name: String) async throws -> KilledConsumer {
      let folder = folder(name, of: getpid())
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let pipeline = try await Pipeline.open(Fixture.setup(SQLiteStorage(path: folder + "/sales.db")))
      let desk = pipeline.acting(as: "anna")
      for number in 0..<40 { _ = try await desk.addAccount("A\(number)") }
      var batches = pipeline.consumer("all").batches(limit: 10_000).makeAsyncIterator()
      let all = try #require(try await batches.next(isolation: nil)).changes.map(\.cursor.sequence)
      await pipeline.close()
      return KilledConsumer(folder: folder, changes: all)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// What the processes did, in order.
    var steps: [Step] {
      let text = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
      return text.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        let numbers = words.dropFirst().compactMap { Int64($0) }
        return words.first == "delivered" ? .delivered(numbers) : numbers.first.map { .acknowledged($0) }
      }
    }

    /// The place of the consumer in the store.
    func cursor() async throws -> Cursor {
      let pipeline = try await Pipeline.open(Fixture.setup(SQLiteStorage(path: path)), for: .reading)
      let cursor = try await pipeline.consumer(Self.name).cursor()
      await pipeline.close()
      return cursor
    }

    /// Checks what was done against the place in the store.
    func check(_ cursor: Cursor) throws {
      // What was delivered after the last acknowledgement that returned begins directly after it, or after one that took
      // place without an answer.
      var acknowledged: Int64 = 0
      var mayBe: Int64 = 0
      for step in steps {
        switch step {
        case .delivered(let batch):
          let first = try #require(batch.first)
          let index = try #require(changes.firstIndex(of: first))
          let before = index == 0 ? 0 : changes[index - 1]
          #expect(before == acknowledged || before == mayBe, "\(first) after \(acknowledged): \(steps)")
          #expect(batch == Array(changes[index..<index + batch.count]))
          (acknowledged, mayBe) = (before, batch[batch.count - 1])
        case .acknowledged(let last):
          #expect(last == mayBe)
          acknowledged = last
        }
      }
      #expect(cursor.sequence == acknowledged || cursor.sequence == mayBe)
    }

    /// Reads what is left in this process: each change was delivered, and the last ones are acknowledged.
    func finish() async throws {
      let place = try await cursor()
      try check(place)
      let pipeline = try await Pipeline.open(Fixture.setup(SQLiteStorage(path: path)))
      let consumer = pipeline.consumer(Self.name)
      var batches = consumer.batches(limit: 7).makeAsyncIterator()
      var rest: [Int64] = []
      while let last = changes.last, (rest.last ?? place.sequence) < last {
        let batch = try #require(try await batches.next(isolation: nil))
        rest += batch.changes.map(\.cursor.sequence)
        try await consumer.acknowledge(batch)
      }
      #expect(rest == changes.filter { $0 > place.sequence })
      let delivered: [Int64] = steps.flatMap { step -> [Int64] in
        if case .delivered(let batch) = step { batch } else { [] }
      }
      #expect(Set(delivered + rest) == Set(changes))
      await pipeline.close()
    }
  }

  /// What the processes do that are killed.
  extension KilledConsumer {
    private static func die() -> Never {
      kill(getpid(), SIGKILL)
      while true { pause() }
    }

    /// Runs the consumer in a child process of the test, which dies.
    static func run(_ name: String, dies death: Death) async throws {
      let company = KilledConsumer(folder: folder(name, of: getppid()), changes: [])
      let storage = DeadlyStorage(inner: SQLiteStorage(path: company.path), death: death)
      let pipeline = try await Pipeline.open(Fixture.setup(storage))
      let consumer = pipeline.consumer(Self.name)
      DeadlyStorage.isArmed.store(true, ordering: .sequentiallyConsistent)
      if death == .atAnyTime {
        let delay = UInt32.random(in: 0..<60_000)
        Thread.detachNewThread {
          usleep(delay)
          die()
        }
      }
      for try await batch in consumer.batches(limit: death == .atAnyTime ? 1 : 3) {
        company.note("delivered", batch.changes.map(\.cursor.sequence))
        if death == .afterDelivery { die() }
        try await consumer.acknowledge(batch)
        company.note("acknowledged", [batch.cursor.sequence])
        if death == .afterAcknowledgement { die() }
      }
    }

    /// Adds a line in one write, so that there is no half of one.
    private func note(_ word: String, _ numbers: [Int64]) {
      let line = Array("\(word) \(numbers.map(String.init).joined(separator: " "))\n".utf8)
      let file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      _ = write(file, line, line.count)
      _ = close(file)
    }

    /// Kills the process at a commit.
    private struct DeadlyStorage: StorageDriver {
      let inner: any StorageDriver
      let death: Death
      /// Whether commits are those of acknowledgements.
      static let isArmed = Atomic(false)

      func open(_ context: StoreContext) async throws -> any Store {
        DeadlyStore(inner: try await inner.open(context), death: death)
      }
    }

    private struct DeadlyStore: ForwardingStore {
      let inner: any Store
      let death: Death

      private func dies(_ moment: Death) -> Bool {
        death == moment && DeadlyStorage.isArmed.load(ordering: .sequentiallyConsistent)
      }

      func commit(_ changes: ChangeSet) async throws -> CommitReceipt { try await commit(changes) {} }

      func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
        if dies(.beforeCommit) { die() }
        let receipt = try await inner.commit(changes) {
          if dies(.withinCommit) { die() }
          enqueued()
        }
        if dies(.afterCommit) { die() }
        return receipt
      }

    }
  }
#endif
