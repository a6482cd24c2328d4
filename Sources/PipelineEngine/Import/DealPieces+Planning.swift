import PipelinePlugins

extension DealPieces {
  /// What becomes of a row, given the deal that stands already.
  func outcome(of deal: DealRow, _ stored: StoredRecord?) throws -> Outcome {
    let table = survey.table
    if let line = survey.doubled[deal.row.line] {
      return .refused([
        table.problem(
          deal.row, "external_id", .standsAlready,
          ["value": .text(deal.externalID.clipped()), "line": .text("\(line)")])
      ])
    }
    // The rows of its past that cannot be read have been named.
    if trail?.refused.contains(deal.externalID) == true { return .refused([]) }
    let key = DealSurvey.key(deal.row, table)
    let account: RecordID
    switch accounts.resolve(key, table.section) {
    case .success(let id): account = id
    case .failure(let error):
      let field: FieldName = table.sources["account"] == nil ? "account_id" : "account"
      return .refused([table.problem(deal.row, field, error)] + otherProblems(deal))
    }
    let before = try stored.map { try Desk.deal($0) }
    if let before, !gate.sees(before.body) {
      return .refused([table.problem(deal, .duplicateExternalID(deal.externalID, nil))])
    }
    let steps: [PastStep]
    switch self.steps(of: deal, account) {
    case .success(let all): steps = all
    case .failure(let refused): return .refused(refused.all)
    }
    if let before, let known = known[before.id] { return try retold(deal, account, before, known, steps) }
    if before == nil, !steps.isEmpty { return withPast(deal, account, steps) }
    return plain(deal, account, before)
  }

  /// A deal that is written as its row says, at the import's moment.
  private func plain(_ deal: DealRow, _ account: RecordID, _ before: Opportunity?) -> Outcome {
    if let problem = missingClosingDay(deal, before?.body) { return .refused([problem]) }
    switch plan(deal, account, before) {
    case .failure(let refused): return .refused(refused.refusals.map { survey.table.problem(deal, $0) })
    case .success(let body):
      let isWon = planner.stage(of: body)?.outcome == .won
      guard let before else {
        if let refusal = gate.refusal(toAdd: body) { return .refused([survey.table.problem(deal, refusal)]) }
        let write = DealWrite(action: .create(OpportunityBody.fields.encode(body)))
        return .create([write], account: account, isWon: isWon, PastCount())
      }
      let changes = OpportunityBody.fields.diff(before.body, body)
      guard !changes.isEmpty else { return .unchanged(PastCount()) }
      if let refusal = gate.refusal(toChange: before.body) { return .refused([survey.table.problem(deal, refusal)]) }
      let edit = RecordEdit(
        kind: .opportunity, createdAt: before.body.createdAt, at: moment.at, author: moment.author)
      let write = DealWrite(action: .update(expected: before.version, planner.cellChanges(changes, of: edit)))
      return .update(before.id, [write], account: account, isWon: isWon, PastCount())
    }
  }

  private func plan(_ deal: DealRow, _ account: RecordID, _ before: Opportunity?) -> Result<OpportunityBody, Refused> {
    var moment = moment
    moment.close(on: deal.closedOn, survey.reader.days)
    moment.createdAt = deal.createdAt
    moment.defaultsCloseDate = survey.table.section.defaultsCloseDate && deal.known.outcome == .open
    var body = before?.body ?? OpportunityBody()
    place(deal, survey.table, account, &body)
    guard let before else { return planner.planCreation(body, in: bodies[account] ?? AccountBody(), moment) }
    return planner.planEdit(from: before.body, to: body, moment)
  }

  /// Puts what a row says into a deal.
  private func place(_ deal: DealRow, _ table: ImportTable, _ account: RecordID, _ body: inout OpportunityBody) {
    body.account = account
    deal.apply(to: &body, table)
    // A closing day that was corrected in the other system.
    if let closedOn = deal.closedOn, body.actualCloseDate != nil { body.actualCloseDate = closedOn }
  }

  /// The rules' opinion of a deal whose account is not known, so that all that is wrong is said at once.
  private func otherProblems(_ deal: DealRow) -> [ImportProblem] {
    var nobody = AccountBody()
    nobody.name = "-"
    var body = OpportunityBody()
    deal.apply(to: &body, survey.table)
    var moment = moment
    moment.closedOn = deal.closedOn
    guard case .failure(let refused) = planner.planCreation(body, in: nobody, moment) else { return [] }
    return refused.refusals.map { survey.table.problem(deal, $0) }
  }

