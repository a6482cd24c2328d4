import Foundation
import SalesPipeline

/// Measures all streets, or those that are named, and writes a table.
///
///     pipeline-benchmark [FILE.md] [DEALS] [path of dashboard-printer] [check] [edit] [together] [fill] [past] [open] [export]
@main
struct PipelineBenchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments
    let deals = arguments.count > 2 ? Int(arguments[2]) ?? 1_000_000 : 1_000_000
    let printer = arguments.count > 3 ? arguments[3] : "../.build/release/dashboard-printer"
    let folder = NSTemporaryDirectory() + "pipeline-benchmark-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let config = folder + "/sales.yaml"
    try Company.yaml.write(toFile: config, atomically: true, encoding: .utf8)

    let named = Set(arguments.dropFirst(4))
    func isAsked(_ street: String) -> Bool { named.isEmpty || named.contains(street) }
    var results: [Result] = []
    if isAsked("check") { results.append(try await checking()) }
    // Before the large files: their write-back to the disk would slow every commit after them, ours and C's.
    if isAsked("edit") || isAsked("together") {
      results += try await Editing(folder: folder).results(isAlone: isAsked("edit"), isTogether: isAsked("together"))
    }
    if isAsked("fill") { results += try await filling(config, deals, folder) }
    if isAsked("past") { results += try await PastDay(folder: folder).results(deals) }
    if isAsked("open") { results.append(try await opening(printer, config, folder)) }
    if isAsked("export") { results += try await exporting(config, folder) }
    try report(results, deals, arguments.count > 1 ? arguments[1] : nil)
  }

  /// A configuration of 200 lines, checked.
  private static func checking() async throws -> Result {
    var yaml = Company.yaml
    for index in 0..<(200 - yaml.split(separator: "\n").count) {
      yaml += "  report-\(index): {period: this_quarter, group_by: [owner, forecast]}\n"
    }
    let reader = ConfigurationReader(catalog: .bundled)
    let seconds = try await Measure.median(21) {
      try await Measure.seconds { _ = try reader.load(text: yaml) }
    }
    return Result(
      what: "check a YAML file of 200 lines", ours: milliseconds(seconds), baseline: "", ratio: "", aim: "< 2 ms")
  }

  /// All deals in one transaction, rules applied; then the reports of a process that runs.
  private static func filling(_ config: String, _ deals: Int, _ folder: String) async throws -> [Result] {
    let writer = try await Pipeline.open(config)
    let spent = try await Importing.fill(writer.acting(as: "bench"), deals, folder)
    await writer.close()
    let first = try await Measure.median(5) {
      let pipeline = try await Pipeline.open(config, for: .reading)
      let desk = pipeline.acting(as: "bench")
      let seconds = try await Measure.seconds { _ = try await desk.funnel(ReportScope(today: Company.today)) }
      await pipeline.close()
      return seconds
    }
    let pipeline = try await Pipeline.open(config)
    let desk = pipeline.acting(as: "bench")
    _ = try await desk.funnel(ReportScope(today: Company.today))
    let warm = try await Measure.median(21) {
      try await Measure.seconds {
        _ = try await desk.funnel(ReportScope(today: Company.today))
        _ = try await desk.salesGrid(by: .month, ReportScope(today: Company.today))
        _ = try await desk.forecast("all", today: Company.today)
      }
    }
    let lists = try await listing(desk)
    await pipeline.close()
    return [
      Importing.result(spent, deals),
      Result(what: "first report: columns loaded", ours: milliseconds(first), baseline: "", ratio: "", aim: ""),
      Result(
        what: "funnel + grid by month + forecast, warm, through the desk", ours: milliseconds(warm),
        baseline: "see the kernel benchmark", ratio: "", aim: "≤ scalar C"),
    ] + lists
  }

  /// Pages of fifty deals, in several orders.
  private static func listing(_ desk: Desk) async throws -> [Result] {
    var results: [Result] = []
    for (name, order) in [("oldest first", "created"), ("by amount", "-amount"), ("by owner", "owner")] {
      guard let order = DealFilter.Order(order) else { continue }
      let seconds = try await Measure.median(7) {
        try await Measure.seconds { _ = try await desk.opportunities(by: order, limit: 50) }
      }
      results.append(
        Result(
          what: "a list of 50 deals, \(name), warm", ours: milliseconds(seconds), baseline: "", ratio: "", aim: "≤ 5 ms"
        ))
    }
    return results
  }

  /// Large tables through the exporters.
  private static func exporting(_ config: String, _ folder: String) async throws -> [Result] {
    let pipeline = try await Pipeline.open(config)
    let desk = pipeline.acting(as: "bench")
    let results =
      try await Exports.memory(desk, folder: folder) + Exports(rows: 100_000, folder: folder).results(desk)
    await pipeline.close()
    return results
  }

  /// A process of its own, from nothing to the dashboard.
  private static func opening(_ printer: String, _ config: String, _ folder: String) async throws -> Result {
    let seconds = try await Measure.median(5) {
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
    return Result(
      what: "cold process: open to dashboard", ours: milliseconds(seconds), baseline: "", ratio: "", aim: "< 1 s")
  }

  private static func report(_ results: [Result], _ deals: Int, _ file: String?) throws {
    let text = """
      # Benchmarks

      Made by `make bench` on one machine in one run; medians, and ratios to a baseline that ran in turn. Run it on yours.

      ## \(deals) deals on SQLite

      | what | SDK | baseline | ratio or rate | aim |
      |---|---|---|---|---|
      \(results.map(\.markdown).joined(separator: "\n"))

      """
    print(text)
    if let file { try text.write(toFile: file, atomically: true, encoding: .utf8) }
  }
}
