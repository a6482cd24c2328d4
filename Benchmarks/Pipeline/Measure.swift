import ExportBaseline
import Foundation

/// Times work by the monotonic clock.
enum Measure {
  /// Seconds that some work took.
  static func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try await work()
    let spent = clock.now - start
    return Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
  }

  /// The median of several rounds, after one that does not count.
  static func median(_ rounds: Int, _ work: () async throws -> Double) async rethrows -> Double {
    _ = try await work()
    var results: [Double] = []
    for _ in 0..<rounds { results.append(try await work()) }
    return results.sorted()[rounds / 2]
  }

  /// By how many MiB some work made the process larger at most; `nil` where the system does not report it.
  static func growth(_ work: () async throws -> Void) async rethrows -> Double? {
    // So that nothing is met from memory that was freed before.
    export_trim_memory()
    // Linux: 5 sets the highest mark so far back to what is held now.
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    let before = memory("VmRSS:")
    try await work()
    guard let before, let peak = memory("VmHWM:") else { return nil }
    return max(0, peak - before)
  }

  /// What the system reports about the process's memory under a name, in MiB; `nil` where it does not.
  static func memory(_ name: String) -> Double? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1024 }
  }

  /// The medians of two works done in turn, and the median of how the second compares to the first in each turn: a
  /// machine that is slower for a while is so for both.
  static func paired(
    _ rounds: Int, _ one: () async throws -> Double, _ other: () async throws -> Double
  ) async rethrows -> (one: Double, other: Double, ratio: Double) {
    var (ones, others): ([Double], [Double]) = ([], [])
    _ = try await one()
    _ = try await other()
    for _ in 0..<rounds {
      ones.append(try await one())
      others.append(try await other())
    }
    let ratios = zip(ones, others).map { $1 / $0 }
    return (ones.sorted()[rounds / 2], others.sorted()[rounds / 2], ratios.sorted()[rounds / 2])
  }
}

/// A line of the table of results.
struct Result {
  let what: String
  let ours: String
  var baseline = ""
  var ratio = ""
  var aim = ""
  /// Whether the aim is met; `nil` without an aim that this table can check.
  var isMet: Bool?

  var markdown: String {
    let verdict = isMet.map { $0 ? "met" : "**falls short**" } ?? ""
    return "| \(what) | \(ours) | \(baseline) | \(ratio) | \(aim) | \(verdict) |"
  }
}

extension Result {
  /// A time beside the most that it should be.
  init(_ what: String, seconds: Double, atMost most: Double, baseline: String = "", ratio: String = "") {
    self.init(
      what: what, ours: milliseconds(seconds), baseline: baseline, ratio: ratio, aim: "≤ \(milliseconds(most))",
      isMet: seconds <= most)
  }
}

/// A time in milliseconds, with two decimals below ten.
func milliseconds(_ seconds: Double) -> String {
  let number = seconds * 1000
  return number == number.rounded() || number >= 10
    ? String(format: "%.0f ms", number) : String(format: "%.2f ms", number)
}
