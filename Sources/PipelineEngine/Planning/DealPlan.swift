import PipelinePlugins

/// Applies defaults, rules and probability to one deal.
struct DealPlan {
  let planner: Planner
  let before: OpportunityBody?
  var after: OpportunityBody
  let moment: PlanningMoment
  /// The properties that were assigned, even with an equal value.
  let assigned: AssignedProperties
  var refusals: [Refusal] = []

  init(planner: Planner, before: OpportunityBody?, after: OpportunityBody, moment: PlanningMoment) {
    self.planner = planner
    self.before = before
    self.after = after
    self.moment = moment
    assigned = after.assigned
  }

  /// Whether the status changes.
  var arrives: Bool { before.map { $0.status != after.status || $0.cycle != after.cycle } ?? true }

  /// Whether the deal was closed before; in a removed stage, whether it has a closing date.
  var wasClosed: Bool {
    guard let before else { return false }
    return planner.stage(of: before)?.outcome.isClosed ?? (before.actualCloseDate != nil)
  }

  /// Sets the defaults of a new deal. A default that is no longer valid is not used.
  mutating func applyDefaults(_ account: AccountBody) {
    if after.name.isBlank { after.name = account.name }
    if after.cycle.isEmpty, let first = planner.cycles.first { after.cycle = first.key }
    let cycle = planner.cycle(after.cycle)
    if after.status.isEmpty, let first = cycle?.stages.first { after.status = first.key }
    if after.source?.isBlank ?? true, let source = account.source, planner.lookups.isUsable(source, .source) {
      after.source = source
    }
    if after.owner.isBlank { after.owner = moment.author }
    if after.currency == nil { after.currency = planner.baseCurrency }
    if after.expectedCloseDate == nil, moment.defaultsCloseDate, let cycle {
      after.expectedCloseDate = moment.today.adding(days: cycle.closeDateDays)
    }
    after.createdAt = moment.createdAt ?? (moment.isCreationUnknown ? nil : moment.at)
  }

  /// Applies the rules. Returns the deal to store, or all refusals.
  mutating func finish() -> Result<OpportunityBody, Refused> {
    OpportunityBody.fields.normalize(&after, over: before)
    checkTexts()
    checkAmounts()
    if isInRemovedStage {
      setForecastOrigin()
      setProbabilityOutsideStages()
    } else if let stage = checkStage() {
      arriveIfNeeded(at: stage)
      setForecast(in: stage)
      setClosingDay(in: stage)
      setProbability(in: stage)
      checkRequired(by: stage)
    }
    checkLookups()
    after.forgetAssigned()
    return refusals.isEmpty ? .success(after) : .failure(Refused(refusals))
  }

  /// The deal with the current key of its renamed stage.
  mutating func rename() -> OpportunityBody {
    if let stage = planner.stage(of: after), stage.outcome.isClosed != wasClosed {
      arriveIfNeeded(at: stage)
      setForecast(in: stage)
      setClosingDay(in: stage)
      setProbability(in: stage)
    }
    after.forgetAssigned()
    return after
  }

  mutating func refuse(
    _ code: Refusal.Code, _ field: FieldName?, _ phrase: RefusalPhrase, _ parameters: [String: String] = [:],
    values: [String: PhraseValue] = [:]
  ) {
    refusals.append(Refusal(code, field, phrase, parameters, values: values))
  }

  /// Whether the value of a property changes; always true for a new deal.
  func changes<Value: Equatable>(_ value: (OpportunityBody) -> Value) -> Bool {
    before.map { value($0) != value(after) } ?? true
  }

  private mutating func checkTexts() {
    if after.name.isEmpty { refuse(.missing, "name", .dealNeedsName) }
    if after.owner.isEmpty { refuse(.missing, "owner", .dealNeedsOwner) }
  }

  private mutating func checkRequired(by stage: Stage) {
    for name in stage.requires {
      guard let field = OpportunityBody.fields[name], field.get(after).isBlank else { continue }
      let becameEmpty = before.map { !field.get($0).isBlank } ?? true
      guard arrives || becameEmpty else { continue }
      refuse(name, neededBy: stage)
    }
  }

  /// Adds a refusal for a missing required field.
  mutating func refuse(_ field: FieldName, neededBy stage: Stage) {
    refuse(
      .missing, field, .fieldNeeded, ["status": stage.key],
      values: ["name": .label(Refusal.label(of: field)), "status": .label(stage.label)])
  }
}

extension FieldValue {
  /// Whether it is null, or a blank text.
  var isBlank: Bool {
    switch self {
    case .null: true
    case .text(let text): text.isBlank
    default: false
    }
  }
}

extension String {
  /// Whether it is empty or consists of blanks.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
