package import PipelinePlugins

/// `threshold: {from: 50}`: a deal that is likely enough weighs in full, any other nothing.
package enum ThresholdPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The least probability that counts.
    package var from = Threshold.standard
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("from", \.from, "The least probability that counts.")
    ]
  }

  /// The name in configurations.
  package static let name = "threshold"
  /// What it does.
  package static let summary = "A deal that is likely enough weighs in full, any other nothing."
  /// Where it goes.
  package static let slot: Slot<any WeightingStrategy> = .weighting

  /// Makes the strategy.
  package static func make(_ settings: Settings, _ context: PluginContext) -> any WeightingStrategy {
    Threshold(from: settings.from)
  }
}
