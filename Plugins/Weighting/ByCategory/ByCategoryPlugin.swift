package import PipelinePlugins

/// `by_category: {pipeline: 20, best_case: 50, commit: 90}`: a deal weighs what its forecast category says.
package enum ByCategoryPlugin: Plugin {
  /// What can be configured: a weight for each category.
  package struct Settings: PluginSettings {
    /// The weights.
    package var weights = ByCategory.standard
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("omitted", \.[.omitted], "What a deal weighs that is left out of the forecast."),
      Setting("pipeline", \.[.pipeline], "What a deal weighs that is early or uncertain."),
      Setting("best_case", \.[.bestCase], "What a deal weighs that is likely if things go well."),
      Setting("commit", \.[.commit], "What a deal weighs that is promised."),
      Setting("closed", \.[.closed], "What a deal weighs that is done."),
    ]

    subscript(category: ForecastCategory) -> BasisPoints {
      get { weights[category] ?? .zero }
      set { weights[category] = newValue }
    }
  }

  /// The name in configurations.
  package static let name = "by_category"
  /// What it does.
  package static let summary = "Weights a deal by its forecast category, regardless of its probability."
  /// Where it goes.
  package static let slot: Slot<any WeightingStrategy> = .weighting

  /// Makes the strategy.
  package static func make(_ settings: Settings, _ context: PluginContext) -> any WeightingStrategy {
    ByCategory(settings.weights)
  }
}
