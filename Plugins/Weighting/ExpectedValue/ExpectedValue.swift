public import PipelinePlugins

/// A deal weighs as much as it is likely: the weighted value is the expected value.
public struct ExpectedValue: WeightingStrategy {
  /// A strategy.
  public init() {}

  /// The probability.
  public var weight: Derivation<Weight> { Derivation(.probability) { Weight($0) } }
}
