import Foundation
import PipelineAnalytics
import SalesPipeline
import StoreBaseline

/// What a person waits for: the first report of a process, the next ones, lists.
struct Reading {
  let config: String
  let folder: String

  /// All deals in one transaction, rules applied.
  func imported(_ deals: Int) async throws -> [Result] {
    let writer = try await Pipeline.open(config)
    var spent = 0.0
    let memory = try await Measure.growth {
      spent = try await Importing.fill(writer.acting(as: "bench"), deals, folder)
    }
    await writer.close()
    let copy = folder + "/written.db"
    defer { for file in [copy, copy + "-wal", copy + "-shm"] { try? FileManager.default.removeItem(atPath: file) } }
    let baseline = store_write_baseline(folder + "/measured.db", copy)
    return Importing.results(spent, deals, baseline: baseline, memory: memory)
  }

  /// The reports and lists of a process that runs.
  func filled(with deals: Int) async throws -> [Result] {
    let first = try await Measure.median(5) {
      let pipeline = try await Pipeline.open(config, for: .reading)
      let desk = pipeline.acting(as: "bench")
      let seconds = try await Measure.seconds { _ = try await desk.funnel(ReportScope(today: Company.today)) }
      await pipeline.close()
      return seconds
    }
    let pipeline = try await Pipeline.open(config)
    let desk = pipeline.acting(as: "bench")
    let results =
      try await [Result(what: "first report of a process, columns from their file", ours: milliseconds(first))]
      + reports(desk) + lists(desk, deals)
    await pipeline.close()
    return results
  }

  private func reports(_ desk: Desk) async throws -> [Result] {
    _ = try await desk.funnel(ReportScope(today: Company.today))
    let snapshot = try await desk.snapshot(today: Company.today)
    // What the three ask of the columns, each with the sums of its groups, without anything made of them, from the rows.
    let rows = snapshot.columns.withoutStandingPivots
    let queries = [
      PivotQuery([.stage], where: [.outcome(.open)]),
      PivotQuery([.owner, .month, .outcome], where: [.outcome(.open, .won)]),
      PivotQuery([.owner, .quarter, .category, .outcome, .omission], where: [.outcome(.open, .won)]),
    ]
    func kernel() async throws -> Double {
      try await Measure.seconds {
        for query in queries { _ = try await rows.pivot(query, snapshot.reading) }
      }
    }
    func three() async throws -> Double {
      try await Measure.seconds {
        _ = try await desk.funnel(ReportScope(today: Company.today))
        _ = try await desk.salesGrid(by: .month, ReportScope(today: Company.today))
        _ = try await desk.forecast("all", today: Company.today)
      }
    }
    let warm = try await Measure.paired(21, kernel, three)
    var filter = DealFilter()
    filter.outcomes = [.open]
    let open = try await desk.opportunities(filter, limit: 50).items
    var edits = 0
    let edited = try await Measure.paired(21, kernel) {
      edits += 1
      let (step, likely) = ("Call \(edits)", BasisPoints(percent: 20 + edits % 5 * 10))
      _ = try await desk.edit(open[edits % open.count].id) {
        $0.nextStep = step
        $0.probability = likely
      }
      return try await three()
    }
    var cells = 0
    let long = try await Measure.median(5) {
      try await Measure.seconds {
        let report = try await desk.forecast("accounts", today: Company.today)
        cells = report.table.rows.reduce(0) { $0 + $1.count }
      }
    }
    return [
      Result(
        what: "funnel + grid by month + forecast, warm, through the desk", ours: milliseconds(warm.other),
        baseline: "the kernel alone \(milliseconds(warm.one))", ratio: String(format: "%.2f ×", warm.ratio),
        aim: "≤ 1.3 × the kernel", isMet: warm.ratio <= 1.3),
      Result(
        what: "the same, after an edit", ours: milliseconds(edited.other),
        baseline: "the kernel alone \(milliseconds(edited.one))", ratio: String(format: "%.2f ×", edited.ratio),
        aim: "≤ 1.3 × the kernel", isMet: edited.ratio <= 1.3),
      Result(
        what: "a report of \(cells) cells, one row an account, warm", ours: milliseconds(long),
        ratio: String(format: "%.1f µs a cell, pivot included", long * 1e6 / Double(max(1, cells))),
        aim: "≤ 3 µs a cell", isMet: long * 1e6 <= 3 * Double(cells)),
    ]
  }

  /// Pages of fifty deals, in several orders, from the start and from the middle, and found by a text.
  private func lists(_ desk: Desk, _ deals: Int) async throws -> [Result] {
    var results: [Result] = []
    for (name, order) in [
      ("oldest first", "created"), ("by amount", "-amount"), ("by owner", "owner"), ("by name", "name"),
    ] {
      guard let order = DealFilter.Order(order) else { continue }
      results.append(
        try await list("a list of 50 deals, \(name)", 0.005) {
          try await desk.opportunities(by: order, limit: 50)
        })
      let middle = try await desk.opportunities(by: order, offset: deals / 2, limit: 1).last
      results.append(
        try await list("the same, a page from the middle", 0.005) {
          try await desk.opportunities(by: order, after: middle, limit: 50)
        })
    }
    var filter = DealFilter()
    filter.text = "Deal 77"
    results.append(
      try await list("a list of 50 deals, by a text in their names", 0.04) {
        try await desk.opportunities(filter, limit: 50)
      })
    return results
  }

  private func list(
    _ name: String, _ most: Double, _ page: () async throws -> Page<Opportunity>
  ) async throws -> Result {
    let seconds = try await Measure.median(7) { try await Measure.seconds { _ = try await page() } }
    return Result("\(name), warm", seconds: seconds, atMost: most)
  }

  /// Processes of their own, from nothing to the dashboard: with the columns' file beside the store, and without.
  func opened(by printer: String, _ deals: Int) async throws -> [Result] {
    let alone = folder + "/alone.yaml"
    try Company.yaml.replacing("path: measured.db", with: "path: measured.db, columns: false")
      .write(toFile: alone, atomically: true, encoding: .utf8)
    let scan = await Measure.median(5) { store_scan_baseline(folder + "/measured.db", Int64(deals)) }
    let without = try await open(printer, alone)
    return [
      Result(
        "cold process: open to dashboard, with the columns' file", seconds: try await open(printer, config),
        atMost: 0.06),
      Result(
        "cold process: open to dashboard, without it", seconds: without, atMost: 0.35,
        baseline: "C on sqlite3 reads the columns on two threads in \(milliseconds(scan))",
        ratio: String(format: "%.1f ×", without / scan)),
    ]
  }

  private func open(_ printer: String, _ config: String) async throws -> Double {
    try await Measure.median(5) {
      try await Measure.seconds {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: printer)
        process.arguments = ["--config", config, "--today", "\(Company.today)", "--format", "json"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        precondition(process.terminationStatus == 0, "the dashboard printer failed")
      }
    }
  }
}
