import Foundation
import HistoryPlugins
import PipelinePlugins
import PipelineTesting
import Testing

@testable import PipelineEngine

/// Many who write the same at once.
@Suite("Contention", .serialized, .timeLimit(.minutes(60)))
struct ContentionTests {
  @Test(
    "64 tasks add one to the same deals: no addition is lost, and the history has each of them", arguments: Backend.all)
  func lostUpdates(backend: Backend) async throws {
    let edits = Torture.count(4, long: 1_000)
    try await backend.withDesk({ $0.history.append(HashChain()) }) { desk in
      let acme = try await desk.addAccount("Acme")
      var deals: [RecordID] = []
      for _ in 0..<4 { deals.append(try await desk.addOpportunity(in: acme) { $0.nextStep = "0" }.id) }
      let all = deals
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<64 {
          group.addTask {
            for round in 0..<edits {
              _ = try await desk.edit(all[(task + round) % all.count]) {
                $0.nextStep = "\((Int($0.nextStep ?? "") ?? -9) + 1)"
              }
            }
          }
        }
        try await group.waitForAll()
      }
      var sum = 0
      for deal in deals {
        let last = try #require(Int(try await desk.findOpportunity(deal)?.nextStep ?? ""))
        sum += last
        let told = try await desk.history(of: deal).compactMap { entry -> String? in
          guard case .changed("next_step", _, let old, let new) = entry.event else { return nil }
          return "\(old ?? "") \(new ?? "")"
        }
        #expect(told == (0..<last).map { "\($0) \($0 + 1)" }, "the history has a gap")
      }
      #expect(sum == 64 * edits)
      #expect(try await desk.checkHistory().findings == [])
    }
    Torture.report(
      "no lost update (\(backend.name))", "64 tasks × \(edits) edits of 4 deals: 0 lost, histories without a gap")
  }

  /// Rules that two records have together: an account with deals cannot be deleted, and an external id has one holder. Each
  /// writer alone keeps the rule, both together would break it.
  @Test("two who each keep a rule do not break it together", arguments: Backend.all)
  func writeSkew(backend: Backend) async throws {
    let pairs = Torture.count(60, long: 10_000)
    try await backend.withDesk { desk in
      var (deleted, added, both) = (0, 0, 0)
      for pair in 0..<pairs {
        if pair % 2 == 0 {
          let account = try await desk.addAccount("Acme \(pair)")
          // Each of them begins first every other time.
          let pause = pair % 4 == 0 ? Duration.zero : .microseconds(200)
          async let deletion = Self.succeeds {
            try await Task.sleep(for: pause)
            try await desk.delete(account)
          }
          async let addition = Self.succeeds {
            try await Task.sleep(for: .microseconds(200) - pause)
            _ = try await desk.addOpportunity(in: account)
          }
          let (isDeleted, isAdded) = try await (deletion, addition)
          #expect(isDeleted != isAdded, "pair \(pair): deleted \(isDeleted), a deal was added \(isAdded)")
          if isDeleted { deleted += 1 } else { added += 1 }
        } else {
          let (one, two) = (try await desk.addAccount("One \(pair)"), try await desk.addAccount("Two \(pair)"))
          async let first = Self.succeeds { _ = try await desk.edit(one) { $0.externalID = "X\(pair)" } }
          async let second = Self.succeeds { _ = try await desk.edit(two) { $0.externalID = "X\(pair)" } }
          let results = try await (first, second)
          #expect(results.0 != results.1, "pair \(pair): \(results)")
          both += 1
        }
      }
      #expect(try await desk.pipeline.brokenConstraints() == [])
      Torture.report(
        "no write skew across a rule of two records (\(backend.name))",
        "\(pairs) pairs: 0 broke it (account deleted \(deleted) ×, deal added \(added) ×, one holder of an id \(both) ×)"
      )
    }
  }

  /// - Returns: `false` where a rule refused it.
  private static func succeeds(_ work: () async throws -> Void) async throws -> Bool {
    do {
      try await work()
      return true
    } catch is Refused {
      return false
    } catch StoreError.conflict {
      return false
    } catch is NotFound {
      return false
    }
  }
}
