package import PipelinePlugins

/// A deal weighs as much as it is likely: the weighted value is the expected value.
package struct ExpectedValue: WeightingStrategy {
  /// A strategy.
  package init() {}

  /// The probability.
  package var weight: Derivation<Weight> { Derivation(.probability) { Weight($0) } }
}
