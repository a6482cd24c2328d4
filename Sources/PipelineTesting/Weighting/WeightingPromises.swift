public import PipelinePlugins

/// A weighting strategy on trial.
public struct WeightingTrial: Sendable {
  /// The strategy.
  public let strategy: any WeightingStrategy
  /// What it claims beyond what every strategy promises.
  public let claims: Set<WeightingClaim>
  /// What the sampled groups are made from.
  public let seed: UInt64

  /// A trial.
  public init(_ strategy: any WeightingStrategy, claims: Set<WeightingClaim> = [], seed: UInt64 = 1) {
    self.strategy = strategy
    self.claims = claims
    self.seed = seed
  }
}

/// What a weighting strategy may claim.
public enum WeightingClaim: String, Hashable, Sendable, CaseIterable {
  /// Promise WE-5.
  case risesWithProbability = "rises with the probability"
  /// Promise WE-6.
  case countsCertainty = "counts certainty"
  /// Promise WE-7.
  case isTheProbability = "is the probability"
}

/// The contract of weighting strategies, as numbered promises. `Documentation/Contracts/Weighting.md` says the same.
public enum WeightingContract {
  /// All promises; those that rest on a claim hold for strategies that make it.
  public static let promises: [Promise<WeightingTrial>] = [
    Promise("WE-1", "The same values always get the same weight, in any order of calls.") {
      trial in
      let weight = trial.strategy.weight
      let groups = DimensionSamples.groups(of: weight.dimensions, count: 500, seed: trial.seed)
      if let group = weight.firstDifference(groups, weight, { $0 }) {
        throw BrokenPromise("two answers for \(shown(weight.dimensions, group)) (seed \(trial.seed))")
      }
    },
    Promise("WE-2", "Each access to `weight` returns the same dimensions and the same answers.") { trial in
      let (first, second) = (trial.strategy.weight, trial.strategy.weight)
      guard first.dimensions == second.dimensions else { throw BrokenPromise("the dimensions changed") }
      let groups = DimensionSamples.groups(of: first.dimensions, count: 500, seed: trial.seed)
      if let group = first.firstDifference(groups, second, { $0 }) {
        throw BrokenPromise("two answers for \(shown(first.dimensions, group)) (seed \(trial.seed))")
      }
    },
    Promise("WE-3", "Each dimension is declared once.") { trial in
      let dimensions = trial.strategy.weight.dimensions
      guard Set(dimensions).count == dimensions.count else {
        throw BrokenPromise("declared: \(dimensions.map(\.dimension.rawValue).joined(separator: ", "))")
      }
    },
    Promise("WE-4", "Unknown, extreme and missing values of the declared dimensions get a weight.") {
      trial in
      let weight = trial.strategy.weight
      // A strategy that fails here ends the process: that is what the promise forbids.
      for group in DimensionSamples.hostileGroups(of: weight.dimensions, seed: trial.seed) { _ = weight(group) }
    },
    Promise(
      "WE-5", "Where claimed: of two otherwise equal deals, the more probable one never has the lower weight.",
      skipping: without(.risesWithProbability)
    ) { trial in
      let weight = trial.strategy.weight
      for sweep in probabilitySweeps(trial) {
        for (less, more) in zip(sweep, sweep.dropFirst()) where weight(more) < weight(less) {
          throw BrokenPromise("\(shown(weight.dimensions, more)) weighs less than \(shown(weight.dimensions, less))")
        }
      }
    },
    Promise(
      "WE-6", "Where claimed: the weight at 100 % is 1 and the weight at 0 % is 0.",
      skipping: without(.countsCertainty)
    ) { trial in
      let weight = trial.strategy.weight
      guard weight.dimensions.contains(.probability) else { throw BrokenPromise("it does not look at the probability") }
      for sweep in probabilitySweeps(trial) {
        guard let none = sweep.first, let all = sweep.last, weight(none) == .zero, weight(all) == .full else {
          throw BrokenPromise("0 % or 100 % is counted in part (seed \(trial.seed))")
        }
      }
    },
    Promise(
      "WE-7", "Where claimed: the weight equals the probability, so weighted values are expected values.",
      skipping: without(.isTheProbability)
    ) { trial in
      let weight = trial.strategy.weight
      guard weight.dimensions == [.probability] else { throw BrokenPromise("it depends on more than the probability") }
      for points in 0...10_000 where Int(weight([.number(Int64(points))]).partsPerMillion) != points * 100 {
        throw BrokenPromise("\(points) basis points weigh \(weight([.number(Int64(points))]).partsPerMillion) ppm")
      }
    },
  ]

  private static func probabilitySweeps(_ trial: WeightingTrial) -> [[[DimensionValue]]] {
    DimensionSamples.sweeps(
      of: trial.strategy.weight.dimensions, along: .probability,
      over: stride(from: Int64(0), through: 10_000, by: 50).map { .number($0) }, count: 20, seed: trial.seed)
  }

  /// Skips a promise for those that do not claim it.
  private static func without(_ claim: WeightingClaim) -> @Sendable (WeightingTrial) -> String? {
    { $0.claims.contains(claim) ? nil : "it does not claim that it \(claim.rawValue)" }
  }
}
