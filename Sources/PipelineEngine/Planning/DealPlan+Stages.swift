import PipelinePlugins

/// The ways between stages: by `next` within a sales cycle, by `from` into another one, and where a new deal may start.
extension DealPlan {
  /// Whether the deal is, and stays, in a stage that the configuration no longer has. Its other fields can be edited.
  var isInRemovedStage: Bool { before.map { !arrives && planner.stage(of: $0) == nil } ?? false }

  /// The stage, where the cycle has it and the deal may come to it.
  mutating func checkStage() -> Stage? {
    guard let cycle = planner.cycle(after.cycle) else {
      refuse(
        .unknownStage, "cycle", .unknownCycle,
        ["value": after.cycle, "allowed": planner.cycles.map(\.key).joined(separator: ", ")],
        values: ["allowed": .text(planner.cycles.map(\.key).joined(separator: ", "))])
      return nil
    }
    guard let stage = cycle.stage(after.status) else {
      let known = cycle.stages.map(\.key).joined(separator: ", ")
      refuse(
        .unknownStage, "status", .unknownStatus, ["value": after.status, "cycle": cycle.key, "allowed": known],
        values: ["allowed": .text(known), "cycle": .label(cycle.label)])
      return nil
    }
    if let before, before.cycle != after.cycle {
      checkEntrance(to: stage, in: cycle, from: before)
    } else if let before, before.status != after.status, !moment.skipsStages,
      let old = cycle.stage(before.status), let next = old.next, !next.contains(after.status)
    {
      refuseWay(from: old, to: stage, among: next.compactMap(cycle.stage))
    } else if before == nil, !moment.startsAnywhere {
      checkStart(in: stage, of: cycle)
    }
    return stage
  }

  /// A move between sales cycles: into the first stage, or one that names the other cycle, out of a stage that may be left that
  /// way. A cycle or stage that is no longer configured holds no deal.
  private mutating func checkEntrance(to stage: Stage, in cycle: SalesCycle, from before: OpportunityBody) {
    guard let left = planner.cycle(before.cycle) else { return }
    let entrances = cycle.entrances(from: left.key)
    guard entrances.contains(where: { $0.key == stage.key }) else {
      return refuse(
        .stageNotAllowed, "status", .entranceNotAllowed,
        [
          "from": left.key, "to": stage.key, "cycle": cycle.key,
          "allowed": entrances.map(\.key).joined(separator: ", "),
        ],
        values: [
          "from": .label(left.label), "to": .label(stage.label), "cycle": .label(cycle.label),
          "allowed": .labels(entrances.map(\.label)),
        ])
    }
    guard let old = left.stage(before.status), let next = old.next else { return }
    // A closed deal changes its outcome in another cycle only as it might in its own.
    let mayLeave =
      old.outcome.isClosed
      ? old.outcome == stage.outcome || next.contains { left.stage($0)?.outcome == stage.outcome } : !next.isEmpty
    if !mayLeave { refuseWay(from: old, to: stage, among: next.compactMap(left.stage)) }
  }

  private mutating func refuseWay(from old: Stage, to stage: Stage, among allowed: [Stage]) {
    refuse(
      .stageNotAllowed, "status", .stageNotAllowed,
      ["from": old.key, "to": stage.key, "allowed": allowed.map(\.key).joined(separator: ", ")],
      values: [
        "from": .label(old.label), "to": .label(stage.label),
        "allowed": allowed.isEmpty ? .label(LocalizedText(RefusalPhrase.nothing)) : .labels(allowed.map(\.label)),
      ])
  }

  /// A new deal may start where it could go at once, one stage after the other: each stage on the way leads to the next, is open
  /// and has the fields that it needs.
  private mutating func checkStart(in stage: Stage, of cycle: SalesCycle) {
    guard let first = cycle.stages.first, first.key != stage.key else { return }
    let plan = self
    let isFilled = { (passed: Stage) in plan.missing(in: passed).isEmpty }
    if cycle.way(from: first, to: stage, through: isFilled) != nil { return }
    guard let way = cycle.way(from: first, to: stage, through: { _ in true }) else {
      let starts = cycle.stages.filter { cycle.way(from: first, to: $0, through: isFilled) != nil }
      return refuse(
        .stageNotAllowed, "status", .startNotAllowed,
        ["to": stage.key, "allowed": starts.map(\.key).joined(separator: ", ")],
        values: ["to": .label(stage.label), "allowed": .labels(starts.map(\.label))])
    }
    for passed in way { for field in missing(in: passed) { refuse(field, neededBy: passed) } }
  }

  /// The fields that a stage needs and the deal leaves empty. The forecast and the probability come with the stage.
  private func missing(in stage: Stage) -> [FieldName] {
    stage.requires.filter { name in
      guard name != "forecast", name != "probability", let field = OpportunityBody.fields[name] else { return false }
      return field.get(after).isBlank
    }
  }
}

extension SalesCycle {
  /// The stages between two, on a shortest way over open stages that may be passed; `nil` where there is none.
  fileprivate func way(from first: Stage, to last: Stage, through mayPass: (Stage) -> Bool) -> [Stage]? {
    var ways: [String: [Stage]] = [first.key: []]
    var waiting = mayPass(first) ? [first] : []
    while !waiting.isEmpty {
      let stage = waiting.removeFirst()
      let way = (ways[stage.key] ?? []) + (stage.key == first.key ? [] : [stage])
      for next in stages where ways[next.key] == nil && (stage.next?.contains(next.key) ?? true) {
        ways[next.key] = way
        if next.outcome == .open, mayPass(next) { waiting.append(next) }
      }
    }
    return ways[last.key]
  }
}
