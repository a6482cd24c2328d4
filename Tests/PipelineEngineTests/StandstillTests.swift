import Dispatch
import Foundation
import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import Synchronization
import Testing

/// Many people who ask at once, beside a writer, with some who change their minds.
@Suite("Many questions at once", .serialized)
struct StandstillTests {
  /// Questions a task: a few by default; `PIPELINE_QUESTIONS=1000` asks as many as a server hears in a minute.
  private static let questions =
    ProcessInfo.processInfo.environment["PIPELINE_QUESTIONS"].flatMap { Int($0) } ?? 16
  private static let limit: TimeInterval = questions > 100 ? 3600 : 900

  /// One question of each kind; each must answer or, where its asker gave up, say so.
  private static let kinds: [@Sendable (Desk) async throws -> Void] = [
    { _ = try await $0.funnel() },
    { _ = try await $0.salesGrid() },
    { _ = try await $0.dashboard() },
    { _ = try await $0.waterfall() },
    { _ = try await $0.conversion() },
    { _ = try await $0.forecast(ReportDefinition("all")) },
    { _ = try await $0.forecast(ReportDefinition("named", groupBy: [.account, .owner])) },
    { _ = try await $0.explain(FigureCell(), of: ReportDefinition("all")) },
    { _ = try await $0.funnel(ReportScope(asOf: Instant(startOf: Fixture.today))) },
    { _ = try await $0.opportunities(limit: 3) },
    { _ = try await $0.deals(inStage: "prospecting", limit: 3) },
    { _ = try await $0.accounts(limit: 3) },
    { _ = try await $0.lookups() },
    { _ = try await $0.reports.list() },
    { _ = try await $0.salespeople() },
  ]

  @Test("eight that ask for the funnel at once are answered", arguments: Backend.all)
  func eight(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      _ = try await desk.addOpportunity(in: acme)
      try await answered(within: Self.limit) {
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<8 { group.addTask { Int(try await desk.funnel().total.count) } }
          for try await count in group { #expect(count == 1) }
        }
      }
    }
  }

  @Test("all are answered, and each sees what it wrote before it asked", arguments: Backend.all)
  func many(_ backend: Backend) async throws {
    try await backend.withDesk(environment: .system()) { desk in
      let acme = try await desk.addAccount("Acme")
      try await answered(within: Self.limit) {
        try await withThrowingTaskGroup(of: Int.self) { group in
          for task in 0..<64 { group.addTask { try await Self.ask(desk.acting(as: "p\(task)"), acme, seed: task) } }
          group.addTask {
            for round in 0..<Self.questions {
              try await desk.addLookupEntry(LookupEntry("fair\(round)"), to: .source)
              let keys = try await desk.lookup(.source).entries.map(\.key)
              #expect(keys.contains("fair\(round)"), "an edit is seen by the question after it")
            }
            return 0
          }
          let written = try await group.reduce(0, +)
          #expect(Int(try await desk.funnel().total.count) == written)
        }
      }
    }
  }

  /// Asks, writes now and then, gives up now and then; how many deals it wrote.
  private static func ask(_ desk: Desk, _ account: Account, seed: Int) async throws -> Int {
    var random = Dice(seed: UInt64(seed) &+ 1)
    var own = 0
    for round in 0..<questions {
      if round % 8 == seed % 8 {
        _ = try await desk.addOpportunity(in: account) { $0.owner = desk.user }
        own += 1
        let seen = try await desk.funnel(ReportScope(owners: [desk.user])).total.count
        #expect(Int(seen) == own, "a question sees what its asker wrote before")
        continue
      }
      let question = kinds[Int(random.next() % UInt64(kinds.count))]
      let asking = Task { try await question(desk) }
      let givesUp = random.next() % 4 == 0
      if givesUp { asking.cancel() }
      do { try await asking.value } catch is CancellationError where givesUp {}
    }
    return own
  }
}

/// Random numbers from a seed.
private struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

/// Runs work that must end in time. What does not end is left running and the test fails: it does not hang.
func answered(
  within seconds: TimeInterval, _ work: @escaping @Sendable () async throws -> Void,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let once = Mutex<CheckedContinuation<Void, any Error>?>(nil)
  let finish: @Sendable (Result<Void, any Error>) -> Void = { result in
    once.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }?.resume(with: result)
  }
  try await withCheckedThrowingContinuation { continuation in
    once.withLock { $0 = continuation }
    // A thread of its own: a standstill may hold all threads on which tasks run.
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { finish(.failure(Standstill(seconds: seconds))) }
    Task {
      do {
        try await work()
        finish(.success(()))
      } catch { finish(.failure(error)) }
    }
  }
}

/// Work that did not end in time.
struct Standstill: Error, CustomStringConvertible {
  let seconds: TimeInterval
  var description: String { "no answer within \(Int(seconds)) seconds" }
}
