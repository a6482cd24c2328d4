import Foundation
import SalesPipeline

/// Compares the processor time of the main streets, on a small fixed input, with numbers that are kept in the repository: a
/// change that makes one of them much slower fails the tests.
///
/// Processor time is counted in units of a fixed work in the same process and build, in turn, so that the numbers hold on
/// other machines and beside other processes. They are those of a debug build, which the tests need anyway: a street that
/// does more work than before shows in it as in an optimized one. The limit leaves room for noise; the table of
/// `make bench` shows smaller differences.
struct Gate {
  let folder: String
  /// The file with the numbers: JSON by the streets' names.
  let numbers: String

  /// How many times its number a street may take.
  private static let limit = 2.5
  private static let rounds = 5
  private static let deals = 1_500

  /// Measures, and prints each street beside its number.
  ///
  /// - Parameter isRecording: Whether to write the numbers first.
  /// - Returns: Whether each street is within the limit.
  func run(isRecording: Bool) async throws -> Bool {
    let measured = try await measure()
    if isRecording {
      let lines = measured.map { String(format: "  \"%@\": %.2f", $0.name, $0.units) }
      try ("{\n" + lines.joined(separator: ",\n") + "\n}\n").write(toFile: numbers, atomically: true, encoding: .utf8)
    }
    let known = try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: URL(filePath: numbers)))
    var isPassed = true
    for (name, units) in measured {
      guard let number = known[name] else {
        print("\(name): \(numbers) has no number for it; 'make bench-gate RECORD=record' writes them")
        isPassed = false
        continue
      }
      let ratio = units / number
      let verdict =
        ratio > Self.limit
        ? "TOO SLOW, at most \(Self.limit) ×" : ratio < 1 / Self.limit ? "ok, and faster: record it" : "ok"
      isPassed = isPassed && ratio <= Self.limit
      print(String(format: "%@: %.2f units, %.2f × its number, %@", name, units, ratio, verdict))
    }
    return isPassed
  }

  /// The least units that each street took in several rounds: what disturbs makes them more.
  private func measure() async throws -> [(name: String, units: Double)] {
    try Company.csv(deals: Self.deals).write(toFile: folder + "/deals.csv", atomically: true, encoding: .utf8)
    try Company.mapping.write(toFile: folder + "/mapping.yaml", atomically: true, encoding: .utf8)
    let pipeline = try await open("gate")
    let desk = pipeline.acting(as: "bench")
    try await fill(desk)
    var least: [(name: String, units: Double)] = []
    for round in 0..<Self.rounds {
      for (place, street) in try await streets(desk, round).enumerated() {
        let unit = try await processorSeconds { work() }
        let units = try await processorSeconds(street.work) / unit
        if round == 0 { least.append((street.name, units)) }
        least[place].units = min(least[place].units, units)
      }
    }
    await pipeline.close()
    return least
  }

  private struct Street {
    let name: String
    let work: () async throws -> Void
  }

  private func streets(_ desk: Desk, _ round: Int) async throws -> [Street] {
    let scope = ReportScope(today: Company.today)
    let deals = try await desk.opportunities(limit: 400).items
    let report = try await desk.forecast("accounts", today: Company.today)
    return [
      Street(name: "import") {
        let pipeline = try await open("imported-\(round)")
        try await fill(pipeline.acting(as: "bench"))
        await pipeline.close()
      },
      // At once: a task alone keeps a thread awake for its commit, which is no work.
      Street(name: "edits") {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for deal in deals {
            group.addTask { _ = try await desk.edit(deal.id) { $0.nextStep = "Call \(round)" } }
          }
          try await group.waitForAll()
        }
      },
      Street(name: "reports") {
        for _ in 0..<10 {
          _ = try await desk.funnel(scope)
          _ = try await desk.salesGrid(by: .month, scope)
          _ = try await desk.forecast("all", today: Company.today)
        }
      },
      Street(name: "as of a past day") {
        let pipeline = try await open("gate", for: .reading)
        _ = try await pipeline.acting(as: "bench").funnel(ReportScope(asOf: Instant(startOf: Company.today)))
        await pipeline.close()
      },
      Street(name: "lists") {
        for text in ["created", "-amount", "owner", "name"] {
          guard let order = DealFilter.Order(text) else { continue }
          for _ in 0..<5 { _ = try await desk.opportunities(by: order, limit: 50) }
        }
      },
      Street(name: "opening") {
        for _ in 0..<3 {
          let pipeline = try await open("gate", for: .reading)
          _ = try await pipeline.acting(as: "bench").funnel(scope)
          await pipeline.close()
        }
      },
      Street(name: "exports") {
        for _ in 0..<5 {
          for format in ["csv", "json"] { _ = try await desk.export(report, to: "\(folder)/out.\(format)") }
        }
      },
    ]
  }

  private func open(_ name: String, for use: StoreMode = .writing) async throws -> Pipeline {
    let config = folder + "/\(name).yaml"
    try Company.yaml(name + ".db").write(toFile: config, atomically: true, encoding: .utf8)
    return try await Pipeline.open(config, for: use)
  }

  private func fill(_ desk: Desk) async throws {
    let mapping = try ImportMapping.read(folder + "/mapping.yaml")
    let summary = try await desk.importFile(folder + "/deals.csv", mapping: mapping)
    precondition(summary.isWritten && summary.problems.isEmpty, "\(summary.problems.prefix(3))")
  }

  /// The unit: texts, dictionaries and sorting, which the streets are made of too.
  private func work() {
    var counts: [String: Int] = [:]
    for number in 0..<40_000 { counts["key \(number * 7919 % 5_000)", default: 0] += number }
    let sorted = counts.sorted { $0.key < $1.key }
    precondition(sorted.count == 5_000)
  }

  /// The seconds that processors spent on the process.
  private func processorSeconds(_ work: () async throws -> Void) async throws -> Double {
    let start = clock()
    try await work()
    // POSIX: a clock of a million ticks a second.
    return Double(clock() - start) / 1e6
  }
}
