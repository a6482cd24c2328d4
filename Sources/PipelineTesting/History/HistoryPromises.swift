public import PipelinePlugins

/// A history policy on trial.
public struct HistoryTrial: Sendable {
  /// The policy.
  public let policy: any HistoryPolicy
  /// What it claims beyond what every policy promises.
  public let claims: Set<HistoryClaim>
  /// What the sampled edits are made from.
  public let seed: UInt64

  /// A trial.
  public init(_ policy: any HistoryPolicy, claims: Set<HistoryClaim> = [], seed: UInt64 = 1) {
    self.policy = policy
    self.claims = claims
    self.seed = seed
  }
}

/// What a history policy may claim.
public enum HistoryClaim: String, Hashable, Sendable, CaseIterable {
  /// Promise HI-4.
  case looksAtAge = "looks at the age"
  /// Promise HI-5.
  case keepsFromThenOn = "keeps from then on"
  /// Promise HI-6.
  case looksAtFieldOnly = "looks at the field only"
}

/// The contract of history policies, as numbered promises. `Documentation/Contracts/History.md` says the same.
public enum HistoryContract {
  /// All promises; those that rest on a claim hold for policies that make it.
  public static let promises: [Promise<HistoryTrial>] = [
    Promise("HI-1", "The same change of the same edit always gets the same answer.") {
      trial in
      for sample in HistorySamples.edits(count: 500, seed: trial.seed)
      where trial.policy.keeps(sample) != trial.policy.keeps(sample) {
        throw BrokenPromise("two answers for \(sample)")
      }
    },
    Promise("HI-2", "Answers do not depend on the order of the calls.") { trial in
      let samples = HistorySamples.edits(count: 500, seed: trial.seed)
      let forwards = samples.map { trial.policy.keeps($0) }
      let backwards = samples.reversed().map { trial.policy.keeps($0) }
      guard forwards == backwards.reversed() else { throw BrokenPromise("asked backwards, it answers otherwise") }
    },
    Promise(
      "HI-3",
      "Every change gets an answer: any record, field, values and instant, including one before the creation."
    ) { trial in
      // A policy that fails here ends the process: that is what the promise forbids.
      for sample in HistorySamples.extremes(seed: trial.seed) { _ = trial.policy.keeps(sample) }
    },
    Promise(
      "HI-4",
      "Where claimed: only the time since the record's creation counts; shifting both instants equally changes no answer.",
      skipping: without(.looksAtAge)
    ) {
      trial in
      for sample in HistorySamples.edits(count: 500, seed: trial.seed) {
        let answer = trial.policy.keeps(sample)
        for shift in HistorySamples.shifts where trial.policy.keeps(sample.moved(by: shift)) != answer {
          throw BrokenPromise("\(sample): another answer \(shift) microseconds later")
        }
      }
    },
    Promise(
      "HI-5", "Where claimed: a change that is kept at one age of the record is kept at every later age.",
      skipping: without(.keepsFromThenOn)
    ) { trial in
      for sample in HistorySamples.edits(count: 100, seed: trial.seed) {
        var wasKept = false
        for age in HistorySamples.ages {
          let isKept = trial.policy.keeps(sample.aged(age))
          guard isKept || !wasKept else { throw BrokenPromise("\(sample.aged(age)): kept before, no longer now") }
          wasKept = isKept
        }
      }
    },
    Promise(
      "HI-6",
      "Where claimed: the answer depends on the field alone, not on its values, the record, the author or the time.",
      skipping: without(.looksAtFieldOnly)
    ) {
      trial in
      var answers: [FieldName: Bool] = [:]
      for sample in HistorySamples.edits(count: 2_000, seed: trial.seed) {
        let answer = trial.policy.keeps(sample)
        guard answers[sample.change.field, default: answer] == answer else {
          throw BrokenPromise("\(sample): another answer than for the field before")
        }
        answers[sample.change.field] = answer
      }
    },
    Promise(
      "HI-7", "Where it seals: the same write after the same seal always gets the same seal, from any task.",
      skipping: withoutSeals
    ) { trial in
      for link in HistorySamples.links(count: 200, seed: trial.seed) {
        for previous in [nil, "", "before"] as [String?] {
          let policy = trial.policy
          let seal = policy.seal(link, after: previous)
          let again = await Task { policy.seal(link, after: previous) }.value
          guard seal == again, !seal.isEmpty else { throw BrokenPromise("'\(seal)', then '\(again)'") }
        }
      }
    },
    Promise(
      "HI-8",
      "Where it seals: another record, version, operation, author, instant, commitment or seal before it gives another seal.",
      skipping: withoutSeals
    ) { trial in
      for link in HistorySamples.links(count: 200, seed: trial.seed) {
        let seal = trial.policy.seal(link, after: "before")
        for (what, other) in HistorySamples.neighbours(of: link) where trial.policy.seal(other, after: "before") == seal
        {
          throw BrokenPromise("the seal does not depend on \(what)")
        }
        let seals = [nil, "", "before", "before "].map { trial.policy.seal(link, after: $0) }
        guard Set(seals).count == seals.count else {
          throw BrokenPromise("the seal does not depend on the seal before it")
        }
      }
    },
  ]

  /// Skips a promise for those that do not seal.
  private static let withoutSeals: @Sendable (HistoryTrial) -> String? = { $0.policy.seals ? nil : "it does not seal" }

  /// Skips a promise for those that do not claim it.
  private static func without(_ claim: HistoryClaim) -> @Sendable (HistoryTrial) -> String? {
    { $0.claims.contains(claim) ? nil : "it does not claim that it \(claim.rawValue)" }
  }
}

extension HistoryPolicy {
  func keeps(_ sample: HistorySample) -> Bool { keeps(sample.change, of: sample.edit) }
}
