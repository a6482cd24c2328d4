import Foundation
import MemoryStorage
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

  @Test("a backend of several writers is held to more promises")
  func severalWriters() async throws {
    for id in ["ST-37", "ST-56", "ST-57", "ST-61", "ST-62"] {
      let promise = try #require(StorageContract.promises.first { $0.id == id })
      let verdict = await promise.check(Bundled.severalWriters())
      #expect(verdict == .kept, "\(id)")
    }
    guard Bundled.hasSQLite else { return }
    let promise = try #require(StorageContract.promises.first { $0.id == "ST-57" })
    let verdict = await promise.check(try Bundled.trial("sqlite"))
    #expect(verdict == .skipped("it allows one writer"))
  }

  @Test("a backend that groups records is held to more promises", arguments: ["ST-63", "ST-64"])
  func grouping(id: String) async throws {
    let promise = try #require(StorageContract.promises.first { $0.id == id })
    let verdict = await promise.check(Bundled.grouping())
    #expect(verdict == .kept)
    let skipped = await promise.check(StorageTrial(MemoryStorage()))
    #expect(skipped == .skipped("it does not claim that it groups records"))
  }

  @Test(
    "a store that answers from a cache keeps what one driver can see of it, and fails for two",
    .enabled(if: Bundled.hasSQLite))
  func cached() async throws {
    for (id, isKept) in [("ST-33", true), ("ST-37", true), ("ST-56", false)] {
      let trial = try Bundled.trial("sqlite")
      let promise = try #require(StorageContract.promises.first { $0.id == id })
      let drivers = [trial.driver, trial.other ?? trial.driver].map { BrokenDriver(base: $0, fault: .answersFromCache) }
      let verdict = await promise.check(StorageTrial(drivers[0], other: drivers[1], claims: trial.claims))
      #expect((verdict == .kept) == isKept, "\(id): \(verdict)")
    }
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
