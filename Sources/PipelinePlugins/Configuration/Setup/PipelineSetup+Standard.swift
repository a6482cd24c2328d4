/// What holds where nothing is configured. The plugins `grace_window`, `stated`, `by_stage`, `expected_value` and
/// `everyone_sees_all` do the same with their default settings.
extension PipelineSetup {
  /// A grace window of two hours after a record's creation.
  public static var standardHistory: [any HistoryPolicy] { [GraceWindow()] }

  /// A person's own figure, else the stage's.
  public static var standardProbability: [ProbabilityRule] {
    [
      .onChange { moment in moment.stated.map { ProbabilityAnswer($0, .person) } },
      .onChange { moment in ProbabilityAnswer(moment.stage.probability, .stage) },
    ]
  }

  /// The probability.
  public static var standardWeighting: any WeightingStrategy { StandardWeighting() }

  /// Everyone sees and changes all.
  public static var standardAccess: any AccessPolicy { StandardAccess() }
}

private struct StandardWeighting: WeightingStrategy {
  var weight: Derivation<Weight> { Derivation(.probability) { Weight($0) } }
}

private struct StandardAccess: AccessPolicy {
  func grant(to person: String) async throws -> AccessGrant { .everything }
  func teams() async throws -> [String: String] { [:] }
}
