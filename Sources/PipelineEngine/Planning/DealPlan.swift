import PipelinePlugins

/// One deal's way through defaults, rules and probability.
struct DealPlan {
  let planner: Planner
  let before: OpportunityBody?
  var after: OpportunityBody
  let moment: PlanningMoment
  var refusals: [Refusal] = []

  /// Whether the deal comes to its status with this change.
  var arrives: Bool { before.map { $0.status != after.status || $0.cycle != after.cycle } ?? true }

  /// Fills what a new deal leaves empty.
  mutating func applyDefaults(_ account: AccountBody) {
    if after.name.isEmpty { after.name = account.name }
    if after.cycle.isEmpty, let first = planner.cycles.first { after.cycle = first.key }
    let cycle = planner.cycle(after.cycle)
    if after.status.isEmpty, let first = cycle?.stages.first { after.status = first.key }
    if after.source == nil, let source = account.source { after.source = source }
    if after.owner.isEmpty { after.owner = moment.author }
    if after.currency == nil { after.currency = planner.baseCurrency }
    if after.expectedCloseDate == nil, moment.defaultsCloseDate, let cycle {
      after.expectedCloseDate = moment.today.adding(days: cycle.closeDateDays)
    }
    after.createdAt = moment.createdAt ?? moment.at
  }

  /// Applies the rules; the deal as it will be stored, or all that is wrong with it.
  mutating func finish() -> Result<OpportunityBody, Refused> {
    checkTexts()
    checkAmounts()
    if let stage = checkStage() {
      arriveIfNeeded(at: stage)
      setProbability(in: stage)
      checkRequired(by: stage)
    }
    checkLookups()
    return refusals.isEmpty ? .success(after) : .failure(Refused(refusals))
  }

  mutating func refuse(
    _ code: Refusal.Code, _ field: FieldName?, _ phrase: RefusalPhrase, _ parameters: [String: String] = [:],
    values: [String: PhraseValue] = [:]
  ) {
    refusals.append(Refusal(code, field, phrase, parameters, values: values))
  }

  /// Whether this change gives a property another value; always, for a new deal.
  func changes<Value: Equatable>(_ path: KeyPath<OpportunityBody, Value>) -> Bool {
    before.map { $0[keyPath: path] != after[keyPath: path] } ?? true
  }

  private mutating func checkTexts() {
    if after.name.allSatisfy(\.isWhitespace) { refuse(.missing, "name", .dealNeedsName) }
    if after.owner.allSatisfy(\.isWhitespace) { refuse(.missing, "owner", .dealNeedsOwner) }
    if after.externalID?.isEmpty == true { after.externalID = nil }
  }

  /// The stage, where the cycle has it and leads to it.
  private mutating func checkStage() -> Stage? {
    guard let cycle = planner.cycle(after.cycle) else {
      let known = planner.cycles.map(\.key).joined(separator: ", ")
      refuse(
        .unknownStage, "cycle", .unknownCycle, ["value": after.cycle, "allowed": known],
        values: ["allowed": .text(known)])
      return nil
    }
    guard let stage = cycle.stage(after.status) else {
      let known = cycle.stages.map(\.key).joined(separator: ", ")
      refuse(
        .unknownStage, "status", .unknownStatus, ["value": after.status, "cycle": cycle.key, "allowed": known],
        values: ["allowed": .text(known)])
      return nil
    }
    if let before, before.cycle == after.cycle, before.status != after.status,
      let next = cycle.stage(before.status)?.next, !next.contains(after.status)
    {
      let allowed = next.joined(separator: ", ")
      refuse(
        .stageNotAllowed, "status", .stageNotAllowed, ["from": before.status, "to": after.status, "allowed": allowed],
        values: ["allowed": next.isEmpty ? .label(LocalizedText(RefusalPhrase.nothing)) : .text(allowed)])
    }
    return stage
  }

  /// What coming to a stage does: since when, the forecast, the closing day, what reopening clears.
  private mutating func arriveIfNeeded(at stage: Stage) {
    guard arrives else { return }
    after.statusSince = before == nil ? after.createdAt : moment.at
    if stage.outcome.isClosed, let closedAt = moment.closedAt { after.statusSince = closedAt }
    let setByHand = before.map { $0.forecast != after.forecast } ?? (after.forecast != nil)
    if !setByHand, let forecast = planner.lookups.forecastEntry(stage.forecast) { after.forecast = forecast }
    let wasClosed = before.flatMap { planner.stage(of: $0)?.outcome.isClosed } ?? false
    if stage.outcome.isClosed {
      if !wasClosed || moment.closedOn != nil { after.actualCloseDate = moment.closedOn ?? moment.today }
    } else {
      after.actualCloseDate = nil
    }
    if wasClosed, stage.outcome != .lost, before?.lossReason == after.lossReason { after.lossReason = nil }
  }

  private mutating func checkRequired(by stage: Stage) {
    for name in stage.requires {
      guard let field = OpportunityBody.fields[name], isEmpty(field.get(after)) else { continue }
      let becameEmpty = before.map { !isEmpty(field.get($0)) } ?? true
      guard arrives || becameEmpty else { continue }
      refuse(
        .missing, name, .fieldNeeded, ["status": stage.key], values: ["name": .text("\(name)")])
    }
  }

  private func isEmpty(_ cell: FieldValue) -> Bool {
    switch cell {
    case .null: true
    case .text(let text): text.allSatisfy(\.isWhitespace)
    default: false
    }
  }
}
