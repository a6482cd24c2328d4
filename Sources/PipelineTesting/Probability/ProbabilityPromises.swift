public import PipelinePlugins

/// A probability rule on trial.
public struct ProbabilityTrial: Sendable {
  /// The rule.
  public let rule: ProbabilityRule
  /// What it claims beyond what every rule promises.
  public let claims: Set<ProbabilityClaim>
  /// What the sampled deals are made from.
  public let seed: UInt64

  /// A trial.
  public init(_ rule: ProbabilityRule, claims: Set<ProbabilityClaim> = [], seed: UInt64 = 1) {
    self.rule = rule
    self.claims = claims
    self.seed = seed
  }
}

/// What a probability rule may claim.
public enum ProbabilityClaim: String, Hashable, Sendable, CaseIterable {
  /// Promise PR-7.
  case neverRaises = "never raises"
  /// Promise PR-8.
  case fallsWithDaysInStage = "falls with the days in the stage"
  /// Promise PR-9.
  case leavesStated = "leaves a person's own figure"
}

/// The contract of probability rules, as numbered promises. `Documentation/Contracts/Probability.md` says the same.
public enum ProbabilityContract {
  /// All promises; those that rest on a claim hold for rules that make it.
  public static let promises: [Promise<ProbabilityTrial>] = onChange + onReading

  private static let onChange: [Promise<ProbabilityTrial>] = [
    Promise("PR-1", "The same deal always gets the same answer, in any order of calls.") {
      trial in
      switch trial.rule {
      case .onChange(let rule):
        let moments = ProbabilitySamples.moments(count: 500, seed: trial.seed)
        let first = moments.map(rule)
        for (moment, before) in zip(moments, first).reversed() where rule(moment) != before {
          throw BrokenPromise("two answers for \(shown(moment))")
        }
      case .onReading(let reading):
        let groups = DimensionSamples.groups(of: reading.dimensions, count: 500, seed: trial.seed)
        if let group = reading.firstDifference(groups, reading, { $0 }) {
          throw BrokenPromise("two answers for \(shown(reading.dimensions, group))")
        }
      }
    },
    Promise("PR-2", "An answer for an open deal is above 0 % and below 100 %.") { trial in
      switch trial.rule {
      case .onChange(let rule):
        for moment in ProbabilitySamples.moments(count: 500, seed: trial.seed) {
          if let answer = rule(moment), !answer.value.isOpen {
            throw BrokenPromise("\(answer.value) for \(shown(moment))")
          }
        }
      case .onReading(let reading):
        for group in DimensionSamples.groups(of: reading.dimensions, count: 2_000, seed: trial.seed) {
          let place = reading.dimensions.firstIndex(of: .probability)
          if let place, [.number(0), .number(10_000)].contains(group[place]) { continue }
          if let answer = reading(group), !answer.isOpen {
            throw BrokenPromise("\(answer) for \(shown(reading.dimensions, group))")
          }
        }
      }
    },
    Promise(
      "PR-3", "On change: an answer with origin `person` equals the person's own figure.",
      skipping: unlessOnChange
    ) { trial in
      try eachAnswer(trial) { moment, answer in answer.origin != .person || answer.value == moment.stated }
    },
    Promise(
      "PR-4", "On change: an answer with origin `stage` equals the stage's figure.",
      skipping: unlessOnChange
    ) { trial in
      try eachAnswer(trial) { moment, answer in answer.origin != .stage || answer.value == moment.stage.probability }
    },
  ]

