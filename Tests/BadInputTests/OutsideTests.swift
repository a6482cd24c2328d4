import Foundation
import PipelineTesting
import SalesPipeline
import Testing
import fuzz

/// Nothing from outside ends the process, whatever the bytes.
@Suite("Bytes from outside", .serialized)
struct OutsideTests {
  @Test("inputs made by dice end with a result or a refusal", arguments: FuzzTarget.allCases)
  func fuzzed(target: FuzzTarget) async {
    var mutator = FuzzMutator(seed: Torture.seed)
    let seeds = target.seeds
    for seed in seeds { await target.run(seed) }
    let runs = Torture.count(target == .yaml || target == .archive ? 150 : 600, long: 20_000)
    for _ in 0..<runs { await target.run(mutator.next(of: seeds)) }
    Torture.report("\(target.rawValue): bytes from outside (changed by dice)", "\(runs) inputs: 0 crashes")
  }

  /// Bombs: small files that stand for much.
  private static let bombs: [(name: String, text: String)] = [
    ("a megabyte of brackets", String(repeating: "[", count: 1 << 20)),
    ("a megabyte of braces", String(repeating: "{a: ", count: 1 << 18)),
    (
      "nine levels of aliases",
      "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + zip("bcdefghi", "abcdefgh").map {
          "\($0): &\($0) [" + Array(repeating: "*\($1)", count: 9).joined(separator: ", ") + "]\n"
        }
        .joined()
    ),
    ("a value of ten megabytes", "name: " + String(repeating: "x", count: 10 << 20)),
    ("a key of ten megabytes", String(repeating: "x", count: 10 << 20) + ": 1"),
    ("a megabyte of anchors", (0..<60_000).map { "- &a\($0) x\n" }.joined()),
    ("a megabyte of list items", String(repeating: "- - x\n", count: 150_000)),
  ]

  @Test("YAML bombs are refused at once and in little memory", arguments: bombs.indices)
  func bomb(index: Int) throws {
    let (name, text) = Self.bombs[index]
    let before = Self.peakMemory()
    var best = Duration.seconds(60)
    // The best of three: other tests share the machine.
    for _ in 0..<3 {
      let clock = ContinuousClock()
      let start = clock.now
      let checked = ConfigurationReader(catalog: .bundled).check(text: text)
      best = min(best, clock.now - start)
      #expect(checked.value == nil)
      #expect(checked.diagnostics.count < 100, "\(name): \(checked.diagnostics.count) lines")
    }
    print("\(name): \(best)")
    // 100 ms without optimisation and beside other tests: a build without it takes up to ten times as long.
    #expect(best < .milliseconds(1_000), "\(name) took \(best)")
    if let before, let after = Self.peakMemory() {
      #expect(after - before < 64 << 20, "\(name) took \((after - before) >> 20) MB")
    }
  }

  /// The process's resident memory in bytes, where the system says.
  private static func peakMemory() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4_096 }
  }
}
