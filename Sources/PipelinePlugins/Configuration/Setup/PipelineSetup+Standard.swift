/// The defaults of sections that are not configured, equal to the plugins `grace_window`, `stated`, `by_stage`,
/// `expected_value` and `everyone_sees_all` with their default settings.
extension PipelineSetup {
  /// A grace window of two hours after a record's creation.
  public static var standardHistory: [any HistoryPolicy] { [GraceWindow()] }

  /// The probability that a person set, else that of the stage.
  public static var standardProbability: [ProbabilityRule] {
    [
      .onChange { moment in moment.stated.map { ProbabilityAnswer($0, .person) } },
      .onChange { moment in ProbabilityAnswer(moment.stage.probability, .stage) },
    ]
  }

  /// The weight is the probability.
  public static var standardWeighting: any WeightingStrategy { StandardWeighting() }

  /// Everyone sees and changes all deals.
  public static var standardAccess: any AccessPolicy { StandardAccess() }
}

private struct StandardWeighting: WeightingStrategy {
  var weight: Derivation<Weight> { Derivation(.probability) { Weight($0) } }
}

private struct StandardAccess: AccessPolicy {
  func grant(to person: String) async throws -> AccessGrant { .everything }
  func teams() async throws -> [String: String] { [:] }
}
