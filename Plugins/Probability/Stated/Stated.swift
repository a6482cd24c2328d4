public import PipelinePlugins

/// A person's own figure wins; without one, the next rule answers.
public enum Stated {
  /// The rule.
  public static let rule = ProbabilityRule.onChange { moment in
    moment.stated.map { ProbabilityAnswer($0, .person) }
  }
}
