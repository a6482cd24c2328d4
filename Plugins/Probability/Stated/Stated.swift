package import PipelinePlugins

/// A person's own figure wins; without one, the next rule answers.
package enum Stated {
  /// The rule.
  package static let rule = ProbabilityRule.onChange { moment in
    moment.stated.map { ProbabilityAnswer($0, .person) }
  }
}
