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

  @Test("the code about watching in the guide is the code that is tested")
  func watchingSample() throws {
    let section = try #require(
      try Self.text("Documentation/Guides/Embedding.md").components(separatedBy: "## Watching\n").last?
        .components(separatedBy: "\n## ").first)
    let source = try Self.text("Tests/ReadmeTests/EmbeddingGuideTests.swift")
    let blocks = section.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    let tested = source.components(separatedBy: "// watching: " + "the lines below are in the guide\n").dropFirst()
      .map { $0.components(separatedBy: "// end of " + "watching")[0] }
    #expect(blocks.count == 3)
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
