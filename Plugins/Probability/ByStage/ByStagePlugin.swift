public import PipelinePlugins

/// A deal is as likely as its stage says.
public enum ByStagePlugin: Plugin {
  /// `by_stage`
  public static let name = "by_stage"
  /// What it does.
  public static let summary = "A deal is as likely as its stage says."
  /// Where it goes.
  public static var slot: Slot<ProbabilityRule> { .probability }

  /// Makes it.
  public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> ProbabilityRule { ByStage.rule }
}
