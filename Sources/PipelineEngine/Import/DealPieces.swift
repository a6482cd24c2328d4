import PipelinePlugins

/// The defaults that a new deal got, with its line.
struct RowNote: Sendable {
  let line: Int
  let assumed: RowAssumptions

  /// Creates a note; `nil` if there were no defaults.
  init?(_ deal: DealRow) {
    guard !deal.assumed.isEmpty else { return nil }
    line = deal.row.line
    assumed = deal.assumed
  }
}

/// Plans the deals of a file in pieces. It is immutable, so that pieces can be planned concurrently; a class, since every
/// row passes it on.
final class DealPieces: Sendable {
  let survey: DealSurvey
  let accounts: AccountIndex
  let bodies: [RecordID: AccountBody]
  let planner: Planner
  let moment: PlanningMoment
  let permissions: Permissions
  /// The store with existing deals, if any.
  let store: (any Store)?
  /// Reads past changes from rows.
  let past: PastReader
  /// The audit trail, if any.
  let trail: AuditTrail?
  /// The mapping's name, under which imported values are stored.
  let mapping: String
  /// The journals of existing deals that may get past changes.
  let known: [RecordID: KnownPast]

  init(
    survey: DealSurvey, accounts: AccountIndex, bodies: [RecordID: AccountBody], planner: Planner,
    moment: PlanningMoment, permissions: Permissions, store: (any Store)?, past: PastReader, trail: AuditTrail?,
    mapping: String, known: [RecordID: KnownPast]
  ) {
    self.survey = survey
    self.accounts = accounts
    self.bodies = bodies
    self.planner = planner
    self.moment = moment
    self.permissions = permissions
    self.store = store
    self.past = past
    self.trail = trail
    self.mapping = mapping
    self.known = known
  }

  /// The result of planning a row.
  enum Outcome: Sendable {
    /// A new deal without past changes after its creation, which is packed.
    case add(account: RecordID, isWon: Bool, PastCount, RowNote?)
    case create([DealWrite], account: RecordID, isWon: Bool, PastCount, RowNote?)
    case update(RecordID, [DealWrite], account: RecordID, isWon: Bool, PastCount)
    /// Only the imported values change.
    case remembered(RecordID, [DealWrite], PastCount)
    case unchanged(PastCount)
    case refused([ImportProblem])
  }

  /// Plans all pieces concurrently, and passes them on in order, each as soon as those before it are planned.
  func plan(
    _ progress: @escaping @Sendable (ImportProgress) -> Void, _ take: (PlannedPiece) -> Void
  ) async throws {
    var waiting: [Int: PlannedPiece] = [:]
    var next = 0
    var done = 0
    try await withThrowingTaskGroup(of: (Int, PlannedPiece).self) { group in
      func start(_ index: Int) {
        guard index < survey.pieces.count else { return }
        group.addTask { [self] in
          try Task.checkCancellation()
          return (index, try await plan(index))
        }
      }
      for index in 0..<Self.atOnce { start(index) }
      var started = Self.atOnce
      for try await (index, piece) in group {
        start(started)
        started += 1
        done += piece.outcomes.count
        progress(ImportProgress(kind: .opportunities, done: done, total: survey.total))
        waiting[index] = piece
        while let piece = waiting.removeValue(forKey: next) {
          take(piece)
          next += 1
        }
      }
    }
  }

  /// How many pieces are started before the first is taken: enough for the cores of most machines. Were all of them, this task
  /// would come to its turn behind the last, and all results would wait in memory.
  private static let atOnce = 24

  private func plan(_ index: Int) async throws -> PlannedPiece {
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
    var planned = PlannedPiece()
    planned.outcomes.reserveCapacity(rows.count)
    for row in rows {
      switch row {
      case .failure(let problems): planned.add(.refused(problems.all))
      case .success(let deal): planned.add(try outcome(of: deal, standing[deal.externalID]))
      }
    }
    planned.finish()
    return planned
  }

  /// The existing deals, by external id.
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

/// The planned rows of a piece.
struct PlannedPiece: Sendable {
  /// One outcome per row.
  fileprivate(set) var outcomes: [DealPieces.Outcome] = []
  /// The creations of rows that are ``DealPieces/Outcome/add(account:isWon:_:_:)``, in order, at least one for each run of rows
  /// without other writes between them.
  private(set) var creations: [PackedCreations] = []
  private var open: PackedCreations.Builder?

  /// Adds a row.
  fileprivate mutating func add(_ outcome: DealPieces.Outcome) {
    switch outcome {
    case .create(let writes, let account, let isWon, let count, let note):
      guard writes.count == 1, case .create(let cells) = writes[0].action else { break }
      var builder = open.take() ?? PackedCreations.Builder()
      builder.append(cells, at: writes[0].at)
      open = builder
      if builder.isFull { finish() }
      return outcomes.append(.add(account: account, isWon: isWon, count, note))
    case .update, .remembered: break
    case .add, .unchanged, .refused: return outcomes.append(outcome)
    }
    finish()
    outcomes.append(outcome)
  }

  /// Ends a run of packed rows.
  fileprivate mutating func finish() {
    if let builder = open.take() { creations.append(builder.creations(of: .opportunity)) }
  }
}
