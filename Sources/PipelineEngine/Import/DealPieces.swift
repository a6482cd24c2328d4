import PipelinePlugins

/// Plans a file's deals piece by piece. Everything it knows is frozen, so pieces can be planned side by side.
struct DealPieces: Sendable {
  let survey: DealSurvey
  let accounts: AccountIndex
  let bodies: [RecordID: AccountBody]
  let planner: Planner
  let moment: PlanningMoment
  let gate: Gate
  /// Where deals may stand already; `nil` where there is none.
  let store: (any Store)?

  /// What becomes of a row.
  enum Outcome: Sendable {
    case create([FieldValue], account: RecordID, isWon: Bool)
    case update(RecordID, version: Int64, [CellChange], account: RecordID, isWon: Bool)
    case unchanged
    case refused([ImportProblem])
  }

  /// One outcome a row, in order.
  func outcomes(_ progress: @escaping @Sendable (ImportProgress) -> Void) async throws -> [Outcome] {
    var results = [[Outcome]](repeating: [], count: survey.pieces.count)
    var done = 0
    try await withThrowingTaskGroup(of: (Int, [Outcome]).self) { group in
      for index in survey.pieces.indices {
        group.addTask {
          try Task.checkCancellation()
          return (index, try await outcomes(of: index))
        }
      }
      for try await (index, outcomes) in group {
        results[index] = outcomes
        done += outcomes.count
        progress(ImportProgress(kind: .opportunities, done: done, total: survey.total))
      }
    }
    return Array(results.joined())
  }

  private func outcomes(of index: Int) async throws -> [Outcome] {
    let piece = survey.pieces[index]
    var reader = piece.reader
    var blank = 0
    var rows: [Result<DealRow, RowProblems>] = []
    rows.reserveCapacity(piece.rows)
    for _ in 0..<piece.rows {
      switch survey.table.next(&reader, blank: &blank) {
      case .none: break
      case .failure(let problem): rows.append(.failure(RowProblems(all: [problem])))
      case .success(let row): rows.append(survey.reader.read(row))
      }
    }
    let standing = try await standing(rows)
    return try rows.map { row in
      switch row {
      case .failure(let problems): return .refused(problems.all)
      case .success(let deal): return try outcome(of: deal, standing[deal.externalID])
      }
    }
  }

  /// The deals that stand already, by external id.
  private func standing(_ rows: [Result<DealRow, RowProblems>]) async throws -> [String: StoredRecord] {
    guard let store else { return [:] }
    let ids = rows.compactMap { if case .success(let deal) = $0 { FieldValue.text(deal.externalID) } else { nil } }
    let place = OpportunityBody.fields.position(of: "external_id") ?? 0
    var found: [String: StoredRecord] = [:]
    for start in stride(from: 0, to: ids.count, by: ImportRun.findSize) {
      let some = Array(ids[start..<min(start + ImportRun.findSize, ids.count)])
      for stored in try await store.find(.opportunity, "external_id", in: some) {
        if let externalID = stored.cells[place].text { found[externalID] = stored }
      }
    }
    return found
  }

  private func outcome(of deal: DealRow, _ stored: StoredRecord?) throws -> Outcome {
    let table = survey.table
    if let line = survey.doubled[deal.row.line] {
      return .refused([
        table.problem(
          deal.row, "external_id", "'\(deal.externalID.clipped())' stands on line \(line) already")
      ])
    }
    let key = DealSurvey.key(deal.row, table)
    let account: RecordID
    switch accounts.resolve(key, table.section) {
    case .success(let id): account = id
    case .failure(let error):
      let field: FieldName = table.sources["account"] == nil ? "account_id" : "account"
      return .refused([table.problem(deal.row, field, error.description)] + otherProblems(deal))
    }
    let before = try stored.map { try Desk.deal($0) }
    if let before, !gate.sees(before.body) {
      return .refused([problem(.duplicateExternalID(deal.externalID, nil), deal)])
    }
    if let problem = missingClosingDay(deal, before) { return .refused([problem]) }
    switch plan(deal, account, before) {
    case .failure(let refused): return .refused(refused.refusals.map { problem($0, deal) })
    case .success(let body):
      let isWon = planner.stage(of: body)?.outcome == .won
      guard let before else {
        if let refusal = gate.refusal(toAdd: body) { return .refused([problem(refusal, deal)]) }
        return .create(OpportunityBody.fields.encode(body), account: account, isWon: isWon)
      }
      let changes = OpportunityBody.fields.diff(before.body, body)
      guard !changes.isEmpty else { return .unchanged }
      if let refusal = gate.refusal(toChange: before.body) { return .refused([problem(refusal, deal)]) }
      let edit = RecordEdit(
        kind: .opportunity, createdAt: before.body.createdAt, at: moment.at, author: moment.author)
      return .update(
        before.id, version: before.version, planner.cellChanges(changes, of: edit), account: account, isWon: isWon)
    }
  }

  private func plan(_ deal: DealRow, _ account: RecordID, _ before: Opportunity?) -> Result<OpportunityBody, Refused> {
    var moment = moment
    moment.closedOn = deal.closedOn
    moment.createdAt = deal.createdAt
    moment.defaultsCloseDate = survey.table.section.defaultsCloseDate && deal.known.outcome == .open
    var body = before?.body ?? OpportunityBody()
    body.account = account
    deal.apply(to: &body, survey.table)
    guard let before else { return planner.planCreation(body, in: bodies[account] ?? AccountBody(), moment) }
    // A closing day that was corrected in the other system.
    if let closedOn = deal.closedOn, before.body.actualCloseDate != nil, before.body.actualCloseDate != closedOn {
      body.actualCloseDate = closedOn
    }
    return planner.planEdit(from: before.body, to: body, moment)
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
    return refused.refusals.map { problem($0, deal) }
  }

  /// A closed deal must say when it closed: the day of the import would be a guess.
  private func missingClosingDay(_ deal: DealRow, _ before: Opportunity?) -> ImportProblem? {
    guard deal.known.outcome?.isClosed == true, deal.closedOn == nil, before?.body.actualCloseDate == nil else {
      return nil
    }
    let outcome = deal.known.outcome?.rawValue ?? ""
    let hint =
      survey.table.sources["actual_close_date"] == nil
      ? "map 'actual_close_date'" : "give 'actual_close_date' a default, such as today"
    return survey.table.problem(
      deal.row, "actual_close_date", "the deal is \(outcome), but the day that it closed is not said; \(hint)")
  }

  /// A refusal at the column that it is about.
  private func problem(_ refusal: Refusal, _ deal: DealRow) -> ImportProblem {
    let table = survey.table
    var field = refusal.field
    switch (refusal.field, refusal.code) {
    case ("lines"?, .unknownEntry), ("lines"?, .retiredEntry): field = "product"
    case ("lines"?, _): field = table.sources["quantity"]?.column == nil ? "unit_price" : "quantity"
    case ("stated_amount"?, _): field = "amount"
    default: break
    }
    return table.problem(deal.row, field, refusal.message)
  }
}
