import Foundation
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// A small input that stands for much: it must be refused, or read, at once and in little memory.
package struct FuzzBomb: Sendable {
  /// What it is.
  package let name: String
  /// What reads it.
  package let target: FuzzTarget
  /// The input.
  package let bytes: [UInt8]

  private init(_ target: FuzzTarget, _ name: String, _ text: String) {
    (self.target, self.name) = (target, name)
    bytes = Array(text.utf8)
  }

  /// All of them.
  package static let all = yaml + others

  private static let aliases =
    "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + zip("bcdefghi", "abcdefgh").map {
      "\($0): &\($0) [" + Array(repeating: "*\($1)", count: 9).joined(separator: ", ") + "]\n"
    }
    .joined()

  private static let yaml = [
    FuzzBomb(.yaml, "a megabyte of brackets", String(repeating: "[", count: 1 << 20)),
    FuzzBomb(.yaml, "a megabyte of braces", String(repeating: "{a: ", count: 1 << 18)),
    FuzzBomb(.yaml, "nine levels of aliases", aliases),
    FuzzBomb(.yaml, "a value of ten megabytes", "name: " + String(repeating: "x", count: 10 << 20)),
    FuzzBomb(.yaml, "a key of ten megabytes", String(repeating: "x", count: 10 << 20) + ": 1"),
    FuzzBomb(.yaml, "a megabyte of anchors", (0..<60_000).map { "- &a\($0) x\n" }.joined()),
    FuzzBomb(.yaml, "a megabyte of list items", String(repeating: "- - x\n", count: 150_000)),
  ]

  private static let others = [
    FuzzBomb(.mapping, "a megabyte of brackets", String(repeating: "[", count: 1 << 20)),
    FuzzBomb(.mapping, "nine levels of aliases", aliases),
    FuzzBomb(
      .mapping, "a value of ten megabytes", "version: 1\ncsv: {dates: " + String(repeating: "d", count: 10 << 20) + "}"),
    FuzzBomb(.csv, "a megabyte of quotes", "a,b\n" + String(repeating: "\"", count: 1 << 20)),
    FuzzBomb(.csv, "a cell of ten megabytes", "a,b\n" + String(repeating: "x", count: 10 << 20)),
    FuzzBomb(.csv, "a megabyte of columns", String(repeating: ",", count: 1 << 20) + "\n"),
    FuzzBomb(.csv, "a megabyte of lines", "a,b\n" + String(repeating: "\n", count: 1 << 20)),
    FuzzBomb(.archive, "a megabyte of brackets", String(repeating: "[", count: 1 << 20) + "\n"),
    FuzzBomb(.archive, "a line of ten megabytes", String(repeating: "x", count: 10 << 20) + "\n"),
    FuzzBomb(.json, "a megabyte of brackets", String(repeating: "[", count: 1 << 20)),
    FuzzBomb(.json, "a text of ten megabytes", "{\"name\":\"" + String(repeating: "x", count: 10 << 20) + "\"}"),
    FuzzBomb(.amounts, "a megabyte of digits", String(repeating: "9", count: 1 << 20)),
    FuzzBomb(.dates, "a megabyte of digits", String(repeating: "9", count: 1 << 20)),
    FuzzBomb(.filters, "a megabyte of brackets", String(repeating: "[", count: 1 << 20)),
  ]

  /// Reads it once.
  ///
  /// - Returns: How long the processor took, since other programs share the machine, and by how many bytes the greatest memory of the process grew, where the system says.
  package func measure() async -> (time: Duration, memory: Int?) {
    // Linux forgets the greatest memory so far.
    _ = try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
    let before = Self.memory("VmRSS:")
    let time = target.isAsynchronous ? await measureTask() : measureThread()
    guard let before, let after = Self.memory("VmHWM:") else { return (time, nil) }
    return (time, max(0, after - before))
  }

  /// The time of this thread alone.
  private func measureThread() -> Duration {
    let start = Self.processor(CLOCK_THREAD_CPUTIME_ID)
    target.read(bytes)
    return Self.processor(CLOCK_THREAD_CPUTIME_ID) - start
  }

  /// A task changes threads: the time that passed, or that of the whole process where that is less.
  private func measureTask() async -> Duration {
    let (clock, start) = (ContinuousClock.now, Self.processor(CLOCK_PROCESS_CPUTIME_ID))
    await target.run(bytes)
    return min(ContinuousClock.now - clock, Self.processor(CLOCK_PROCESS_CPUTIME_ID) - start)
  }

  private static func processor(_ clock: clockid_t) -> Duration {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return .zero }
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  private static func memory(_ name: String) -> Int? {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 << 10 }
  }
}
