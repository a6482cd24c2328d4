import Foundation
import SalesPipeline
import StoreBaseline

/// Edits of two fields each, every one durable, beside C doing the same one by one on raw sqlite3.
struct Editing {
  private let config: String
  private let folder: String
  private let edits = 2_000
  private let tasks = 64
  private let rounds = 7

  init(folder: String) throws {
    self.folder = folder
    config = folder + "/small.yaml"
    try Company.yaml.replacing("measured.db", with: "small.db").write(toFile: config, atomically: true, encoding: .utf8)
  }

  /// - Parameters:
  ///   - isAlone: Whether to measure one task that waits for each edit.
  ///   - isTogether: Whether to measure tasks that edit at once.
  func results(isAlone: Bool, isTogether: Bool) async throws -> [Result] {
    let pipeline = try await Pipeline.open(config)
    let desk = pipeline.acting(as: "bench")
    _ = try await Importing.fill(desk, 10_000, folder)
    let deals = try await desk.opportunities(limit: 10_000).items
    var results: [Result] = []
    if isAlone { results.append(try await alone(desk, deals)) }
    if isTogether { results.append(try await together(desk, deals)) }
    await pipeline.close()
    return results
  }

  /// One task that waits for each edit.
  private func alone(_ desk: Desk, _ deals: [Opportunity]) async throws -> Result {
    var (deals, round) = (deals, 0)
    let (ours, baseline, ratio) = try await Measure.paired(
      rounds,
      {
        round += 1
        return try await Measure.seconds {
          for index in 0..<edits {
            let place = index * 7919 % deals.count
            deals[place] = try await edit(deals[place], "Call number \(round) \(index)", desk)
          }
        }
      },
      baseline)
    return Result(
      what: "edit + commit on SQLite, WAL, FULL", ours: rate(ours), baseline: "C on sqlite3 \(rate(baseline))",
      ratio: String(format: "%.0f %%", 100 * ratio), aim: "≥ 90 %", isMet: ratio >= 0.9)
  }

  /// Tasks that edit at once, each waiting for its own edits.
  private func together(_ desk: Desk, _ deals: [Opportunity]) async throws -> Result {
    var round = 0
    let share = edits * 4 / tasks
    let (ours, baseline, ratio) = try await Measure.paired(
      rounds,
      {
        round += 1
        let step = "Call together \(round)"
        return try await Measure.seconds {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
              group.addTask {
                for index in 0..<share {
                  let deal = deals[(task * share + index) % deals.count].id
                  _ = try await desk.edit(deal) {
                    $0.nextStep = step
                    $0.description = step
                  }
                }
              }
            }
            try await group.waitForAll()
          }
        } / 4
      },
      baseline)
    return Result(
      what: "edits from \(tasks) tasks at once, each durable", ours: rate(ours),
      baseline: "C on sqlite3, one by one, \(rate(baseline))",
      ratio: String(format: "%.1f ×", ratio), aim: "≥ 4 ×", isMet: ratio >= 4)
  }

  private func edit(_ deal: Opportunity, _ step: String, _ desk: Desk) async throws -> Opportunity {
    try await desk.edit(deal) {
      $0.nextStep = step
      $0.description = step
    }
  }

  private func baseline() -> Double {
    store_edit_baseline(folder + "/baseline-\(UUID().uuidString).db", 10_000, Int32(edits))
  }

  private func rate(_ seconds: Double) -> String { "\(Int(Double(edits) / seconds)) edits/s" }
}
