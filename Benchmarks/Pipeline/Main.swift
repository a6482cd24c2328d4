import Foundation
import SalesPipeline

/// Measures all streets, or those that are named, and writes a table; to standard output alone where the file is `-`.
///
///     pipeline-benchmark [FILE.md] [DEALS] [path of dashboard-printer] [check] [edit] [together] [import] [fill] [past] [open] [export] [grow]
///     pipeline-benchmark load [SECONDS]
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

    // Open-loop load takes as many seconds as it is given, and writes rows for another page.
    if arguments.count > 1, arguments[1] == "load" {
      var load = Load(folder: folder, seconds: arguments.count > 2 ? Int(arguments[2]) ?? 600 : 600)
      load.backends = Array(arguments.dropFirst(3))
      return print(try await load.rows().joined(separator: "\n"))
    }

    let named = Set(arguments.dropFirst(4))
    func isAsked(_ street: String) -> Bool { named.isEmpty || named.contains(street) }
    var results: [Result] = []
    if isAsked("check") { results.append(try await checking()) }
    // Before the large files: their write-back to the disk would slow every commit after them, ours and C's.
    if isAsked("edit") || isAsked("together") {
      results += try await Editing(folder: folder).results(isAlone: isAsked("edit"), isTogether: isAsked("together"))
    }
    let reading = Reading(config: config, folder: folder)
    if isAsked("import") || isAsked("fill") { results += try await reading.imported(deals) }
    if isAsked("fill") { results += try await reading.filled(with: deals) }
    if isAsked("open") { results += try await reading.opened(by: printer, deals) }
    if isAsked("past") { results += try await PastDay(folder: folder).results(deals) }
    if isAsked("export") { results += try await exporting(config, folder) }
    // Ten million take minutes and gigabytes: only when they are asked for.
    if named.contains("grow") { results += try await Growing(folder: folder).results(deals) }
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
    return Result("check a YAML file of 200 lines", seconds: seconds, atMost: 0.002)
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

  private static func report(_ results: [Result], _ deals: Int, _ file: String?) throws {
    let text = """
      # Benchmarks

      Made by `make bench` on one machine in one run; medians, and ratios to a baseline that ran in turn. Run it on yours.
      The aims are for a machine on which C makes 7,000 durable commits a second.

      ## \(deals) deals on SQLite

      | what | SDK | baseline | ratio or rate | aim | |
      |---|---|---|---|---|---|
      \(results.map(\.markdown).joined(separator: "\n"))

      """
    print(text)
    if let file, file != "-" { try text.write(toFile: file, atomically: true, encoding: .utf8) }
  }
}
