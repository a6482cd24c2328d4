import Foundation
import MemoryStorage
import PipelineEngine
import PipelinePlugins
import Testing

/// The guide's pipeline without YAML, run as written. This file imports what the guide does, and no YAML module.
@Suite("The embedding guide holds")
struct EmbeddingGuideTests {
  // The lines are written as in the guide.
  // swift-format-ignore
  @Test("a pipeline without YAML works as the guide shows it")
  func withoutYAML() async throws {
    // sample: the lines below are in the guide
    let setup = PipelineSetup(
      name: "Direct sales", baseCurrency: .eur,
      storage: MemoryStorage(),                                     // or SQLiteStorage(path: "sales.db")
      lookups: [LookupBinding(.lossReason, LossReasons())],
      reports: [ReportDefinition("this-year", period: .relative(.thisYear), groupBy: [.owner, .stage])])

    let pipeline = try await Pipeline.open(setup)
    let desk = pipeline.acting(as: "anna")
    let acme = try await desk.addAccount("Acme")
    let deal = try await desk.addOpportunity(in: acme) {
      $0.statedAmount = try? Money(parsing: "4821.00", currency: .eur)
    }
    _ = try await desk.edit(deal) { $0.status = "lost"; $0.lossReason = "price" }
    let report = try await desk.forecast("this-year")
    // end of sample

    #expect(deal.amount?.description == "4821.00 EUR")
    #expect(report.name == "this-year")
    await #expect(throws: Refused.self) { try await desk.edit(deal.id) { $0.lossReason = "weather" } }
    await pipeline.close()
  }

