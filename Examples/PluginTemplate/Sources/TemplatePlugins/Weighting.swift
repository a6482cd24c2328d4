public import PipelinePlugins

/// `capped: {most: 80}`: a deal is weighted by its probability, up to a limit.
public enum Capped: Plugin {
  /// The settings of the plugin.
  public struct Settings: PluginSettings {
    /// The greatest weight of an open deal.
    public var most = BasisPoints(percent: 80) ?? .full
    /// The default: 80 %.
    public init() {}
    /// The declarations of the settings.
    public static let settings: [Setting<Self>] = [Setting("most", \.most, "The greatest weight of an open deal.")]
  }

  /// The name in configurations.
  public static let name = "capped"
  /// A summary for the reference page.
  public static let summary = "The probability, up to a limit."
  /// The slot of the plugin.
  public static let slot: Slot<any WeightingStrategy> = .weighting

  /// Creates the strategy.
  public static func make(_ settings: Settings, _ context: PluginContext) -> any WeightingStrategy {
    Strategy(most: settings.most)
  }

  private struct Strategy: WeightingStrategy {
    let most: BasisPoints

    var weight: Derivation<Weight> {
      let most = most
      return Derivation(.probability) { (probability: BasisPoints) in Weight(min(probability, most)) }
    }
  }
}
