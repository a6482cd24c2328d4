package import PipelinePlugins

/// Weights a deal by its forecast category, regardless of its probability.
///
/// The standard weights are our choice, for want of a standard: nothing for what is omitted, 20 % for pipeline, 50 % for best
/// case, 90 % for commit, all for closed. Set your own from what you won in past periods.
package struct ByCategory: WeightingStrategy, Hashable {
  /// What each category weighs; one that is not named weighs nothing.
  package var weights: [ForecastCategory: BasisPoints]

  /// The weights where nothing else is said.
  package static let standard: [ForecastCategory: BasisPoints] =
    [.omitted: 0, .pipeline: 20, .bestCase: 50, .commit: 90, .closed: 100].compactMapValues(BasisPoints.init(percent:))

  /// A strategy.
  package init(_ weights: [ForecastCategory: BasisPoints] = standard) { self.weights = weights }

  /// The category's weight.
  package var weight: Derivation<Weight> {
    let weights = weights
    return Derivation(.category) { Weight(weights[$0] ?? .zero) }
  }
}
