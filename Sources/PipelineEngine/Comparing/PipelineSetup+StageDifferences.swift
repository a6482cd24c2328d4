import PipelinePlugins

extension PipelineSetup {
  /// What differs between two versions of a sales cycle.
  static func differences(_ before: SalesCycle, _ now: SalesCycle) -> [Difference] {
    var found: [Difference] = []
    if before.closeDateDays != now.closeDateDays {
      found.append(
        Difference(
          .closeDate,
          [
            "cycle": .label(now.label), "before": .count(before.closeDateDays), "now": .count(now.closeDateDays),
          ]))
    }
    var pairs: [(before: Stage, now: Stage)] = []
    for stage in before.stages {
      if let same = now.stage(stage.key) ?? now.stages.first(where: { $0.was.contains(stage.key) }) {
        pairs.append((stage, same))
      } else {
        found.append(
          Difference(.stageGone, ["stage": .label(stage.label)], cycle: before.key, status: stage.key))
      }
    }
    for stage in now.stages where !pairs.contains(where: { $0.now.key == stage.key }) {
      found.append(Difference(.stageAdded, ["stage": .label(stage.label), "share": .percent(stage.probability)]))
    }
    for pair in pairs { found += StageComparison(before: pair.before, now: pair.now, cycles: (before, now)).found }
    let (old, new) = (
      pairs.map(\.now.key), now.stages.map(\.key).filter { key in pairs.contains { $0.now.key == key } }
    )
    if old != new {
      found.append(
        Difference(.stageOrder, ["cycle": .label(now.label), "now": .labels(now.stages.map(\.label))]))
    }
    return found
  }
}

/// Two versions of a stage.
private struct StageComparison {
  let before: Stage
  let now: Stage
  let cycles: (before: SalesCycle, now: SalesCycle)

  private func difference(
    _ phrase: DifferencePhrase, _ values: [String: PhraseValue] = [:], probability: BasisPoints? = nil
  ) -> PipelineSetup.Difference {
    PipelineSetup.Difference(
      phrase, values.merging(["stage": .label(now.label)]) { own, _ in own }, cycle: cycles.before.key,
      status: before.key, probability: probability)
  }

  var found: [PipelineSetup.Difference] {
    var found: [PipelineSetup.Difference] = []
    if before.key != now.key {
      found.append(difference(.stageRenamed, ["before": .text(before.key), "now": .text(now.key)]))
    }
    if before.label != now.label {
      found.append(difference(.stageLabel, ["before": .label(before.label), "now": .label(now.label)]))
    }
    if before.outcome != now.outcome {
      found.append(
        difference(.stageOutcome, ["before": .label(before.outcome.label), "now": .label(now.outcome.label)]))
    } else if before.probability != now.probability {
      found.append(
        difference(
          .stageShare, ["before": .percent(before.probability), "now": .percent(now.probability)],
          probability: now.probability))
    }
    if before.forecast != now.forecast {
      found.append(
        difference(.stageForecast, ["before": .text(before.forecast ?? "–"), "now": .text(now.forecast ?? "–")]))
    }
    return found + needs + ways
  }

  private var needs: [PipelineSetup.Difference] {
    func labels(_ fields: [FieldName]) -> PhraseValue {
      .labels(fields.map { OpportunityBody.fields[$0]?.label ?? LocalizedText($0.description) })
    }
    let added = now.requires.filter { !before.requires.contains($0) }
    let removed = before.requires.filter { !now.requires.contains($0) }
    return (added.isEmpty ? [] : [difference(.stageNeeds, ["fields": labels(added)])])
      + (removed.isEmpty ? [] : [difference(.stageNeedsNot, ["fields": labels(removed)])])
  }

  /// Where deals may go from here. Only stages that both versions have are compared: the others have differences of their own.
  private var ways: [PipelineSetup.Difference] {
    let common = cycles.now.stages.filter { stage in
      stage.key != now.key
        && (cycles.before.stage(stage.key) != nil || stage.was.contains { cycles.before.stage($0) != nil })
    }
    func leads(_ next: [String]?, to stage: Stage) -> Bool {
      next.map { $0.contains(stage.key) || !Set(stage.was).isDisjoint(with: $0) } ?? true
    }
    let added = common.filter { leads(now.next, to: $0) && !leads(before.next, to: $0) }
    let removed = common.filter { !leads(now.next, to: $0) && leads(before.next, to: $0) }
    return (added.isEmpty ? [] : [difference(.stageNext, ["stages": .labels(added.map(\.label))])])
      + (removed.isEmpty ? [] : [difference(.stageNextNot, ["stages": .labels(removed.map(\.label))])])
  }
}
