public import PipelinePlugins

/// `expected_value`: a deal weighs as much as it is likely.
public enum ExpectedValuePlugin: Plugin {
  /// The name in configurations.
  public static let name = "expected_value"
  /// What it does.
  public static let summary = "A deal weighs as much as it is likely."
  /// Where it goes.
  public static let slot: Slot<any WeightingStrategy> = .weighting

  /// Makes the strategy.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any WeightingStrategy { ExpectedValue() }
}
