#if SQLite
  import Foundation
  import HistoryPlugins
  import PipelinePlugins
  import PipelineTesting
  import SQLiteStorage
  import SalesPipeline
  import Testing

  @testable import PipelineEngine

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  @Suite("Moving a workspace", .serialized)
  struct MovingTests {
    /// Each backend to each other one, and to itself.
    static let pairs: [Pair] = Backend.all.flatMap { from in Backend.all.map { Pair(from: from, to: $0) } }

    struct Pair: Sendable, CustomTestStringConvertible {
      let from: Backend
      let to: Backend
      var testDescription: String { "\(from.name) to \(to.name)" }
    }

    @Test("every answer is the same before and after, of now and then, and so is the journal", arguments: pairs)
    func roundTrip(_ pair: Pair) async throws {
      try await MovingPlaces.with(pair) { places in
        let clock = AsOfTests.World(seed: 3)
        try await places.live(clock, seed: 3)
        let before = try await Answers(places.source, clock)
        #expect(before.journal.count > 150 && before.funnelThen != before.funnel)
        let moved = try await Pipeline.move(from: places.source, to: places.target)
        let after = try await Answers(places.target, clock)
        #expect(after == before)
        #expect(moved.entriesBefore == 0 && moved.contents.entries == before.journal.count)
        #expect(moved.contents.operations == Set(before.journal.map(\.operation)).count)
        let deals = before.journal.filter { $0.key.kind == .opportunity }
        let count = try #require(moved.contents.records.first { $0.kind == .opportunity })
        #expect(count.live == before.deals.count)
        #expect(count.live + count.deleted == Set(deals.map(\.key.id)).count && count.deleted > 0)
        let amounts = before.deals.compactMap(\.body.amount)
        #expect(moved.contents.totals.map(\.deals) == [amounts.count])
        #expect(moved.contents.totals.first?.currency == "USD")
        let total = amounts.reduce(0) { $0 + $1.minorUnits }
        #expect(moved.contents.totals.first?.amount == "\(total / 100).\(total % 100 < 10 ? "0" : "")\(total % 100)")
        // Again there is nothing to do.
        let again = try await Pipeline.move(from: places.source, to: places.target)
        #expect(again.contents == moved.contents && again.entriesBefore == moved.contents.entries)
        // And back.
        let back = try await Pipeline.move(from: places.target, to: places.back)
        #expect(back.contents == moved.contents)
        #expect(try await Answers(places.back, clock) == before)
      }
    }

    @Test("where entries get other numbers, consumers go on where they were", arguments: pairs)
    func consumers(_ pair: Pair) async throws {
      try await MovingPlaces.with(pair) { places in
        // Another workspace of the same store comes between: in a file it takes numbers of the journal.
        var other = places.source
        other.workspace = "other"
        let (one, two) = (try await Pipeline.open(places.source), try await Pipeline.open(other))
        let consumer = one.consumer("billing")
        for step in 0..<6 {
          _ = try await one.acting(as: "anna").addAccount("Acme \(step)")
          _ = try await two.acting(as: "anna").addAccount("Other \(step)")
          // The first entries are those of opening: in the end some are not acknowledged.
          var batches = consumer.batches(limit: 1).makeAsyncIterator()
          let batch = try #require(try await batches.next(isolation: nil))
          try await consumer.acknowledge(batch)
        }
        let next = try await Self.next(consumer)
        await one.close()
        await two.close()
        let moved = try await Pipeline.move(from: places.source, to: places.target)
        if pair.from.name == "sqlite" { #expect(!moved.keepsCursors) }
        let again = try await Pipeline.open(places.target, for: .reading)
        #expect(try await Self.next(again.consumer("billing")) == next && !next.isEmpty)
        await again.close()
      }
    }

    /// What a consumer gets next: the record and version of each change.
    private static func next(_ consumer: Pipeline.Consumer) async throws -> [String] {
      var batches = consumer.batches().makeAsyncIterator()
      let batch = try #require(try await batches.next(isolation: nil))
      return batch.changes.map { "\($0.kind) \($0.record) \($0.version)" }
    }

    @Test("a move that fails at any commit leaves a beginning, and is continued", arguments: pairs)
    func interrupted(_ pair: Pair) async throws {
      try await MovingPlaces.with(pair) { places in
        let clock = AsOfTests.World(seed: 5)
        try await places.live(clock, seed: 5, rounds: 1)
        let whole = try await Answers(places.source, clock)
        let operations = whole.journal.map(\.operation).reduce(into: [RecordID]()) {
          if $0.last != $1 { $0.append($1) }
        }
        var entriesBefore: [Int] = []
        for failing in [1, 2, 9, operations.count / 2, operations.count] {
          var faulty = places.target
          faulty.storage = FailingDriver(inner: places.target.storage, operation: operations[failing - 1])
          await #expect(throws: StoreError.full(place: "test")) {
            try await Pipeline.move(from: places.source, to: faulty)
          }
          // A part is not taken for the whole, nor moved on.
          await #expect(throws: Pipeline.UnfinishedCopy(.move)) {
            try await Pipeline.open(places.target, for: .reading)
          }
          await #expect(throws: Pipeline.UnfinishedCopy(.move)) {
            try await Pipeline.move(from: places.target, to: places.back)
          }
          let left = try await MovingPlaces.journal(places.target)
          #expect(left == Array(whole.journal.prefix(left.count)))
          // What was sent behind the commit that failed did not take effect.
          #expect(Set(left.map(\.operation)) == Set(operations.prefix(failing - 1)), "failed at \(failing)")
          entriesBefore.append(left.count)
        }
        let moved = try await Pipeline.move(from: places.source, to: places.target)
        #expect(moved.entriesBefore == entriesBefore.last && entriesBefore.sorted() == entriesBefore)
        #expect(try await Answers(places.target, clock) == whole)
      }
    }

    @Test("a target with other data is refused, and nothing is written", arguments: pairs)
    func refused(_ pair: Pair) async throws {
      try await MovingPlaces.with(pair) { places in
        for setup in [places.source, places.target] {
          let pipeline = try await Pipeline.open(setup)
          _ = try await pipeline.acting(as: "anna").addAccount("Acme")
          await pipeline.close()
        }
        let before = try await MovingPlaces.journal(places.target)
        await #expect(throws: Pipeline.MoveError(.moveTargetNotEmpty)) {
          try await Pipeline.move(from: places.source, to: places.target)
        }
        #expect(try await MovingPlaces.journal(places.target) == before)
        // A target that was used since it was moved to is not overwritten either.
        try await Pipeline.move(from: places.source, to: places.back)
        let used = try await Pipeline.open(places.back)
        _ = try await used.acting(as: "anna").addAccount("Later")
        await used.close()
        await #expect(throws: Pipeline.MoveError(.moveTargetNotEmpty)) {
          try await Pipeline.move(from: places.source, to: places.back)
        }
        var missing = places.source
        missing.workspace = "nobody"
        await #expect(throws: (any Error).self) { try await Pipeline.move(from: missing, to: places.back) }
      }
    }

    @Test("a source that is written meanwhile is noticed, and running again continues", arguments: pairs)
    func writtenMeanwhile(_ pair: Pair) async throws {
      try await MovingPlaces.with(pair) { places in
        let pipeline = try await Pipeline.open(places.source)
        _ = try await pipeline.acting(as: "anna").addAccount("Acme")
        var watched = places.source
        watched.storage = WritingDriver(inner: places.source.storage) {
          _ = try await pipeline.acting(as: "ben").addAccount("Meanwhile")
        }
        await #expect(throws: Pipeline.MoveError(.moveSourceWritten)) {
          try await Pipeline.move(from: watched, to: places.target)
        }
        let moved = try await Pipeline.move(from: places.source, to: places.target)
        #expect(moved.entriesBefore == moved.contents.entries - 1)
        await pipeline.close()
      }
    }

    @Test("a target that holds another cell than the source is found out", arguments: Backend.all)
    func differs(_ backend: Backend) async throws {
      for (verb, part) in [("load", "cells"), ("journal", "journal")] {
        try await MovingPlaces.with(Pair(from: backend, to: backend)) { places in
          let pipeline = try await Pipeline.open(places.source)
          _ = try await pipeline.acting(as: "anna").addAccount("Acme")
          await pipeline.close()
          var wrong = places.target
          wrong.storage = WrongDriver(inner: places.target.storage, verb: verb)
          let error = await #expect(throws: Pipeline.MoveError.self) {
            try await Pipeline.move(from: places.source, to: wrong)
          }
          #expect("\(error.map { "\($0.explanation.fallback)" } ?? "")".contains("(\(part))"), "\(verb)")
        }
      }
    }

    @Test("large operations are moved, and records that no longer meet their constraints", arguments: pairs)
    func largeAndOld(_ pair: Pair) async throws {
      try await MovingPlaces.with(pair) { places in
        let unchecked = Pipeline.schema.map { RecordSchema($0.kind, $0.fields) }
        let store = try await places.source.storage.open(
          StoreContext(workspace: places.source.workspace, schema: unchecked, mode: .writing))
        var writes: [RecordWrite] = []
        let ids = (0..<2_500).map { RecordID(milliseconds: 9, counter: 1, random: UInt64($0)) }
        var body = AccountBody()
        // The same identity twice: older than the constraint.
        body.externalID = "A-1"
        for (number, id) in ids.enumerated() {
          body.name = "Acme \(number)"
          if number > 1 { body.externalID = nil }
          writes.append(RecordWrite(RecordKey(.account, id), .create(AccountBody.fields.encode(body))))
        }
        // One that the compact form of new records does not have twice.
        writes.append(
          RecordWrite(
            RecordKey(.account, ids[2_000]),
            .update(expected: 1, [CellChange("name", old: .text("Acme 2000"), new: .text("New"), inHistory: true)])))
        writes.append(RecordWrite(RecordKey(.account, ids[2_001]), .delete(expected: 1)))
        let now = Instant(startOf: Fixture.today)
        _ = try await store.commit(
          ChangeSet(
            operation: RecordID(high: 1, low: 1), effectiveAt: now, recordedAt: now, author: "import", writes: writes))
        await store.close()
        let before = try await MovingPlaces.journal(places.source)
        #expect(before.count == 2_502)
        let moved = try await Pipeline.move(from: places.source, to: places.target)
        #expect(moved.contents.records == [.init(kind: .account, live: 2_499, deleted: 1)])
        #expect(try await MovingPlaces.journal(places.target) == before)
        let source = try await Pipeline.open(places.source)
        let broken = try await source.brokenConstraints().count
        await source.close()
        let pipeline = try await Pipeline.open(places.target)
        let found = try await pipeline.brokenConstraints().count
        #expect(found == broken && found > 0, "\(found) and \(broken)")
        #expect(try await pipeline.acting(as: "anna").findAccount(ids[2_000])?.body.name == "New")
        await pipeline.close()
      }
    }
  }

  #if SQLite
    /// A process that moves a workspace and is killed at a random moment, again and again to one target.
    @Suite("Moves that are killed", .serialized, .timeLimit(.minutes(60)))
    struct KilledMoveTests {
      @Test("what a killed move left is a beginning, and the next one continues it")
      func kills() async throws {
        let place = KilledMove(of: getpid())
        defer { place.remove() }
        try await place.make()
        let whole = try await MovingPlaces.journal(place.source)
        var (left, kills) = (0, 0)
        for _ in 1...Torture.count(6, long: 200) {
          await #expect(processExitsWith: .signal(SIGKILL)) { try await KilledMove(of: getppid()).move() }
          kills += 1
          guard FileManager.default.fileExists(atPath: place.folder + "/target.db"),
            let journal = try? await MovingPlaces.journal(place.target)
          else { continue }
          #expect(journal == Array(whole.prefix(journal.count)) && journal.count >= left)
          left = journal.count
        }
        let moved = try await Pipeline.move(from: place.source, to: place.target)
        #expect(moved.entriesBefore == left)
        #expect(try await MovingPlaces.journal(place.target) == whole)
        Torture.report(
          "a killed move is continued", "\(kills) kills, \(left) of \(whole.count) entries before the last run: equal")
      }
    }

    private final class KilledMove: Sendable {
      let folder: String
      var source: PipelineSetup { Fixture.setup(SQLiteStorage(path: folder + "/source.db")) }
      var target: PipelineSetup { Fixture.setup(SQLiteStorage(path: folder + "/target.db")) }

      init(of process: pid_t) { folder = NSTemporaryDirectory() + "killed-move-\(process)" }

      func make() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let pipeline = try await Pipeline.open(source)
        let desk = pipeline.acting(as: "anna")
        let account = try await desk.addAccount("Acme")
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<20 {
            group.addTask {
              let deal = try await desk.addOpportunity(in: account)
              for step in 0..<30 { _ = try await desk.edit(deal.id) { $0.nextStep = "\(step)" } }
            }
          }
          try await group.waitForAll()
        }
        await pipeline.close()
      }

      func remove() { try? FileManager.default.removeItem(atPath: folder) }

      /// Moves until the process is killed, also where the move ended before.
      func move() async throws {
        let moment = UInt32.random(in: 1_000...120_000)
        Thread.detachNewThread {
          usleep(moment)
          kill(getpid(), SIGKILL)
        }
        _ = try? await Pipeline.move(from: source, to: target)
        while true { try await Task.sleep(for: .seconds(1)) }
      }
    }
  #endif
#endif
