public import PipelinePlugins

/// Weighs deals by their forecast category.
public enum ByCategoryPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    var weights = ByCategory.standard

    /// The standard weights.
    public init() {}

    /// What can be configured.
    public static let settings: [Setting<Self>] = [
      Setting("omitted", \.weights[category: .omitted], "What a deal of the category weighs."),
      Setting("pipeline", \.weights[category: .pipeline], "What a deal of the category weighs."),
      Setting("best_case", \.weights[category: .bestCase], "What a deal of the category weighs."),
      Setting("commit", \.weights[category: .commit], "What a deal of the category weighs."),
      Setting("closed", \.weights[category: .closed], "What a deal of the category weighs."),
    ]
  }

  /// `by_category`
  public static let name = "by_category"
  /// What it does.
  public static let summary = "A deal weighs what its forecast category says, whatever its probability."
  /// Where it goes.
  public static var slot: Slot<any WeightingStrategy> { .weighting }

  /// Makes it.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> any WeightingStrategy {
    ByCategory(settings.weights)
  }
}

extension [ForecastCategory: BasisPoints] {
  fileprivate subscript(category category: ForecastCategory) -> BasisPoints {
    get { self[category] ?? .zero }
    set { self[category] = newValue }
  }
}
