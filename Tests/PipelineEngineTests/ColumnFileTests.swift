#if SQLite
  import Foundation
  import PipelineEngine
  import PipelinePlugins
  import PipelineTesting
  import SQLiteStorage
  import Synchronization
  import Testing

  @Suite("The column file beside the store")
  struct ColumnFileTests {
    @Test("a process that finds the file loads no deals, and answers as one that loads them")
    func cold() async throws {
      try await Place.with { place in
        try await place.fill(40)
        #expect(place.hasFile)
        let found = try await place.answers()
        #expect(place.loads.take() == 0)
        try place.remove()
        #expect(try await place.answers() == found)
        #expect(place.loads.take() == 1)
        #expect(!place.hasFile, "a reader writes nothing")
      }
    }

    @Test("what was written after the file is in the answers")
    func behind() async throws {
      try await Place.with { place in
        try await place.fill(40)
        try await place.edit(3)
        let found = try await place.answers()
        #expect(place.loads.take() == 0)
        try place.remove()
        #expect(try await place.answers() == found)
        // Few changes are no reason to write it again; many are.
        try await place.fill(60)
        let written = try place.bytes()
        try await place.edit(2)
        #expect(try place.bytes() == written)
        _ = place.loads.take()
        try await place.edit(30)
        #expect(try place.bytes() != written)
        let later = try await place.answers()
        #expect(place.loads.take() == 0)
        try place.remove()
        #expect(try await place.answers() == later)
      }
    }

    @Test(
      "a damaged file is ignored and made anew", arguments: ["empty", "cut", "flipped", "longer", "a folder", "a link"])
    func damaged(_ how: String) async throws {
      try await Place.with { place in
        try await place.fill(40)
        let right = try await place.answers()
        var bytes = try place.bytes()
        try place.remove()
        switch how {
        case "empty": try place.put([])
        case "cut": try place.put(Array(bytes.prefix(bytes.count * 2 / 3)))
        case "flipped":
          bytes[bytes.count / 2] ^= 4
          try place.put(bytes)
        case "longer": try place.put([0] + bytes)
        case "a folder": try FileManager.default.createDirectory(atPath: place.file, withIntermediateDirectories: false)
        default:
          try bytes.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: place.folder + "/other")) }
          try FileManager.default.createSymbolicLink(atPath: place.file, withDestinationPath: place.folder + "/other")
        }
        _ = place.loads.take()
        #expect(try await place.answers() == right)
        #expect(place.loads.take() == 1)
        try await place.edit(1)
        if how != "a folder" {
          let after = try await place.answers()
          _ = place.loads.take()
          #expect(try await place.answers() == after)
          #expect(place.loads.take() == 0, "made anew")
        }
      }
    }

    @Test("a file of another store, and of a journal that went on differently, is ignored")
    func foreign() async throws {
      try await Place.with { place in
        try await place.fill(40)
        let backup = try Data(contentsOf: URL(fileURLWithPath: place.database))
        try await place.edit(30, seed: 5)
        let stale = try place.bytes()
        // The backup is restored, and as many other changes are made: the journal is as long, and not the same.
        try place.remove()
        try backup.write(to: URL(fileURLWithPath: place.database))
        try await place.edit(30, seed: 6, increment: 77)
        let right = try await place.answers()
        try place.put(stale)
        _ = place.loads.take()
        #expect(try await place.answers() == right)
        #expect(place.loads.take() == 1)
      }
    }

    @Test("another time zone, currency or sales cycle makes another file")
    func otherForm() async throws {
      try await Place.with { place in
        try await place.fill(40)
        let renamed = SalesCycle(
          "direct",
          stages: Rules.direct.stages.map { stage in
            stage.key == "n" ? Stage("n", outcome: .lost) : stage
          })
        let changes: [@Sendable (inout PipelineSetup) -> Void] = [
          { $0.calendar.timeZone = "Pacific/Auckland" }, { $0.baseCurrency = .usd },
          { $0.salesCycles = [renamed, Rules.partner] }, { $0.salesCycles = [Rules.partner, Rules.direct] },
        ]
        for change in changes {
          _ = place.loads.take()
          let found = try await place.answers(change)
          #expect(place.loads.take() == 1)
          let bytes = try place.bytes()
          try place.remove()
          #expect(try await place.answers(change) == found)
          try place.put(bytes)
        }
        _ = place.loads.take()
        _ = try await place.answers()
        #expect(place.loads.take() == 0)
      }
    }

    @Test("columns: off leaves nothing beside the store, and a small store has no file")
    func off() async throws {
      try await Place.with { place in
        place.patience.withLock { $0 = nil }
        try await place.fill(40)
        #expect(!place.hasFile)
        place.patience.withLock { $0 = 20_000 }
        try await place.edit(1)
        #expect(!place.hasFile)
        place.patience.withLock { $0 = 20 }
        try await place.edit(1)
        #expect(place.hasFile)
        let mode = try FileManager.default.attributesOfItem(atPath: place.file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: place.folder).sorted() == [
            "sales.db", "sales.db.columns", "sales.db.columns.past", "sales.db.lock",
          ])
      }
    }

    @Test(
      "a process that finds the past's file reads the journal after it alone, and answers as one that reads all of it")
    func past() async throws {
      try await Place.with { place in
        try await place.fill(40)
        #expect(FileManager.default.fileExists(atPath: place.file + ".past"))
        for edits in [0, 3, 30, 2] {
          if edits > 0 { try await place.edit(edits) }
          _ = place.journals.take()
          let found = try await place.answersOfThen()
          #expect(place.journals.take() == 0, "the journal was read from its start")
          let bytes = try Data(contentsOf: URL(fileURLWithPath: place.file + ".past"))
          try FileManager.default.removeItem(atPath: place.file + ".past")
          #expect(try await place.answersOfThen() == found)
          #expect(place.journals.take() > 0)
          #expect(!FileManager.default.fileExists(atPath: place.file + ".past"), "a reader writes nothing")
          // One bit is another: it is ignored, and made anew by the next writer.
          var damaged = bytes
          damaged[damaged.count * 3 / 4] ^= 2
          try damaged.write(to: URL(fileURLWithPath: place.file + ".past"))
          #expect(try await place.answersOfThen() == found)
          #expect(place.journals.take() > 0)
          try bytes.write(to: URL(fileURLWithPath: place.file + ".past"))
        }
      }
    }

    @Test("each workspace of a file has its own")
    func workspaces() async throws {
      try await Place.with { place in
        try await place.fill(40)
        let right = try await place.answers()
        try await place.fill(30, { $0.workspace = "second" })
        #expect(FileManager.default.fileExists(atPath: place.file + "-2"))
        _ = place.loads.take()
        let second = try await place.answers { $0.workspace = "second" }
        #expect(try await place.answers() == right)
        #expect(place.loads.take() == 0)
        #expect(second != right)
      }
    }

    @Test("a report of a process that writes leaves a file without waiting for its end")
    func whileOpen() async throws {
      try await Place.with { place in
        try await place.fill(40)
        try place.remove()
        try await Rules.open(place.storage, seed: 9) { desk in
          _ = try await desk.funnel()
          for _ in 0..<500 where !place.hasFile { try await Task.sleep(for: .milliseconds(20)) }
          #expect(place.hasFile)
        }
      }
    }
  }

  /// A folder with a database, whose loads of deals are counted.
  private final class Place: Sendable {
    let folder: String
    let loads = Count()
    /// How often a journal of deals was read from its start.
    let journals = Count()
    let patience = Mutex<Int?>(20)

    init() { folder = NSTemporaryDirectory() + "columns-\(UUID().uuidString)" }

    static func with(_ body: (Place) async throws -> Void) async throws {
      let place = Place()
      try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: place.folder) }
      try await body(place)
    }

    var database: String { folder + "/sales.db" }
    var file: String { database + ".columns" }
    var hasFile: Bool { FileManager.default.fileExists(atPath: file) }

    func remove() throws { try FileManager.default.removeItem(atPath: file) }
    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file))) }
    func put(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: file)) }

    var storage: any StorageDriver {
      var options = SQLiteOptions()
      options.columnPatience = patience.withLock { $0 }
      return CountingStorage(inner: SQLiteStorage(path: database, options: options), loads: loads, journals: journals)
    }

    /// Adds deals of both sales cycles, in two currencies, some of them closed.
    func fill(_ count: Int, _ change: (inout PipelineSetup) -> Void = { _ in }) async throws {
      try await Rules.open(storage, seed: UInt64(count), change) { desk in
        let account = try await desk.addAccount("Acme \(count)")
        for number in 0..<count {
          let deal = try await desk.addOpportunity(in: account) { deal in
            deal.name = "Deal \(number)"
            deal.cycle = number % 3 == 0 ? "partner" : "direct"
            deal.currency = number % 7 == 0 ? .usd : .eur
            deal.statedAmount = Money(minorUnits: Int64(number * 1_000), currency: number % 7 == 0 ? .usd : .eur)
            deal.owner = "person \(number % 5)"
          }
          if number % 9 == 3 { _ = try await desk.edit(deal.id) { $0.status = "won" } }
        }
      }
      _ = loads.take()
    }

    /// Changes the amounts of so many deals.
    func edit(_ count: Int, seed: UInt64 = 3, increment: Int64 = 1) async throws {
      try await Rules.open(storage, seed: seed + UInt64(count) << 8) { desk in
        for deal in try await desk.opportunities(limit: count).items {
          _ = try await desk.edit(deal.id) {
            guard let amount = $0.statedAmount else { return }
            $0.statedAmount = Money(minorUnits: amount.minorUnits + increment, currency: amount.currency)
          }
        }
      }
    }

    /// What a new process that reads answers.
    func answers(_ change: (inout PipelineSetup) -> Void = { _ in }) async throws -> String {
      var setup = Rules.setup(storage)
      change(&setup)
      let pipeline = try await Pipeline.open(setup, for: .reading, environment: MovableClock().environment(seed: 77))
      let desk = pipeline.acting(as: "anna")
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let report = ReportDefinition("x", period: .all, groupBy: [.account, .stage, .currency, .createdMonth])
      let (funnel, grid) = (try await desk.funnel(), try await desk.salesGrid(by: .month))
      let table = try await desk.forecast(report).table
      let parts = [try encoder.encode(funnel), try encoder.encode(grid), try encoder.encode(table)]
      let answer = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
      await pipeline.close()
      return answer
    }
  }

  extension Place {
    /// What a new process that reads answers about several moments, and about one as it was known at another.
    func answersOfThen() async throws -> [FunnelReport] {
      let pipeline = try await Pipeline.open(
        Rules.setup(storage), for: .reading, environment: MovableClock().environment(seed: 78))
      let desk = pipeline.acting(as: "anna")
      let last = try await desk.snapshot().cursor
      var instants: [Instant] = []
      for try await change in pipeline.changes(after: .start) {
        instants.append(change.recordedAt)
        if change.cursor >= last { break }
      }
      var answers: [FunnelReport] = []
      for place in stride(from: 0, to: instants.count, by: max(1, instants.count / 7)) {
        answers.append(try await desk.funnel(ReportScope(asOf: instants[place])))
        answers.append(
          try await desk.snapshot(.asOf(instants[place], knownAt: instants[instants.count / 2])).funnel())
      }
      await pipeline.close()
      return answers
    }
  }

  /// Counts the loads of deals.
  private struct CountingStorage: StorageDriver {
    let inner: any StorageDriver
    let loads: Count
    let journals: Count
    func open(_ context: StoreContext) async throws -> any Store {
      CountingStore(inner: try await inner.open(context), loads: loads, journals: journals)
    }
  }

  private struct CountingStore: ForwardingStore {
    let inner: any Store
    let loads: Count
    let journals: Count

    func journal(
      of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
      _ body: (JournalPage.Columns) throws -> Void
    ) async throws -> Cursor {
      if record.kind == .opportunity, after == .start { journals.add() }
      return try await inner.journal(
        of: record, fields: fields, after: after, through: last, pageSize: pageSize, body)
    }

    func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
      if kind == .opportunity, page == nil, fields.contains("status") { loads.add() }
      return try await inner.load(kind, fields: fields, page: page)
    }
  }
#endif
