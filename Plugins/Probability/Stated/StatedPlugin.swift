package import PipelinePlugins

/// `stated`: a person's own figure wins.
package enum StatedPlugin: Plugin {
  /// The name in configurations.
  package static let name = "stated"
  /// What it does.
  package static let summary = "A person's own figure wins; without one, the next rule answers."
  /// Where it goes.
  package static let slot: Slot<ProbabilityRule> = .probability

  /// Makes the rule.
  package static func make(_ settings: NoSettings, _ context: PluginContext) -> ProbabilityRule { Stated.rule }
}
