import Foundation
import PipelineTesting
import Testing

@Suite("The contract of storage backends")
struct StorageContractTests {
  @Test("bundled backends keep every promise", arguments: Bundled.names)
  func kept(name: String) async throws {
    let reports = try await StorageContract.promises.check { try Bundled.trial(name) }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test(
    "the feed leads where a load does, for any changes", arguments: Bundled.names, [2, 3, 5, 8, 13] as [UInt64])
  func feed(name: String, seed: UInt64) async throws {
    let promise = try #require(StorageContract.promises.first { $0.id == "ST-31" })
    let verdict = await promise.check(try Bundled.trial(name, seed: seed))
    #expect(verdict == .kept, "seed \(seed)")
  }

  @Test("the page holds the same promises")
  func page() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Contracts/Storage.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **ST-") }.map(String.init)
    #expect(listed == StorageContract.promises.map(\.listed))
  }
}
