import PipelinePlugins

extension DealPlan {
  /// Sets the probability and its origin.
  ///
  /// Closing sets 0 or 100 %. Otherwise the probability changes with the stage or when a person sets it; a probability
  /// that a person set is kept until the deal is closed, even if it equals that of the stage.
  mutating func setProbability(in stage: Stage) {
    guard stage.outcome == .open else {
      if statesProbability, let stated = after.probability, stated != stage.probability {
        refuse(
          .probabilityOfClosedDeal, "probability", .probabilityOfClosedDeal,
          ["value": stated.percentText, "status": stage.key],
          values: [
            "value": .percent(stated), "status": .label(stage.label), "share": .percent(stage.probability),
          ])
      }
      after.probability = stage.probability
      after.probabilityOrigin = .stage
      return
    }
    let kept = before.flatMap { $0.probabilityOrigin == .person && !wasClosed ? $0.probability : nil }
    let stated = statesProbability ? after.probability : kept
    if statesProbability, let stated { checkStated(stated, stage.key, stage.label) }
    guard arrives || statesProbability else { return }
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

  /// A probability that a person sets for a deal in a removed stage.
  mutating func setProbabilityOutsideStages() {
    guard statesProbability else { return }
    if let stated = after.probability, !wasClosed {
      checkStated(stated, after.status, LocalizedText(after.status))
    } else if let stated = after.probability, stated != before?.probability {
      refuse(
        .probabilityOfClosedDeal, "probability", .probabilityOfClosedDeal,
        ["value": stated.percentText, "status": after.status],
        values: [
          "value": .percent(stated), "status": .text(after.status), "share": .percent(before?.probability ?? .zero),
        ])
    }
    after.probabilityOrigin = after.probability == nil || wasClosed ? .stage : .person
  }

  /// Whether the change sets or clears the probability.
  private var statesProbability: Bool {
    guard let before else { return after.probability != nil }
    return assigned.contains(.probability) || before.probability != after.probability
  }

  private mutating func checkStated(_ stated: BasisPoints, _ status: String, _ label: LocalizedText) {
    if stated == .zero || stated == .full {
      refuse(
        .probabilityOfOpenDeal, "probability", .probabilityOfOpenDeal,
        ["value": stated.percentText, "status": status],
        values: ["share": .percent(stated), "status": .label(label)])
    } else if !planner.takesStatedProbability, stated != before?.probability {
      refuse(
        .probabilityNotEditable, "probability", .probabilityNotEditable, ["value": stated.percentText])
    }
  }
}
