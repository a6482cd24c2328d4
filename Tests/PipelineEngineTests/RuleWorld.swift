import Foundation
import PipelineEngine
import PipelinePlugins
import Synchronization

/// A clock that tests move.
final class MovableClock: Sendable {
  private let instant: Mutex<Instant>

  init(at day: CivilDate = Fixture.today) { instant = Mutex(Instant(startOf: day)) }

  func advance(days: Int = 0, microseconds: Int64 = 0) {
    instant.withLock { $0 = $0.adding(microseconds: Int64(days) * 86_400_000_000 + microseconds) }
  }

  /// An environment of this clock, with identities of its own.
  func environment(seed: UInt64 = 1) -> PipelineEnvironment {
    let made = Mutex(seed << 32)
    return PipelineEnvironment(
      now: { [self] in instant.withLock { $0 } },
      makeID: {
        made.withLock {
          $0 += 1
          return RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | $0)
        }
      })
  }
}

/// Two sales cycles whose stages have gates, and tables that people edit.
enum Rules {
  static let direct = SalesCycle(
    "direct", label: LocalizedText("Direct", ["fr": "Vente directe"]),
    stages: [
      Stage("p", label: LocalizedText("Prospect"), probability: Fixture.percent(10), next: ["n", "lost"]),
      Stage(
        "n", label: LocalizedText("Negotiation", ["fr": "Négociation"]), probability: Fixture.percent(60),
        forecast: "best_case", next: ["won", "lost"], requires: ["next_step"]),
      Stage("won", label: LocalizedText("Won", ["fr": "Gagnée"]), outcome: .won, next: []),
      Stage("lost", label: LocalizedText("Lost", ["fr": "Perdue"]), outcome: .lost, next: ["p", "won"]),
    ])

  static let partner = SalesCycle(
    "partner",
    stages: [
      Stage("p2", probability: Fixture.percent(30)),
      Stage("late", probability: Fixture.percent(80), from: ["direct"]),
      Stage("won", outcome: .won),
      Stage("lost", outcome: .lost),
    ])

  static func setup(_ storage: any StorageDriver, cycles: [SalesCycle] = [direct, partner]) -> PipelineSetup {
    PipelineSetup(
      baseCurrency: .eur, storage: storage,
      lookups: [
        LookupBinding(.line, Entries(isEditable: true, list: [LookupEntry("gtx"), LookupEntry("sup")])),
        LookupBinding(.source, Entries(isEditable: true, list: [LookupEntry("web"), LookupEntry("fair")])),
        LookupBinding(.competitor, Entries(isEditable: true, list: [LookupEntry("globex")])),
        LookupBinding(
          .lossReason,
          Entries(isEditable: true, list: [LookupEntry("price", label: LocalizedText("Price", ["fr": "Prix"]))])),
      ],
      salesCycles: cycles, history: [EveryChange()])
  }
}

extension Backend {
  /// Runs with a place that can be opened several times: memory is one driver, SQLite one file.
  func withStorage(_ body: (any StorageDriver) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "rules-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(make(folder))
  }

  /// Runs with a desk on a fresh store under ``Rules``.
  func withRules(clock: MovableClock = MovableClock(), _ body: (Desk) async throws -> Void) async throws {
    try await withStorage { storage in
      try await Rules.open(storage, clock: clock) { try await body($0) }
    }
  }
}

extension Rules {
  /// Opens, works and closes.
  static func open(
    _ storage: any StorageDriver, cycles: [SalesCycle] = [direct, partner], clock: MovableClock = MovableClock(),
    seed: UInt64 = 1, _ change: (inout PipelineSetup) -> Void = { _ in }, _ body: (Desk) async throws -> Void
  ) async throws {
    try await openPipeline(storage, cycles: cycles, clock: clock, seed: seed, change) {
      try await body($0.acting(as: "anna"))
    }
  }

  /// Opens, hands over the pipeline, and closes.
  static func openPipeline(
    _ storage: any StorageDriver, cycles: [SalesCycle] = [direct, partner], clock: MovableClock = MovableClock(),
    seed: UInt64 = 1, _ change: (inout PipelineSetup) -> Void = { _ in }, _ body: (Pipeline) async throws -> Void
  ) async throws {
    var setup = setup(storage, cycles: cycles)
    change(&setup)
    let pipeline = try await Pipeline.open(setup, environment: clock.environment(seed: seed))
    do {
      try await body(pipeline)
    } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }

  /// The codes and fields of what a command refuses; empty where it is taken.
  static func refusals(_ body: () async throws -> Void) async throws -> [String] {
    do {
      try await body()
      return []
    } catch let refused as Refused {
      return refused.refusals.map { "\($0.code.rawValue) \($0.field.map { "\($0)" } ?? "-")" }
    }
  }
}
