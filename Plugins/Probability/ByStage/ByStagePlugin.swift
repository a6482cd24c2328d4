package import PipelinePlugins

/// `by_stage`: a deal is as likely as its stage says.
package enum ByStagePlugin: Plugin {
  /// The name in configurations.
  package static let name = "by_stage"
  /// What it does.
  package static let summary = "A deal is as likely as its stage says."
  /// Where it goes.
  package static let slot: Slot<ProbabilityRule> = .probability

  /// Makes the rule.
  package static func make(_ settings: NoSettings, _ context: PluginContext) -> ProbabilityRule { ByStage.rule }
}
