package import PipelinePlugins

/// A deal is as likely as its stage says.
package enum ByStage {
  /// The rule.
  package static let rule = ProbabilityRule.onChange { ProbabilityAnswer($0.stage.probability, .stage) }
}
