public import PipelinePlugins

/// A deal weighs its probability.
public enum ExpectedValuePlugin: Plugin {
  /// `expected_value`
  public static let name = "expected_value"
  /// What it does.
  public static let summary = "A deal weighs its probability."
  /// Where it goes.
  public static var slot: Slot<any WeightingStrategy> { .weighting }

  /// Makes it.
  public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any WeightingStrategy {
    ExpectedValue()
  }
}
