import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// The kit is tested too: each promise fails for a strategy that breaks it.
@Suite("The weighting contract sees broken strategies")
struct BrokenStrategyTests {
  @Test("a strategy that counts its calls")
  func counting() async {
    let counter = Counter()
    await expectBroken("WE-1", Broken { Derivation(.probability) { _ in Weight(partsPerMillion: counter.next()) } })
  }

  @Test("a strategy that makes another weight each time")
  func changing() async {
    let counter = Counter()
    await expectBroken(
      "WE-2",
      Broken {
        let draw = counter.next()
        return Derivation(.probability) { _ in Weight(partsPerMillion: draw) }
      })
  }

  @Test("a strategy that makes another kind of weight each time")
  func wandering() async {
    let counter = Counter()
    await expectBroken(
      "WE-2",
      Broken {
        counter.next() % 2 == 0 ? Derivation(.probability) { Weight($0) } : Derivation(.stage) { _ in .full }
      })
  }

  @Test("a strategy that declares a dimension twice")
  func twice() async {
    await expectBroken(
      "WE-3", Broken { Derivation(.stage, .stage) { (one: String, two: String) in one == two ? .full : .zero } })
  }

  @Test("a strategy that takes every deal to be dated ends the process")
  func undated() async {
    await #expect(processExitsWith: .failure) {
      await expectBroken(
        "WE-4", Broken { Derivation(.closeMonth) { (month: Int?) in Weight(partsPerMillion: month! % 12 * 1_000) } })
    }
  }

  @Test("a strategy that likes outsiders")
  func outsiders() async {
    await expectBroken(
      "WE-5", Broken { Derivation(.probability) { Weight(partsPerMillion: 1_000_000 - Int($0.value) * 100) } },
      [.risesWithProbability])
  }

  @Test("a strategy that never counts in full")
  func cautious() async {
    let cautious = Broken { Derivation(.probability) { Weight(partsPerMillion: Int($0.value) * 99) } }
    await expectBroken("WE-6", cautious, [.countsCertainty])
    await expectBroken("WE-6", Broken { Derivation(.stage) { _ in .full } }, [.countsCertainty])
  }

  @Test("a strategy that rounds the probability")
  func rounding() async {
    await expectBroken(
      "WE-7", Broken { Derivation(.probability) { Weight(partsPerMillion: Int($0.value) / 100 * 10_000) } },
      [.isTheProbability])
  }

  @Test("a promise that is not claimed is skipped, and says why")
  func skipped() async throws {
    let trial = WeightingTrial(Broken { Derivation(.stage) { _ in .full } })
    let verdict = await WeightingContract.promises.verdict(on: "WE-6", of: trial)
    #expect(verdict == .skipped("it does not claim that it counts certainty"))
  }
}

private func expectBroken(_ id: String, _ strategy: Broken, _ claims: Set<WeightingClaim> = []) async {
  let verdict = await WeightingContract.promises.verdict(on: id, of: WeightingTrial(strategy, claims: claims))
  #expect(verdict?.breach != nil, "\(id) did not see it: \(String(describing: verdict))")
}

private struct Broken: WeightingStrategy {
  let make: @Sendable () -> Derivation<Weight>
  var weight: Derivation<Weight> { make() }

  init(_ make: @escaping @Sendable () -> Derivation<Weight>) { self.make = make }
}

private final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
