public import PipelinePlugins

/// `by_stage`: a deal is as likely as its stage says.
public enum ByStagePlugin: Plugin {
  /// The name in configurations.
  public static let name = "by_stage"
  /// What it does.
  public static let summary = "A deal is as likely as its stage says."
  /// Where it goes.
  public static let slot: Slot<ProbabilityRule> = .probability

  /// Makes the rule.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> ProbabilityRule { ByStage.rule }
}
