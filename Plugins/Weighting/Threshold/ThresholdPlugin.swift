public import PipelinePlugins

/// `threshold: {from: 50}`: a deal that is likely enough weighs in full, any other nothing.
public enum ThresholdPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    /// The least probability that counts.
    public var from = Threshold.standard
    /// The defaults.
    public init() {}
    /// The settings.
    public static let settings: [Setting<Self>] = [
      Setting("from", \.from, "The least probability that counts.")
    ]
  }

  /// The name in configurations.
  public static let name = "threshold"
  /// What it does.
  public static let summary = "A deal that is likely enough weighs in full, any other nothing."
  /// Where it goes.
  public static let slot: Slot<any WeightingStrategy> = .weighting

  /// Makes the strategy.
  public static func make(_ settings: Settings, _ context: PluginContext) -> any WeightingStrategy {
    Threshold(from: settings.from)
  }
}
