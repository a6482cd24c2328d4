import PipelinePlugins

extension DealPieces {
  /// The dated steps of the row and of the audit trail, in order of time.
  ///
  /// If the deal is in the audit trail, the row's own changes set only the fields that they name.
  func steps(of deal: DealRow, _ account: RecordID, isNew: Bool) -> Result<[PastStep], RowProblems> {
    if trail == nil, past.isEmpty { return .success([]) }
    let isTold = trail?.changes[deal.externalID] != nil
    let own = past.steps(of: deal, onlyNamed: isTold) { [mapping] row, table, names, body in
      var application = RowApplication(row, table, over: nil, mapping: mapping, only: names)
      application.apply(to: &body, account: names == nil ? account : nil)
      return application.result
    }
    guard let trail, case .success(let steps) = own else { return own }
    let stated = trail.steps(of: deal.externalID, closedOn: deal.closedOn)
    let all = steps + stated
    var ordered = all.indices.sorted { (all[$0].at, $0) < (all[$1].at, $1) }.map { all[$0] }
    if isNew, let closing = closing(deal, account, ordered) {
      ordered.insert(closing, at: ordered.firstIndex { $0.at > closing.at } ?? ordered.endIndex)
    }
    return .success(ordered)
  }

  /// The closing of a closed deal that is not in the audit trail: before that day it was open.
  private func closing(_ deal: DealRow, _ account: RecordID, _ steps: [PastStep]) -> PastStep? {
    guard let trail, past.isEmpty, deal.known.outcome?.isClosed == true, let day = deal.closedOn, day <= moment.today,
      !trail.tellsStatus(of: deal.externalID), let born = deal.createdAt ?? steps.first?.at
    else { return nil }
    let at = survey.reader.days.instant(day)
    guard at > born else { return nil }
    return PastStep(
      at: at, day: day, closedOn: day, isInferred: true,
      change: { [self] body in
        var row = deal
        row.cells.removeAll { !Self.closingFields.contains($0.name) }
        row.line = nil
        var application = RowApplication(row, survey.table, over: nil, mapping: mapping)
        application.apply(to: &body, account: nil)
        return application.result.problems
      },
      problem: { [survey] in survey.table.problem(deal, $0) })
  }

  /// The fields that closing sets.
  private static let closingFields = Set<FieldName>(["status", "cycle"] + ImportChange.fieldsOfStatus)

  /// A new deal with past changes.
  func withPast(
    _ deal: DealRow, _ account: RecordID, _ creation: PastStep?, _ steps: [PastStep]
  ) -> Outcome {
    let last = rowStep(deal, account, after: steps + [creation].compactMap { $0 }, isNew: true)
    var remembered = OpportunityBody()
    _ = place(deal, account, over: nil, isNew: true, &remembered)
    let planned = PastPlanner(planner: planner, moment: moment).create(
      DealPast(creation: creation, steps: steps, imported: remembered.imported), row: last,
      in: bodies[account] ?? AccountBody(), createdAt: deal.createdAt)
    switch planned {
    case .failure(let refused): return .refused(refused.all)
    case .success(let planned):
      if let refusal = permissions.refusal(toAdd: planned.body) {
        return .refused([survey.table.problem(deal, refusal)])
      }
      let isWon = planner.stage(of: planned.body)?.outcome == .won
      return .create(planned.writes, account: account, isWon: isWon, planned.count, RowNote(deal))
    }
  }

  /// An existing deal with past changes.
  func retold(
    _ deal: DealRow, _ account: RecordID, _ before: Opportunity, _ known: KnownPast, _ steps: [PastStep]
  ) throws -> Outcome {
    let last = rowStep(deal, account, after: steps, known.bornAt, isNew: false, over: before.body.imported)
    let planned = try PastPlanner(planner: planner, moment: moment).update(
      known, version: before.version, steps, row: last)
    switch planned {
    case .failure(let refused): return .refused(refused.all)
    case .success(let planned):
      guard !planned.writes.isEmpty else { return .unchanged(planned.count) }
      if planned.isSilent { return remembered(before, planned.writes, planned.count) }
      if let refusal = permissions.refusal(toChange: before.body) {
        return .refused([survey.table.problem(deal, refusal)])
      }
      let isWon = planner.stage(of: planned.body)?.outcome == .won
      return .update(before.id, planned.writes, account: planned.body.account, isWon: isWon, planned.count)
    }
  }

  /// The row's own values, at the time of the import.
  private func rowStep(
    _ deal: DealRow, _ account: RecordID, after steps: [PastStep], _ bornAt: Instant? = nil, isNew: Bool,
    over memory: String? = nil
  ) -> PastStep {
    let latest = ([moment.at, steps.map(\.at).max(), bornAt] as [Instant?]).compactMap { $0 }.max() ?? moment.at
    return PastStep(
      at: latest, day: moment.today, closedOn: deal.closedOn,
      change: { [self] body in
        if let problem = missingClosingDay(deal, body) { return [problem] }
        let applied = place(deal, account, over: memory, isNew: isNew, &body)
        if isNew { defaultCloseDate(deal, &body) }
        return applied.problems
      },
      problem: { [survey] in survey.table.problem(deal, $0) })
  }

  /// A default close date is set at the time of the import, not in the past.
  private func defaultCloseDate(_ deal: DealRow, _ body: inout OpportunityBody) {
    guard survey.table.section.defaultsCloseDate, deal.known.outcome == .open, body.expectedCloseDate == nil,
      let cycle = planner.cycle(body.cycle)
    else { return }
    body.expectedCloseDate = moment.today.adding(days: cycle.closeDateDays)
  }

  /// The creation of a new deal in an import with an audit trail: the values of the row, except for fields that changed
  /// later.
  ///
  /// A deal without rows in the audit trail has no changes: it is created with the values of its row.
  func birth(_ deal: DealRow, _ account: RecordID, _ steps: [PastStep]) -> PastStep? {
    guard let trail, let at = [deal.createdAt, steps.first?.at].compactMap({ $0 }).min() else { return nil }
    let isTold = trail.changes[deal.externalID] != nil
    // Without an audit trail for the deal, the first of the row's own changes creates it.
    guard isTold || past.isEmpty || steps.isEmpty, at <= moment.at else { return nil }
    let closesLater = closing(deal, account, steps) != nil
    return PastStep(
      at: at, day: survey.reader.days.civilDate(of: at), closedOn: deal.closedOn,
      change: { [self] body in
        let applied = place(deal, account, over: nil, isNew: true, &body)
        if body.currency == nil { body.currency = planner.baseCurrency }
        if closesLater { trail.open(&body) }
        return applied.problems + trail.rewind(deal.externalID, &body)
      },
      problem: { [survey] in survey.table.problem(deal, $0) })
  }
}
