import PipelinePlugins

extension DealPlan {
  /// The probability and where it comes from.
  ///
  /// Closing is 0 or 100 %. Otherwise it changes only when the stage does or a person says so, and a person's own figure
  /// stands until the deal is closed.
  mutating func setProbability(in stage: Stage) {
    guard stage.outcome == .open else {
      after.probability = stage.probability
      after.probabilityOrigin = .stage
      return
    }
    let wasClosed = before.flatMap { planner.stage(of: $0)?.outcome.isClosed } ?? false
    let touched = before.map { $0.probability != after.probability } ?? (after.probability != nil)
    let kept = before.flatMap { $0.probabilityOrigin == .person && !wasClosed ? $0.probability : nil }
    let stated = touched ? after.probability : kept
    if touched, let stated { checkStated(stated, stage) }
    guard arrives || touched || before == nil else { return }
    let question = ProbabilityMoment(stated: stated, stage: stage, deal: after, at: moment.at)
    for case .onChange(let rule) in planner.probability {
      guard let answer = rule(question) else { continue }
      after.probability = answer.value
      after.probabilityOrigin = answer.origin
      return
    }
    after.probability = stage.probability
    after.probabilityOrigin = .stage
  }

  private mutating func checkStated(_ stated: BasisPoints, _ stage: Stage) {
    if stated == .zero || stated == .full {
      refuse(
        .probabilityOfOpenDeal, "probability", .probabilityOfOpenDeal,
        ["value": stated.percentText, "status": stage.key], values: ["share": .percent(stated)])
    } else if !planner.takesStatedProbability {
      refuse(
        .probabilityNotEditable, "probability", .probabilityNotEditable, ["value": stated.percentText])
    }
  }
}
