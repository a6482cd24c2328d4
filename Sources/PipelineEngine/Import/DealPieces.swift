import PipelinePlugins

/// What an import took for granted about the new deal of a line.
struct RowNote: Sendable {
  let line: Int
  let assumed: RowAssumptions

  /// A note; `nil` where nothing was taken for granted.
  init?(_ deal: DealRow) {
    guard !deal.assumed.isEmpty else { return nil }
    line = deal.row.line
    assumed = deal.assumed
  }
}

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
  /// What rows tell of their deals' past.
  let past: PastReader
  /// What a file of changes tells of it.
  let trail: Trail?
  /// The name under which what the file says is remembered.
  let mapping: String
  /// The journals of deals that stand already, where something may have to be told late.
  let known: [RecordID: KnownPast]

  /// What becomes of a row.
  enum Outcome: Sendable {
    case create([DealWrite], account: RecordID, isWon: Bool, PastCount, RowNote?)
    case update(RecordID, [DealWrite], account: RecordID, isWon: Bool, PastCount)
    /// Nothing changes but what imports remember.
    case remembered(RecordID, [DealWrite], PastCount)
    case unchanged(PastCount)
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
    var passed = PassedRows()
    var rows: [Result<DealRow, RowProblems>] = []
    rows.reserveCapacity(piece.rows)
    for _ in 0..<piece.rows {
      switch survey.table.next(&reader, &passed) {
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
    let ids = rows.flatMap { row -> [FieldValue] in
      if case .success(let deal) = row { StoredText.keys(deal.externalID) } else { [] }
    }
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
}
