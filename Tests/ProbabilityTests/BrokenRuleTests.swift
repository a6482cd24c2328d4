import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// The kit is tested too: each promise fails for a rule that breaks it.
@Suite("The probability contract sees broken rules")
struct BrokenRuleTests {
  @Test("rules that count their calls")
  func counting() async {
    let counter = Counter()
    await expectBroken("PR-1", .onChange { _ in ProbabilityAnswer(counter.next(), .strategy) })
    await expectBroken("PR-1", .onReading(Derivation(.probability) { _ in counter.next() }))
  }

  @Test("rules that give a deal up, or take it for won")
  func closing() async {
    await expectBroken("PR-2", .onChange { _ in ProbabilityAnswer(.zero, .strategy) })
    await expectBroken("PR-2", .onReading(Derivation(.daysToClose) { (days: Int?) in (days ?? 0) < 0 ? .zero : nil }))
    await expectBroken("PR-2", .onReading(Derivation(.probability) { $0.value > 9_000 ? .full : nil }))
  }

  @Test("a rule that corrects people in their name")
  func correcting() async {
    await expectBroken(
      "PR-3",
      .onChange { moment in moment.stated.map { ProbabilityAnswer(min($0, moment.stage.probability), .person) } })
  }

  @Test("a rule that invents a person's figure")
  func inventing() async {
    await expectBroken("PR-3", .onChange { ProbabilityAnswer($0.stage.probability, .person) })
  }

  @Test("a rule that passes a person's figure for the stage's")
  func mislabelling() async {
    await expectBroken("PR-4", .onChange { moment in moment.stated.map { ProbabilityAnswer($0, .stage) } })
  }

  @Test("a rule that declares a dimension twice")
  func twice() async {
    await expectBroken(
      "PR-5",
      .onReading(Derivation(.probability, .probability) { (one: BasisPoints, two: BasisPoints) in min(one, two) }))
  }

  @Test("a rule that takes every deal to have a day ends the process")
  func undated() async {
    await #expect(processExitsWith: .failure) {
      await expectBroken(
        "PR-6", .onReading(Derivation(.daysToClose) { (days: Int?) in BasisPoints(1 + days! % 100) }))
    }
  }

  @Test("a rule that adds up without looking ends the process")
  func overflow() async {
    await #expect(processExitsWith: .failure) {
      await expectBroken(
        "PR-6", .onReading(Derivation(.daysInStage) { (days: Int?) in BasisPoints(9_000 - (days ?? 0) * 100) }))
    }
  }

  @Test("a rule that raises what is stored")
  func raising() async {
    await expectBroken(
      "PR-7", .onReading(Derivation(.probability) { BasisPoints(min(9_999, Int($0.value) + 100)) }), [.neverRaises])
    await expectBroken("PR-7", .onReading(Derivation(.stage) { _ in BasisPoints(5_000) }), [.neverRaises])
  }

  @Test("a rule that warms up again")
  func warming() async {
    let warming = Derivation(.probability, .daysInStage) { (stored: BasisPoints, days: Int?) -> BasisPoints? in
      (30..<60).contains(days ?? 0) ? min(stored, BasisPoints(1_000) ?? .zero) : nil
    }
    await expectBroken("PR-8", .onReading(warming), [.fallsWithDaysInStage])
  }

  @Test("a rule that overrules people")
  func overruling() async {
    await expectBroken(
      "PR-9", .onReading(Derivation(.probability) { min($0, BasisPoints(1_000) ?? .zero) }), [.leavesStated])
  }

  @Test("what a rule is not held to is skipped, and says why")
  func skipped() async throws {
    let rule = ProbabilityRule.onReading(Derivation(.stage) { _ in nil })
    let reports = try await ProbabilityContract.promises.check { ProbabilityTrial(rule) }
    #expect(
      reports.filter { $0.verdict != .kept }.map(\.description) == [
        "PR-3 skipped: it is evaluated on reading", "PR-4 skipped: it is evaluated on reading",
        "PR-7 skipped: it does not claim that it never raises",
        "PR-8 skipped: it does not claim that it falls with the days in the stage",
        "PR-9 skipped: it does not claim that it leaves a person's own figure",
      ])
  }
}

private func expectBroken(_ id: String, _ rule: ProbabilityRule, _ claims: Set<ProbabilityClaim> = []) async {
  let verdict = await ProbabilityContract.promises.verdict(on: id, of: ProbabilityTrial(rule, claims: claims))
  #expect(verdict?.breach != nil, "\(id) did not see it: \(String(describing: verdict))")
}

private final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> BasisPoints {
    count.withLock { count in
      count = count % 9_000 + 1
      return BasisPoints(count) ?? .zero
    }
  }
}
