#if SQLite
  import Foundation
  import MemoryStorage
  import PipelinePlugins
  import PipelineTesting
  import SalesPipeline
  import Testing

  @testable import PipelineEngine

  @Suite("Archives", .serialized)
  struct ArchiveTests {
    /// Some years of a company by dice: every kind of event, in many operations.
    func live(_ desk: Desk, seed: UInt64) async throws {
      var dice = SplitMix(state: seed &+ UInt64(desk.today.daysSince1970))
      var accounts: [RecordID] = []
      var deals: [RecordID] = []
      for step in 0..<60 {
        switch dice.next() % 9 {
        case 0, 1:
          let account = try await desk.addAccount("Société \(step) \u{1F600}") {
            $0.attributes = ["sector": "métal\n\"x\"", "n": "\(step)"]
          }
          accounts.append(account.id)
        case 2, 3, 4:
          guard let id = accounts.last, let account = try await desk.findAccount(id) else { continue }
          let deal = try await desk.addOpportunity(in: account) {
            $0.lines = [.init(product: "gtx-pro", quantity: "1.50", unitPrice: "5.00")]
            $0.description = step % 2 == 0 ? "long\ttext \u{0}" : nil
          }
          deals.append(deal.id)
        case 5, 6:
          guard let id = deals.randomElement(using: &dice), try await desk.findOpportunity(id) != nil else { continue }
          _ = try await desk.edit(id) {
            $0.nextStep = "call \(step)"
            if $0.status == "prospecting" { $0.status = "engaging" }
          }
        case 7:
          guard let id = deals.randomElement(using: &dice), let deal = try await desk.findOpportunity(id) else {
            continue
          }
          try await desk.delete(deal)
          if step % 2 == 0 { _ = try await desk.restore(id) }
        default:
          guard accounts.count > 1, let gone = try await desk.findAccount(accounts.removeFirst()),
            let kept = try await desk.findAccount(accounts[0])
          else { continue }
          let operation = desk.makeID()
          try await desk.merge(gone, into: kept, operation: operation)
          if step % 3 == 0 {
            try await desk.undo(operation)
            accounts.append(gone.id)
          }
        }
      }
      // As an import with a past: what took effect before it was recorded.
      try await desk.together { transaction in
        transaction.takePlace(at: desk.endOfDay(try #require(desk.today.adding(days: -90))))
        let account = try await transaction.addAccount("Earlier \(dice.next())")
        let deal = try await transaction.addOpportunity(in: account)
        transaction.takePlace(at: desk.endOfDay(try #require(desk.today.adding(days: -60))))
        _ = try await transaction.edit(deal) { $0.nextStep = "call" }
      }
      for amount in [1, 2] as [ExactDecimal] { try await desk.call(amount, for: "this_month") }
      _ = try await desk.reports.save(
        ReportDefinition("report-\(dice.next())", period: .all, groupBy: [.owner], measures: [.count]))
    }

    /// The journal without sequence numbers, which may differ.
    private func journal(_ store: any Store) async throws -> [JournalEntry] {
      var entries: [JournalEntry] = []
      try await store.eachEntry(of: nil) { entry in
        entries.append(
          JournalEntry(
            sequence: Int64(entries.count + 1), operation: entry.operation, key: entry.key, version: entry.version,
            effectiveAt: entry.effectiveAt, recordedAt: entry.recordedAt, author: entry.author, event: entry.event))
      }
      return entries
    }

    @Test(
      "a store that is restored is equal to the last journal entry, from either backend to either",
      arguments: [(Backend.memory, Backend.sqlite), (.sqlite, .memory), (.sqlite, .sqlite)], [1, 2, 3] as [UInt64])
    func roundTrip(_ backends: (Backend, Backend), seed: UInt64) async throws {
      try await inFolders { folder, other in
        var setup = Fixture.setup(backends.0.make(folder))
        let clock = AsOfTests.World(seed: seed)
        let pipeline = try await Pipeline.open(setup, environment: clock.environment)
        let desk = pipeline.acting(as: "anna")
        for _ in 0..<3 {
          try await live(desk, seed: seed)
          clock.pass(seconds: 86_400 * 40)
        }
        let file = folder + "/archive.ndjson"
        let written = try await archive(desk, file)
        let before = try await journal(pipeline.store)
        #expect(written.entries == before.count && before.count > 100)
        #expect(before.contains { $0.effectiveAt < $0.recordedAt })
        #expect(Set(before.map(\.event.word)) == ["created", "changed", "deleted", "restored"])
        let deals = try await desk.opportunities(limit: .max).items
        let calls = try await desk.calls()
        #expect(calls.count >= 3)
        let funnel = try await desk.funnel()
        let then = try await desk.funnel(ReportScope(asOf: desk.endOfDay(desk.today.adding(days: -50)!)))
        await pipeline.close()

        setup.storage = backends.1.make(other)
        #expect(try await Pipeline.restore(setup, from: file) == written)
        let again = try await Pipeline.open(setup, for: .reading, environment: clock.environment)
        #expect(try await journal(again.store) == before)
        let reader = again.acting(as: "anna")
        #expect(try await reader.opportunities(limit: .max).items == deals)
        #expect(try await reader.funnel() == funnel)
        #expect(try await reader.calls() == calls)
        #expect(try await reader.callHistory(of: "anna", for: "2027-02").count == 2)
        #expect(try await reader.funnel(ReportScope(asOf: reader.endOfDay(desk.today.adding(days: -50)!))) == then)
        await again.close()
        await #expect(throws: Pipeline.ArchiveError.self, "the store is not empty") {
          try await Pipeline.restore(setup, from: file)
        }
      }
    }

    @Test("a restore that ends early is completed by the next one, from any place", arguments: Backend.all)
    func interrupted(backend: Backend) async throws {
      try await inFolders { folder, other in
        let pipeline = try await Pipeline.open(Fixture.setup(Backend.memory.make(folder)))
        try await live(pipeline.acting(as: "anna"), seed: 1)
        let (file, second) = (folder + "/archive.ndjson", folder + "/second.ndjson")
        let written = try await archive(pipeline.acting(as: "anna"), file)
        let before = try await journal(pipeline.store)
        await pipeline.close()
        let stranger = try await Pipeline.open(Fixture.setup(MemoryStorage()))
        try await live(stranger.acting(as: "anna"), seed: 2)
        _ = try await archive(stranger.acting(as: "anna"), second)
        await stranger.close()

        let faults = FaultPlan()
        let setup = Fixture.setup(FaultyDriver(backend.make(other), faults))
        for (call, fault) in [(9, FaultPlan.Fault.failsBefore), (20, .failsAfter), (60, .failsBefore)] {
          faults.plan(fault, atCall: call)
          await #expect(throws: StoreError.self) { try await Pipeline.restore(setup, from: file) }
          faults.plan(nil)
          // A part is not taken for the whole, for reading or for writing.
          for mode in [StoreMode.reading, .writing] {
            await #expect(throws: Pipeline.UnfinishedCopy(.restore)) { try await Pipeline.open(setup, for: mode) }
          }
          // What is there by half is of this archive alone.
          await #expect(throws: Pipeline.ArchiveError.self) { try await Pipeline.restore(setup, from: second) }
        }
        #expect(try await Pipeline.restore(setup, from: file) == written)
        await #expect(throws: Pipeline.ArchiveError.self) { try await Pipeline.restore(setup, from: file) }
        let again = try await Pipeline.open(setup, for: .reading)
        #expect(try await journal(again.store) == before)
        await again.close()
      }
    }

    @Test("what is cut, changed, newer or no archive is refused, and nothing is written")
    func refused() async throws {
      try await inFolders { folder, other in
        let pipeline = try await Pipeline.open(Fixture.setup(Backend.memory.make(folder)))
        let desk = pipeline.acting(as: "anna")
        _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
        let file = folder + "/archive.ndjson"
        _ = try await archive(desk, file)
        await pipeline.close()
        let text = try String(contentsOfFile: file, encoding: .utf8)
        var lines = text.split(separator: "\n").map(String.init)
        let end = try #require(lines.last)
        var broken = [
          "": "no archive", "hello\n": "no archive", "{\"format\":\"x\"}\n": "no archive",
          text.replacing("Acme", with: "Acne"): "digest", text + "{}\n": "digest",
          String(text.dropLast()): "incomplete",
          text.replacing("\"version\":1}", with: "\"version\":2}"): "newer",
          text.replacing("[\"name\",\"source\"", with: "[\"name\",\"colour\",\"source\""): "account.colour",
        ]
        lines.removeLast()
        broken[lines.joined(separator: "\n") + "\n"] = "incomplete"
        broken[(lines.dropLast() + [end]).joined(separator: "\n") + "\n"] = "digest"
        #expect(broken.count == 10)
        for (text, reason) in broken {
          let setup = Fixture.setup(Backend.sqlite.make(other))
          try text.write(toFile: file, atomically: true, encoding: .utf8)
          do {
            try await Pipeline.restore(setup, from: file)
            Issue.record("restored: \(text.prefix(80))")
          } catch let error as Pipeline.ArchiveError {
            #expect(error.description.contains(reason), "\(error)")
          }
          #expect(try FileManager.default.contentsOfDirectory(atPath: other).isEmpty)
        }
        await #expect(throws: Pipeline.ArchiveError.self) {
          try await Pipeline.restore(Fixture.setup(Backend.sqlite.make(other)), from: folder + "/none")
        }
        await #expect(throws: Pipeline.ArchiveError.self) {
          try await Pipeline.restore(Fixture.setup(Backend.sqlite.make(other)), from: folder)
        }
      }
    }

    @Test("an instant that is in no year, as older stores hold for rates without a day, is archived as a number")
    func noYear() throws {
      for (instant, text) in [
        (Instant(microsecondsSince1970: -62_135_597_361_000_000), "-62135597361000000"),
        (Instant(microsecondsSince1970: 0), "\"1970-01-01T00:00:00Z\""),
      ] {
        let data = try JSONEncoder().encode(ArchiveInstant(value: instant))
        #expect(String(decoding: data, as: UTF8.self) == text)
        #expect(try JSONDecoder().decode(ArchiveInstant.self, from: data).value == instant)
      }
    }

    @Test("the digest is SHA-256, so that other tools can check it")
    func digest() {
      var digest = SHA256()
      #expect(digest.finished() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
      digest.update(Array("abcdbcdecdefdefgefghfghighijhijkijkl".utf8))
      digest.update(Array("jklmklmnlmnomnopnopq".utf8))
      #expect(digest.finished() == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
      var many = SHA256()
      for _ in 0..<1000 { many.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
      #expect(many.finished() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("who does not see all deals does not archive them", arguments: Backend.all)
    func access(_ backend: Backend) async throws {
      try await AccessWorld.with(backend) { world in
        var sink: any ByteSink = MemorySink()
        await #expect(throws: Refused.self) { try await world.desk("anna").archive(to: &sink) }
        #expect((sink as? MemorySink)?.bytes.isEmpty == true)
        let contents = try await world.desk("root").archive(to: &sink)
        #expect(contents.entries > 0)
      }
    }

    private func archive(_ desk: Desk, _ file: String) async throws -> Pipeline.ArchiveContents {
      var sink: any ByteSink = MemorySink()
      let contents = try await desk.archive(to: &sink)
      try Data((sink as? MemorySink)?.bytes ?? []).write(to: URL(fileURLWithPath: file))
      return contents
    }

    private func inFolders(_ body: (String, String) async throws -> Void) async throws {
      let folders = [0, 1].map { _ in NSTemporaryDirectory() + "archive-\(UUID().uuidString)" }
      for folder in folders {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      defer { for folder in folders { try? FileManager.default.removeItem(atPath: folder) } }
      try await body(folders[0], folders[1])
    }
  }

  extension JournalEvent {
    fileprivate var word: String {
      switch self {
      case .created: "created"
      case .changed: "changed"
      case .deleted: "deleted"
      case .restored: "restored"
      }
    }
  }
#endif
