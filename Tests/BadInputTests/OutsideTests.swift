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

  @Test("bombs are refused or read at once and in little memory", arguments: FuzzBomb.all.indices)
  func bomb(index: Int) async throws {
    let bomb = FuzzBomb.all[index]
    let before = Self.memory()
    var best = Duration.seconds(60)
    // The best of three: memory and caches are shared.
    for _ in 0..<3 { best = min(best, await bomb.measure().time) }
    if bomb.target == .yaml {
      let checked = ConfigurationReader(catalog: .bundled).check(text: String(decoding: bomb.bytes, as: UTF8.self))
      #expect(checked.value == nil)
      #expect(checked.diagnostics.count < 100, "\(bomb.name): \(checked.diagnostics.count) lines")
    }
    print("\(bomb.target.rawValue), \(bomb.name): \(best)")
    // 100 ms with optimisation, which `make torture` measures: a build without it takes up to thirty times as long.
    #expect(best < .seconds(3), "\(bomb.name) took \(best)")
    if let before, let after = Self.memory() {
      #expect(after - before < 64 << 20, "\(bomb.name) took \((after - before) >> 20) MB")
    }
  }

  /// The process's resident memory in bytes, where the system says.
  private static func memory() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4_096 }
  }
}
