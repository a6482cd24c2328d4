import Foundation
import SalesPipeline

/// What many deals cost: opening, the first answers, memory, and whether an edit costs more than among ten thousand.
struct Growing {
  private let folder: String
  private let edits = 1_000

  init(folder: String) { self.folder = folder }

  func results(_ deals: Int) async throws -> [Result] {
    let small = try await filled(10_000)
    let large = try await filled(deals)
    var results = try await reading(large, deals)
    results.append(try await editing(small, large, deals))
    return results
  }

  /// The configuration of a store with so many deals.
  private func filled(_ deals: Int) async throws -> String {
    let config = folder + "/grown-\(deals).yaml"
    try Company.yaml.replacing("measured.db", with: "grown-\(deals).db")
      .write(toFile: config, atomically: true, encoding: .utf8)
    let pipeline = try await Pipeline.open(config)
    let desk = pipeline.acting(as: "bench")
    // Piece by piece, as a company grows: ten million deals in one file are two gigabytes of text.
    let piece = 1_000_000
    for start in stride(from: 0, to: deals, by: piece) {
      _ = try await Importing.fill(desk, min(piece, deals - start), folder, from: start)
    }
    _ = try await desk.funnel(ReportScope(today: Company.today))
    await pipeline.close()
    return config
  }

  private func reading(_ config: String, _ deals: Int) async throws -> [Result] {
    var (opened, answered, warm) = (0.0, 0.0, 0.0)
    var held: Double?
    let most = try await Measure.growth {
      let before = Measure.memory("VmRSS:")
      let pipeline = try await Pipeline.open(config, for: .reading)
      let desk = pipeline.acting(as: "bench")
      opened = try await Measure.seconds { _ = try await desk.funnel(ReportScope(today: Company.today)) }
      answered = try await Measure.seconds { try await three(desk) }
      warm = try await Measure.median(5) { try await Measure.seconds { try await three(desk) } }
      if let before, let after = Measure.memory("VmRSS:") { held = after - before }
      await pipeline.close()
    }
    let each = held.map { $0 * 1_048_576 / Double(deals) }
    let past = try await Measure.seconds {
      let pipeline = try await Pipeline.open(config, for: .reading)
      let day = Company.today.adding(days: -1) ?? Company.today
      _ = try await pipeline.acting(as: "bench").funnel(ReportScope(asOf: Instant(startOf: day)))
      await pipeline.close()
    }
    return [
      Result(what: "\(deals) deals: the first funnel, columns from their file", ours: milliseconds(opened)),
      Result(what: "\(deals) deals: funnel + grid + forecast for the first time", ours: milliseconds(answered)),
      Result(what: "\(deals) deals: the same, warm", ours: milliseconds(warm)),
      Result(
        what: "\(deals) deals: memory that a process holds which answers them",
        ours: held.map { String(format: "%.0f MiB", $0) } ?? "not known",
        baseline: most.map { String(format: "at most %.0f MiB", $0) } ?? "",
        ratio: each.map { String(format: "%.0f bytes a deal", $0) } ?? "", aim: "≤ 40 bytes a deal",
        isMet: each.map { $0 <= 40 }),
      Result(what: "\(deals) deals: a funnel as of yesterday, just opened", ours: milliseconds(past)),
    ]
  }

  private func three(_ desk: Desk) async throws {
    _ = try await desk.funnel(ReportScope(today: Company.today))
    _ = try await desk.salesGrid(by: .month, ReportScope(today: Company.today))
    _ = try await desk.forecast("all", today: Company.today)
  }

  /// Edits in turn in both stores.
  private func editing(_ small: String, _ large: String, _ deals: Int) async throws -> Result {
    let stores = (try await Pipeline.open(small), try await Pipeline.open(large))
    let desks = (stores.0.acting(as: "bench"), stores.1.acting(as: "bench"))
    let known = (
      try await desks.0.opportunities(limit: 5_000).items, try await desks.1.opportunities(limit: 5_000).items
    )
    let paired = try await Measure.paired(
      7, { try await edit(desks.0, known.0) }, { try await edit(desks.1, known.1) })
    await stores.0.close()
    await stores.1.close()
    return Result(
      what: "an edit among \(deals) deals", ours: milliseconds(paired.other / Double(edits)),
      baseline: "among 10000 \(milliseconds(paired.one / Double(edits)))",
      ratio: String(format: "%.2f ×", paired.ratio), aim: "≤ 1.2 ×", isMet: paired.ratio <= 1.2)
  }

  private func edit(_ desk: Desk, _ deals: [Opportunity]) async throws -> Double {
    try await Measure.seconds {
      for index in 0..<edits {
        let step = "Call \(UUID().uuidString)"
        _ = try await desk.edit(deals[index * 7919 % deals.count].id) {
          $0.nextStep = step
          $0.description = step
        }
      }
    }
  }
}
