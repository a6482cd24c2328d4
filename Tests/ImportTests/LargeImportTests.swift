import Foundation
import PipelinePlugins
import SalesPipeline
import Testing

@testable import PipelineEngine

@Suite("Imports of many deals")
struct LargeImportTests {
  /// More rows than a piece, some of them refused, some with a past.
  private static let rows = (1...5_000).map { index in
    let stage = index % 7 == 0 ? "won" : index % 1_000 == 3 ? "nowhere" : "open"
    return
      "\(index),Acme \(index % 50),\(stage),GTX Pro,\(1 + index % 9),\(index),\(stage == "won" ? "1-Oct-2026" : ""),,,\n"
  }

  @Test(
    "the same deals, in the same order, whether planned deals are kept in memory or in a file",
    arguments: ["memory", "sqlite"])
  func spilled(storage: String) async throws {
    let yaml = smallSales.replacingOccurrences(
      of: "{memory: {}}", with: storage == "sqlite" ? "{sqlite: {path: \"${MAVEN_DB}\"}}" : "{memory: {}}")
    var found: [[Opportunity]] = []
    for bytes in [48 << 20, 0] {
      try await withDesk(yaml) { desk in
        var options = ImportOptions()
        options.skipsBadRows = true
        options.mostBytesPlanned = bytes
        let summary = try await desk.importText(
          SecondImportTests.header + Self.rows.joined(), try mapping(SecondImportTests.mappingText), options)
        #expect(summary.sections[0].created == 4_996, "\(summary.problems.prefix(2))")
        let page = try await desk.opportunities(limit: 10_000)
        #expect(page.total == 4_996)
        found.append(page.items)
        let again = try await desk.importText(
          SecondImportTests.header + Self.rows.joined(), try mapping(SecondImportTests.mappingText), options)
        #expect(again.sections[0].unchanged == 4_996 && again.sections[0].created == 0)
      }
    }
    let areSame = found[0].map(\.body) == found[1].map(\.body)
    #expect(areSame)
    let isInOrder =
      found[0].compactMap { Int($0.body.externalID ?? "") } == (1...5_000).filter { $0 % 1_000 != 3 || $0 % 7 == 0 }
    #expect(isInOrder)
  }

  @Test("what is written to a temporary file is read back; a folder that is not there is no error")
  func file() throws {
    let file = try #require(SpillFile())
    let pieces = (0..<5).map { index in (0..<100_000 * index).map { UInt8(truncatingIfNeeded: $0 &* (index + 3)) } }
    let loaders = pieces.map { file.append($0) }
    for (piece, loader) in zip(pieces, loaders) {
      let read = try #require(loader)
      #expect(try read() == piece)
    }
    #expect(SpillFile(folder: "/nowhere/at/all") == nil)
  }

  @Test("what is written to a temporary file leaves the memory")
  func released() throws {
    let file = try #require(SpillFile())
    var bytes = [UInt8](repeating: 1, count: 10_000)
    let loader = try #require(file.append(bytes))
    let place = bytes.withUnsafeBytes { $0.baseAddress }
    // An array that something else holds is copied when it is changed.
    bytes[0] = 2
    #expect(bytes.withUnsafeBytes { $0.baseAddress } == place)
    #expect(try loader().first == 1)
  }
}