  private static let onReading: [Promise<ProbabilityTrial>] = [
    Promise("PR-5", "On reading: each dimension is declared once.", skipping: unlessOnReading) { trial in
      guard case .onReading(let reading) = trial.rule else { return }
      guard Set(reading.dimensions).count == reading.dimensions.count else {
        throw BrokenPromise("declared: \(reading.dimensions.map(\.dimension.rawValue).joined(separator: ", "))")
      }
    },
    Promise(
      "PR-6",
      "On reading: unknown, extreme and missing values of the declared dimensions get an answer.",
      skipping: unlessOnReading
    ) { trial in
      guard case .onReading(let reading) = trial.rule else { return }
      // A rule that fails here ends the process: that is what the promise forbids.
      for group in DimensionSamples.hostileGroups(of: reading.dimensions, seed: trial.seed) { _ = reading(group) }
    },
    Promise("PR-7", "Where claimed: the answer is never above the stored probability.", skipping: without(.neverRaises))
    {
      trial in
      try eachReading(trial) { stored, _, answer in answer <= stored }
    },
    Promise(
      "PR-8", "Where claimed: of two otherwise equal deals, the one longer in its stage is never more probable.",
      skipping: without(.fallsWithDaysInStage)
    ) { trial in
      guard case .onReading(let reading) = trial.rule else { return }
      let stageDays = DimensionID(.daysInStage, .daysSince)
      let days = DimensionSamples.values(of: stageDays).filter { $0 != .none }
      let sweeps = DimensionSamples.sweeps(
        of: reading.dimensions, along: stageDays, over: days, count: 100, seed: trial.seed)
      for sweep in sweeps {
        for (early, late) in zip(sweep, sweep.dropFirst())
        where read(reading, late) > read(reading, early) {
          throw BrokenPromise("\(shown(reading.dimensions, late)) is likelier than before")
        }
      }
    },
    Promise(
      "PR-9", "Where claimed: a probability that a person set is returned unchanged.", skipping: without(.leavesStated)
    ) {
      trial in
      try eachReading(trial) { stored, origin, answer in origin != .person || answer == stored }
    },
  ]

  private static func eachAnswer(
    _ trial: ProbabilityTrial, _ holds: (ProbabilityMoment, ProbabilityAnswer) -> Bool
  ) throws {
    guard case .onChange(let rule) = trial.rule else { return }
    for moment in ProbabilitySamples.moments(count: 500, seed: trial.seed) {
      if let answer = rule(moment), !holds(moment, answer) {
        throw BrokenPromise("\(answer.value) from the \(answer.origin.rawValue) for \(shown(moment))")
      }
    }
  }

  private static func eachReading(
    _ trial: ProbabilityTrial, _ holds: (BasisPoints, ProbabilityOrigin, BasisPoints) -> Bool
  ) throws {
    guard case .onReading(let reading) = trial.rule else { return }
    // Always with what the promise speaks of, whether or not the rule declares it.
    let extra = [DimensionID.probability, .probabilityOrigin].filter { !reading.dimensions.contains($0) }
    let dimensions = reading.dimensions + extra
    for group in DimensionSamples.groups(of: dimensions, count: 2_000, seed: trial.seed) {
      guard let stored = stored(dimensions, group), let origin = origin(dimensions, group) else { continue }
      let answer = reading(Array(group.prefix(reading.dimensions.count))) ?? stored
      guard holds(stored, origin, answer) else {
        throw BrokenPromise("\(answer) is read for \(shown(dimensions, group)) (seed \(trial.seed))")
      }
    }
  }

  /// What is read: the rule's answer, or what is stored.
  private static func read(_ reading: Derivation<BasisPoints?>, _ group: [DimensionValue]) -> BasisPoints {
    reading(group) ?? stored(reading.dimensions, group) ?? .zero
  }

  private static func stored(_ dimensions: [DimensionID], _ group: [DimensionValue]) -> BasisPoints? {
    guard let place = dimensions.firstIndex(of: .probability), case .number(let points) = group[place] else {
      return nil
    }
    return BasisPoints(Int(points))
  }

  private static func origin(_ dimensions: [DimensionID], _ group: [DimensionValue]) -> ProbabilityOrigin? {
    guard let place = dimensions.firstIndex(of: .probabilityOrigin), case .text(let text) = group[place] else {
      return nil
    }
    return ProbabilityOrigin(rawValue: text)
  }

  private static let unlessOnChange: @Sendable (ProbabilityTrial) -> String? = {
    if case .onChange = $0.rule { nil } else { "it is evaluated on reading" }
  }

  private static let unlessOnReading: @Sendable (ProbabilityTrial) -> String? = {
    if case .onReading = $0.rule { nil } else { "it is evaluated on change" }
  }

  /// Skips a promise for those that do not claim it.
  private static func without(_ claim: ProbabilityClaim) -> @Sendable (ProbabilityTrial) -> String? {
    { $0.claims.contains(claim) ? nil : "it does not claim that it \(claim.rawValue)" }
  }
}

extension BasisPoints {
  fileprivate var isOpen: Bool { self > .zero && self < .full }
}
