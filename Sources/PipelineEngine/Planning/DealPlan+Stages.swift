import PipelinePlugins

/// Checks of stage changes: by `next` within a sales cycle, by `from` between cycles, and the first stage of a new
/// deal.
extension DealPlan {
  /// Whether the deal is and stays in a removed stage. Its other fields can be edited.
  var isInRemovedStage: Bool { before.map { !arrives && planner.stage(of: $0) == nil } ?? false }

  /// Returns the stage, if the sales cycle has it and the deal may move to it.
  mutating func checkStage() -> Stage? {
    guard let cycle = planner.cycle(after.cycle) else {
      let known = planner.cycles.map(\.key)
      let near = nearest(after.cycle, in: known)
      refuse(
        .unknownStage, "cycle", near == nil ? .unknownCycle : .unknownCycleNear,
        ["value": after.cycle, "allowed": known.joined(separator: ", ")].with(near: near),
        values: ["allowed": .text(known.joined(separator: ", "))])
      return nil
    }
    guard let stage = cycle.stage(after.status) else {
      let known = cycle.stages.map(\.key).joined(separator: ", ")
      let near = nearest(after.status, in: cycle.stages.map(\.key))
      refuse(
        .unknownStage, "status", near == nil ? .unknownStatus : .unknownStatusNear,
        ["value": after.status, "cycle": cycle.key, "allowed": known].with(near: near),
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

  /// Checks a move between sales cycles: into the first stage or one whose `from` lists the old cycle, out of a stage
  /// that allows it. A deal in a removed cycle or stage may move to any.
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
    // A closed deal may change its outcome in another cycle only if its own stage's `next` allows it.
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

  /// A new deal may start in any stage that it could reach by moves: each stage on the way is open, allows the next
  /// one, and has its required fields.
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

  /// The required fields of a stage that are empty. The forecast and the probability are set by the stage.
  private func missing(in stage: Stage) -> [FieldName] {
    stage.requires.filter { name in
      guard name != "forecast", name != "probability", let field = OpportunityBody.fields[name] else { return false }
      return field.get(after).isBlank
    }
  }
}

extension SalesCycle {
  /// The stages between two on a shortest path over open stages; `nil` if there is no path.
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
