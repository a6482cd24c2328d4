public import PipelinePlugins

/// Weighs deals all or nothing.
public enum ThresholdPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    /// The least probability that counts.
    public var from = Threshold.standard

    /// 50 %.
    public init() {}

    /// What can be configured.
    public static let settings: [Setting<Self>] = [
      Setting("from", \.from, "The least probability that counts; such a deal weighs in full, any other nothing.")
    ]
  }

  /// `threshold`
  public static let name = "threshold"
  /// What it does.
  public static let summary = "All or nothing, from a probability on."
  /// Where it goes.
  public static var slot: Slot<any WeightingStrategy> { .weighting }

  /// Makes it.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> any WeightingStrategy {
    Threshold(from: settings.from)
  }
}
