public import PipelinePlugins

/// `stated`: a person's own figure wins.
public enum StatedPlugin: Plugin {
  /// The name in configurations.
  public static let name = "stated"
  /// What it does.
  public static let summary = "A person's own figure wins; without one, the next rule answers."
  /// Where it goes.
  public static let slot: Slot<ProbabilityRule> = .probability

  /// Makes the rule.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> ProbabilityRule { Stated.rule }
}
