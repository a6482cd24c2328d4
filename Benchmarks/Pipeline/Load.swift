import Foundation
import SalesPipeline
import StoreBaseline
import Synchronization

/// Open-loop load: edits arrive at a fixed rate for a long time, whether or not earlier ones were answered. The rate is a share of
/// what the raw database does on the same machine: C on sqlite3, one transaction after another, or pgbench.
struct Load {
  let folder: String
  let seconds: Int
  /// The backends that are asked for; empty for both.
  var backends: [String] = []
  private static let share = 0.7
  private static let deals = 10_000

  /// What came of a load.
  private struct Outcome {
    /// Microseconds from when an edit was due until it was durable, sorted.
    var waits: [UInt32]
    var errors: Int
    /// Resident memory in MiB after a tenth of the time, and at the end.
    var memory: (early: Double, late: Double)
    var seconds: Double
  }

  /// Rows for `Documentation/Reference/reliability.md`.
  func rows() async throws -> [String] {
    var rows: [String] = []
    if backends.isEmpty || backends.contains("sqlite") {
      rows.append(try await row("SQLite", "C on sqlite3", "{sqlite: {path: load.db}}", raw: rawSQLite))
    }
    if backends.isEmpty || backends.contains("postgresql"),
      let url = ProcessInfo.processInfo.environment["PIPELINE_TEST_POSTGRESQL"]
    {
      rows.append(
        try await row("PostgreSQL", "pgbench -N, 8 clients", "{postgresql: {url: '\(url)', schema: load}}") {
          try rawPostgreSQL(url)
        })
    }
    return rows
  }

  private func row(_ name: String, _ rawName: String, _ storage: String, raw: () throws -> Double) async throws
    -> String
  {
    let config = folder + "/load-\(name).yaml"
    try Company.yaml.replacing("{sqlite: {path: measured.db}}", with: storage)
      .write(toFile: config, atomically: true, encoding: .utf8)
    let before = try raw()
    let pipeline = try await Pipeline.open(config)
    let desk = pipeline.acting(as: "bench")
    _ = try await Importing.fill(desk, Self.deals, folder)
    let ids = try await desk.opportunities(limit: Self.deals).items.map(\.id)
    // The slower of two: the raw database must be able to do it too.
    let rate = Self.share * min(before, try raw())
    let outcome = await run(desk, ids, rate: rate)
    await pipeline.close()
    func wait(_ share: Double) -> String {
      let microseconds = outcome.waits[min(outcome.waits.count - 1, Int(Double(outcome.waits.count) * share))]
      return String(format: "%.1f ms", Double(microseconds) / 1_000)
    }
    let done = Double(outcome.waits.count) / outcome.seconds
    return String(
      format: "| load holds (%@) | %d edits in %.0f s, %.0f a second, %.0f %% of raw (%@, %.0f a second): %d errors; "
        + "half within %@, 99 %% within %@; memory %.0f MB after a tenth of the time, %.0f MB at the end | – |",
      name, outcome.waits.count, outcome.seconds, done, 100 * done / (rate / Self.share), rawName, rate / Self.share,
      outcome.errors, wait(0.5), wait(0.99), outcome.memory.early, outcome.memory.late)
  }

  /// What the tasks of a run write.
  private final class Tally: Sendable {
    /// Microseconds from when each edit was due to its answer.
    let waits: Mutex<[UInt32]>
    let errors = Atomic(0)

    init(_ edits: Int) { waits = Mutex(Array(repeating: 0, count: edits)) }
  }

  private func run(_ desk: Desk, _ deals: [RecordID], rate: Double) async -> Outcome {
    let count = Int(rate * Double(seconds))
    let tally = Tally(count)
    var memory = (early: 0.0, late: 0.0)
    let clock = ContinuousClock()
    let start = clock.now
    await withDiscardingTaskGroup { group in
      var next = 0
      while next < count {
        let due = min(count, Int((clock.now - start) / .seconds(1) * rate))
        while next < due {
          let number = next
          next += 1
          group.addTask {
            do {
              _ = try await desk.edit(deals[number &* 7_919 % deals.count]) { $0.nextStep = "Call number \(number)" }
            } catch {
              tally.errors.add(1, ordering: .relaxed)
            }
            let wait = (clock.now - start) / .microseconds(1) - Double(number) / rate * 1e6
            tally.waits.withLock { $0[number] = UInt32(max(0, min(wait, 4e9))) }
          }
        }
        if memory.early == 0, next > count / 10 { memory.early = Self.memory() }
        try? await Task.sleep(for: .milliseconds(1))
      }
    }
    let spent = (clock.now - start) / .seconds(1)
    memory.late = Self.memory()
    return Outcome(
      waits: tally.waits.withLock { $0.sorted() }, errors: tally.errors.load(ordering: .relaxed), memory: memory,
      seconds: spent)
  }

  private static func memory() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1024 } ?? 0
  }

  /// Transactions a second of C on sqlite3.
  private func rawSQLite() -> Double {
    let edits = 10_000
    let path = folder + "/raw-\(UUID().uuidString).db"
    return Double(edits) / store_edit_baseline(path, Int32(Self.deals), Int32(edits))
  }

  /// Transactions a second of pgbench: an update, a query and an insertion each.
  private func rawPostgreSQL(_ url: String) throws -> Double {
    _ = try Self.run(["pgbench", "-i", "-q", "-s", "1", url])
    // By number, not by time: pgbench ends a time by a signal, which a thread of this process has blocked for its children.
    let text = try Self.run(["pgbench", "-N", "-n", "-M", "prepared", "-c", "8", "-j", "2", "-t", "3000", url])
    let line = text.split(separator: "\n").first { $0.hasPrefix("tps = ") }
    guard let rate = line?.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }) else {
      throw CocoaError(.fileReadUnknown)
    }
    return rate
  }

  private static func run(_ words: [String]) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }
}
