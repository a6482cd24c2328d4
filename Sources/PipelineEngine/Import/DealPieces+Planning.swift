import PipelinePlugins

extension DealPieces {
  /// Plans a row, given the existing deal.
  func outcome(of deal: DealRow, _ stored: StoredRecord?) throws -> Outcome {
    let table = survey.table
    if let line = survey.doubled[deal.row.line] {
      return .refused([
        table.problem(
          deal.row, "external_id", .standsAlready,
          ["value": .text(deal.externalID.clipped()), "line": .text("\(line)")])
      ])
    }
    // The invalid rows of the deal's audit trail are reported already.
    if trail?.refused.contains(deal.externalID) == true { return .refused([]) }
    let before = try stored.map { try Desk.deal($0) }
    if let before, !permissions.sees(before.body) {
      return .refused([table.problem(deal, .duplicateExternalID(deal.externalID, nil))])
    }
    let key = DealSurvey.key(deal.row, table)
    let account: RecordID
    switch accounts.resolve(key, table.section) {
    case .success(let id): account = id
    // A blank account leaves the account unchanged.
    case .failure where key.isBlank && before != nil: account = before?.body.account ?? RecordID(high: 0, low: 0)
    case .failure(let error):
      let field: FieldName = table.sources["account"] == nil ? "account_id" : "account"
      return .refused([table.problem(deal.row, field, error)] + otherProblems(deal))
    }
    let steps: [PastStep]
    switch self.steps(of: deal, account, isNew: before == nil) {
    case .success(let all): steps = all
    case .failure(let refused): return .refused(refused.all)
    }
    if let before, let known = known[before.id] { return try retold(deal, account, before, known, steps) }
    if before == nil {
      let creation = birth(deal, account, steps)
      if creation != nil || !steps.isEmpty { return withPast(deal, account, creation, steps) }
    }
    return plain(deal, account, before)
  }

  /// Plans a deal without past changes, at the time of the import.
  private func plain(_ deal: DealRow, _ account: RecordID, _ before: Opportunity?) -> Outcome {
    if let problem = missingClosingDay(deal, before?.body) { return .refused([problem]) }
    var body = before?.body ?? OpportunityBody()
    let applied = place(deal, account, over: before?.body.imported, isNew: before == nil, &body)
    guard applied.problems.isEmpty else { return .refused(applied.problems) }
    switch plan(deal, account, before, body, applied) {
    case .failure(let refused): return .refused(refused.refusals.map { survey.table.problem(deal, $0) })
    case .success(let body):
      let isWon = planner.stage(of: body)?.outcome == .won
      guard let before else {
        if let refusal = permissions.refusal(toAdd: body) { return .refused([survey.table.problem(deal, refusal)]) }
        let write = DealWrite(action: .create(OpportunityBody.fields.encode(body)))
        return .create([write], account: account, isWon: isWon, PastCount(), RowNote(deal))
      }
      let changes = OpportunityBody.fields.diff(before.body, body)
      guard !changes.isEmpty else { return .unchanged(PastCount()) }
      let isSilent = changes.allSatisfy { $0.field == ImportMemory.field }
      if !isSilent, let refusal = permissions.refusal(toChange: before.body) {
        return .refused([survey.table.problem(deal, refusal)])
      }
      let edit = RecordEdit(
        kind: .opportunity, createdAt: before.body.createdAt, at: moment.at, author: moment.author)
      let write = DealWrite(action: .update(expected: before.version, planner.cellChanges(changes, of: edit)))
      if isSilent { return remembered(before, [write], PastCount()) }
      return .update(before.id, [write], account: body.account, isWon: isWon, PastCount())
    }
  }

  /// An update of the imported values only, which is no change of the deal.
  func remembered(_ before: Opportunity, _ writes: [DealWrite], _ count: PastCount) -> Outcome {
    permissions.refusal(toChange: before.body) == nil ? .remembered(before.id, writes, count) : .unchanged(count)
  }

  private func plan(
    _ deal: DealRow, _ account: RecordID, _ before: Opportunity?, _ body: OpportunityBody, _ applied: AppliedRow
  ) -> Result<OpportunityBody, Refused> {
    var moment = moment
    moment.close(on: applied.closedOn, survey.reader.days)
    moment.createdAt = deal.createdAt
    moment.isCreationUnknown = true
    moment.startsAnywhere = true
    moment.defaultsCloseDate = survey.table.section.defaultsCloseDate && deal.known.outcome == .open
    guard let before else { return planner.planCreation(body, in: bodies[account] ?? AccountBody(), moment) }
    return planner.planEdit(from: before.body, to: body, moment)
  }

  /// Applies the row to a deal, and updates its imported values.
  ///
  /// - Parameter text: The imported values of previous imports, as stored.
  func place(
    _ deal: DealRow, _ account: RecordID, over text: String?, isNew: Bool, _ body: inout OpportunityBody
  ) -> AppliedRow {
    var application = RowApplication(
      deal, survey.table, over: isNew ? nil : ImportMemory(text, of: mapping), mapping: mapping, accounts: accounts)
    application.apply(to: &body, account: account)
    body.imported = application.memory
    return application.result
  }

  /// Other problems of a deal with an unknown account, so that all problems are reported at once.
  private func otherProblems(_ deal: DealRow) -> [ImportProblem] {
    var nobody = AccountBody()
    nobody.name = "-"
    var body = OpportunityBody()
    var application = RowApplication(deal, survey.table, over: nil, mapping: mapping)
    application.apply(to: &body, account: nil)
    var moment = moment
    moment.closedOn = deal.closedOn
    moment.isCreationUnknown = true
    moment.startsAnywhere = true
    let problems = application.result.problems
    guard case .failure(let refused) = planner.planCreation(body, in: nobody, moment) else { return problems }
    return problems + refused.refusals.map { survey.table.problem(deal, $0) }
  }

  /// A closed deal needs a closing date: the day of the import would be a guess.
  func missingClosingDay(_ deal: DealRow, _ before: OpportunityBody?) -> ImportProblem? {
    guard deal.known.outcome?.isClosed == true, deal.closedOn == nil, before?.actualCloseDate == nil else {
      return nil
    }
    // The file may have an unchanged status for a deal that was reopened since.
    if let before, let memory = before.imported, keepsStatus(deal, ImportMemory(memory, of: mapping)) { return nil }
    let outcome = deal.known.outcome == .won ? RefusalPhrase.won : .lost
    let isMapped = survey.table.sources["actual_close_date"] != nil
    return survey.table.problem(
      deal.row, "actual_close_date", isMapped ? .closingDayBlank : .closingDayNotMapped,
      ["outcome": .label(LocalizedText(outcome))])
  }

  private func keepsStatus(_ deal: DealRow, _ memory: ImportMemory) -> Bool {
    deal.cells.contains { $0.name == "status" && memory[$0.place] == ImportMemory.code($0.cell) }
  }
}