  /// A closed deal must say when it closed: the day of the import would be a guess.
  private func missingClosingDay(_ deal: DealRow, _ before: OpportunityBody?) -> ImportProblem? {
    guard deal.known.outcome?.isClosed == true, deal.closedOn == nil, before?.actualCloseDate == nil else {
      return nil
    }
    let outcome = deal.known.outcome == .won ? RefusalPhrase.won : .lost
    let isMapped = survey.table.sources["actual_close_date"] != nil
    return survey.table.problem(
      deal.row, "actual_close_date", isMapped ? .closingDayBlank : .closingDayNotMapped,
      ["outcome": .label(LocalizedText(outcome))])
  }
}

extension DealPieces {
  /// The dated steps that the row, or a file of changes, tells.
  private func steps(of deal: DealRow, _ account: RecordID) -> Result<[PastStep], RowProblems> {
    if let trail { return .success(trail.steps(of: deal.externalID, closedOn: deal.closedOn)) }
    return past.steps(of: deal) { (row: DealRow, table: ImportTable, body: inout OpportunityBody) in
      place(row, table, account, &body)
    }
  }

  /// A new deal with a past.
  private func withPast(_ deal: DealRow, _ account: RecordID, _ steps: [PastStep]) -> Outcome {
    let last = rowStep(deal, account, after: steps, isNew: true)
    let creation = trail.flatMap { birth(deal, account, $0, steps) }
    let planned = PastPlanner(planner: planner, moment: moment).create(
      DealPast(creation: creation, steps: steps), row: last, in: bodies[account] ?? AccountBody(),
      createdAt: deal.createdAt)
    switch planned {
    case .failure(let refused): return .refused(refused.all)
    case .success(let planned):
      if let refusal = gate.refusal(toAdd: planned.body) { return .refused([survey.table.problem(deal, refusal)]) }
      let isWon = planner.stage(of: planned.body)?.outcome == .won
      return .create(planned.writes, account: account, isWon: isWon, planned.count)
    }
  }

  /// A deal that stands already, of which something may be told late.
  private func retold(
    _ deal: DealRow, _ account: RecordID, _ before: Opportunity, _ known: KnownPast, _ steps: [PastStep]
  ) throws -> Outcome {
    let last = rowStep(deal, account, after: steps, known.bornAt, isNew: false)
    let planned = try PastPlanner(planner: planner, moment: moment).update(
      known, version: before.version, steps, row: last)
    switch planned {
    case .failure(let refused): return .refused(refused.all)
    case .success(let planned):
      guard !planned.writes.isEmpty else { return .unchanged(planned.count) }
      if let refusal = gate.refusal(toChange: before.body) { return .refused([survey.table.problem(deal, refusal)]) }
      let isWon = planner.stage(of: planned.body)?.outcome == .won
      return .update(before.id, planned.writes, account: account, isWon: isWon, planned.count)
    }
  }

  /// What the row says at last, at the import's moment.
  private func rowStep(
    _ deal: DealRow, _ account: RecordID, after steps: [PastStep], _ bornAt: Instant? = nil, isNew: Bool
  ) -> PastStep {
    let latest = ([moment.at, steps.last?.at, bornAt] as [Instant?]).compactMap { $0 }.max() ?? moment.at
    return PastStep(
      at: latest, day: moment.today, closedOn: deal.closedOn,
      change: { body in
        if let problem = missingClosingDay(deal, body) { return [problem] }
        place(deal, survey.table, account, &body)
        if isNew { defaultCloseDate(deal, &body) }
        return []
      },
      problem: { survey.table.problem(deal, $0) })
  }

  /// What a deal without a close date gets by default, it gets with the import: its past knew of none.
  private func defaultCloseDate(_ deal: DealRow, _ body: inout OpportunityBody) {
    guard survey.table.section.defaultsCloseDate, deal.known.outcome == .open, body.expectedCloseDate == nil,
      let cycle = planner.cycle(body.cycle)
    else { return }
    body.expectedCloseDate = moment.today.adding(days: cycle.closeDateDays)
  }

  /// How a deal came to be that a file of changes tells of: as its row says, but for what changed since.
  private func birth(_ deal: DealRow, _ account: RecordID, _ trail: Trail, _ steps: [PastStep]) -> PastStep? {
    guard let first = steps.first else { return nil }
    let at = min(deal.createdAt ?? first.at, first.at)
    return PastStep(
      at: at, day: survey.reader.days.civilDate(of: at), closedOn: deal.closedOn,
      change: { body in
        place(deal, survey.table, account, &body)
        if body.currency == nil { body.currency = planner.baseCurrency }
        return trail.rewind(deal.externalID, &body)
      },
      problem: { survey.table.problem(deal, $0) })
  }
}
