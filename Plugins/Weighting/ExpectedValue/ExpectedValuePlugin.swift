package import PipelinePlugins

/// `expected_value`: a deal weighs as much as it is likely.
package enum ExpectedValuePlugin: Plugin {
  /// The name in configurations.
  package static let name = "expected_value"
  /// What it does.
  package static let summary = "A deal weighs as much as it is likely."
  /// Where it goes.
  package static let slot: Slot<any WeightingStrategy> = .weighting

  /// Makes the strategy.
  package static func make(_ settings: NoSettings, _ context: PluginContext) -> any WeightingStrategy {
    ExpectedValue()
  }
}