  // The lines are written as in the guide.
  // swift-format-ignore
  @Test("watching works as the guide shows it")
  func watching() async throws {
    let setup = PipelineSetup(name: "Direct sales", baseCurrency: .eur, storage: MemoryStorage())
    let pipeline = try await Pipeline.open(setup)
    let desk = pipeline.acting(as: "anna")
    let live = Task {
      // watching: the lines below are in the guide
      for try await funnel in desk.live(.funnel) {
        print(funnel.total.count)
      }
      // end of watching
    }
    let changes = Task {
      // watching: the lines below are in the guide
      let snapshot = try await desk.snapshot()
      for try await change in desk.changes(after: snapshot.cursor) {
        switch change.event {
        case .created(let fields): print("new", change.kind, fields["name"]?.text ?? "")
        case .changed(let field, _, let new): print(change.record, field, new)
        case .deleted: print("gone", change.record)
        case .restored: print("back", change.record)
        }
      }
      // end of watching
    }
    let (posted, posting) = AsyncStream.makeStream(of: [Pipeline.Change].self)
    let consumer = Task {
      func post(_ changes: [Pipeline.Change]) async throws { posting.yield(changes) }
      // watching: the lines below are in the guide
      let billing = pipeline.consumer("crm-to-billing")
      for try await batch in billing.batches() {
        try await post(batch.changes)
        try await billing.acknowledge(batch)
      }
      // end of watching
    }
    let acme = try await desk.addAccount("Acme")
    for await changes in posted where changes.contains(where: { $0.record == acme.id }) { break }
    await pipeline.close()
    for task in [live, changes, consumer] { await #expect(throws: StoreError.closed) { try await task.value } }
  }

  // The lines are written as in the guide.
  // swift-format-ignore
  @Test("amounts, days and JSON work as the guide shows it")
  func values() async throws {
    // values: the lines below are in the guide
    let price = try Money(parsing: "4821.00", currency: .eur)
    let gross = try price * 3 * "1.19"                     // rounded half-even, once per product
    let parts = try gross.allocated(by: [50, 30, 20])      // nothing is lost or added
    let total = try parts.sum(in: .eur)
    // end of values
    #expect(gross.description == "17210.97 EUR" && total == gross)
    #expect(parts.map(\.decimalText) == ["8605.49", "5163.29", "3442.19"])

    let request = (closeDate: "2026-02-28", since: "yesterday")
    // values: the lines below are in the guide
    let start: CivilDate = "2026-07-01"
    let stated = try CivilDate(parsing: request.closeDate)  // "there is no day '2026-02-30': the month has 28 days"
    let moment = Instant(request.since)                     // nil
    // end of values
    #expect(start.description == "2026-07-01" && stated < start && moment == nil)

    let pipeline = try await Pipeline.open(
      PipelineSetup(name: "Direct sales", baseCurrency: .eur, storage: MemoryStorage()))
    let desk = pipeline.acting(as: "anna")
    let deal = try await desk.addOpportunity(in: desk.addAccount("Acme"))
    // values: the lines below are in the guide
    let data = try JSONEncoder().encode(deal)
    let copy = try JSONDecoder().decode(Opportunity.self, from: data)
    let saved = try await desk.edit(copy) { $0 = copy.body }
    // end of values
    #expect(copy == deal && saved == deal, "nothing has changed")
    await pipeline.close()
  }

  // The lines are written as in the guide.
  // swift-format-ignore
  @Test("tests with a clock work as the guide shows it")
  func testing() async throws {
    let setup = PipelineSetup(name: "Direct sales", baseCurrency: .eur, storage: MemoryStorage())
    // testing: the lines below are in the guide
    let clock = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:00Z")
    let pipeline = try await Pipeline.open(setup, environment: .testing(clock))
    let desk = pipeline.acting(as: "anna")
    let deal = try await desk.addOpportunity(in: desk.addAccount("Acme"))
    clock.advance(days: 30)
    let won = try await desk.close(deal, as: .won)          // actualCloseDate is 2026-04-01
    // end of testing
    #expect(won.actualCloseDate == "2026-04-01")
    await pipeline.close()
  }

  @Test(
    "the code of a section in the guide is the code that is tested",
    arguments: [
      ("Watching", "watching", 3), ("Amounts, days and JSON", "values", 3), ("Tests", "testing", 1),
    ])
  func sectionSample(title: String, mark: String, count: Int) throws {
    let section = try #require(
      try Self.text("Documentation/Guides/Embedding.md").components(separatedBy: "\n## \(title)\n").last?
        .components(separatedBy: "\n## ").first)
    let source = try Self.text("Tests/ReadmeTests/EmbeddingGuideTests.swift")
    let blocks = section.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    let tested = source.components(separatedBy: "// \(mark): the lines below are in the guide\n").dropFirst()
      .map { $0.components(separatedBy: "// end of \(mark)\n")[0] }
    #expect(blocks.count == count)
    #expect(blocks.map(Self.lines) == tested.map(Self.lines))
  }

  @Test("the code in the guide is the code that is tested")
  func sample() throws {
    let guide = try Self.text("Documentation/Guides/Embedding.md")
    let source = try Self.text("Tests/ReadmeTests/EmbeddingGuideTests.swift")
    let section = try #require(guide.components(separatedBy: "### Without YAML").last)
    let blocks = section.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    try #require(blocks.count >= 2)
    let imports = Self.lines(blocks[0]).filter { $0.hasPrefix("import ") }
    for line in imports { #expect(Self.lines(source).contains(line), "\(line)") }
    let tested = try #require(
      source.components(separatedBy: "are in the guide\n").dropFirst().first?
        .components(separatedBy: "// end of " + "sample").first)
    #expect(Self.lines(blocks[0]).filter { !$0.hasPrefix("import ") } == Self.lines(tested))
    let written = Self.lines(source).joined(separator: "\n")
    #expect(written.contains(Self.lines(blocks[1]).joined(separator: "\n")))
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
  }

  private static func text(_ path: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }
}

struct LossReasons: LookupSource {
  let isEditable = false
  func entries() -> [LookupEntry] { [LookupEntry("price"), LookupEntry("timing")] }
}
