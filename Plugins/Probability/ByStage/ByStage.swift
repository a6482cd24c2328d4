public import PipelinePlugins

/// A deal is as likely as its stage says.
public enum ByStage {
  /// The rule.
  public static let rule = ProbabilityRule.onChange { ProbabilityAnswer($0.stage.probability, .stage) }
}
