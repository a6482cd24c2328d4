import Foundation
import MemoryStorage
import PipelineEngine
import PipelinePlugins
import Testing

/// The JSON in the reference is the JSON that is written.
@Suite("The reference of the types' JSON holds")
struct TypesReferenceTests {
  private static let page: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return (try? String(contentsOf: root.appending(path: "Documentation/Reference/types.md"), encoding: .utf8)) ?? ""
  }()

  /// The block of JSON after a heading.
  private static func block(_ heading: String) throws -> Data {
    let section = try #require(page.components(separatedBy: "\n## \(heading)\n").dropFirst().first)
    let block = try #require(section.components(separatedBy: "```json\n").dropFirst().first)
    return Data(try #require(block.components(separatedBy: "```").first).utf8)
  }

  private static func expect(_ heading: String, _ value: some Encodable) throws {
    let shown = try? JSONSerialization.jsonObject(with: block(heading)) as? NSDictionary
    let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? NSDictionary
    if shown != written {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Issue.record("\(heading): \(String(decoding: try encoder.encode(value), as: UTF8.self))")
    }
  }

  @Test("the examples are what a desk writes")
  func examples() async throws {
    let clock = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:00Z")
    let setup = PipelineSetup(
      name: "Direct sales", baseCurrency: .eur, storage: MemoryStorage(), lookups: [LookupBinding(.line, Products())])
    let pipeline = try await Pipeline.open(setup, environment: .testing(clock))
    let desk = pipeline.acting(as: "anna")
    let acme = try await desk.addAccount("Acme") { $0.externalID = "A-1" }
    let before = try await desk.snapshot().cursor
    let deal = try await desk.addOpportunity(in: acme) {
      $0.nextStep = "Call"
      $0.lines = [OpportunityLine(product: "gtx-pro", quantity: 3, unitPrice: "4821.00")]
    }
    clock.advance(by: .seconds(60))
    _ = try await desk.edit(deal) { $0.expectedCloseDate = "2026-05-01" }
    try Self.expect("Records", deal)
    var changes: [Pipeline.Change] = []
    for try await change in desk.changes(after: before) {
      changes.append(change)
      if case .changed = change.event { break }
    }
    try Self.expect("Changes", try #require(changes.last))
    let refused = await #expect(throws: Refused.self) { try await desk.edit(deal.id) { $0.name = "" } }
    try Self.expect("Refusals", try #require(refused))
    try Self.expect("Reports", try await desk.salesGrid(by: .quarter))
    await pipeline.close()
  }

  @Test("the examples are read")
  func reading() throws {
    let decoder = JSONDecoder()
    #expect(try decoder.decode(Opportunity.self, from: Self.block("Records")).amount?.decimalText == "14463.00")
    #expect(try decoder.decode(Pipeline.Change.self, from: Self.block("Changes")).author == "anna")
    #expect(try decoder.decode(Refused.self, from: Self.block("Refusals")).refusals.map(\.code) == [.missing])
    #expect(try decoder.decode(SalesGrid.self, from: Self.block("Reports")).rows.count == 1)
  }
}

private struct Products: LookupSource {
  let isEditable = false
  func entries() -> [LookupEntry] { [LookupEntry("gtx-pro")] }
}
