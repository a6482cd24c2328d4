import PipelinePlugins

/// Plans the past changes of a deal in order, each from the previous state at its own instant, with the same rules as
/// an edit.
struct PastPlanner: Sendable {
  let planner: Planner
  /// The time of the import.
  let moment: PlanningMoment

  /// The planned writes of a deal.
  struct Planned: Sendable {
    var writes: [DealWrite] = []
    var count = PastCount()
    /// The deal after all writes.
    var body = OpportunityBody()

    /// Whether only the imported values change.
    var isSilent: Bool {
      writes.allSatisfy {
        if case .update(_, let changes) = $0.action {
          changes.allSatisfy { $0.field == ImportMemory.field }
        } else {
          false
        }
      }
    }
  }

  /// A new deal: created in its first state, then changed to the values of its row.
  ///
  /// - Parameter row: The values of the row, at the time of the import.
  func create(
    _ past: DealPast, row: PastStep, in account: AccountBody, createdAt: Instant?
  ) -> Result<Planned, RowProblems> {
    var steps = past.steps
    guard let first = past.creation ?? (steps.isEmpty ? nil : steps.removeFirst()) else { return .success(Planned()) }
    var draft = OpportunityBody()
    if let refused = Self.problems(first.change(&draft)) { return .failure(refused) }
    draft.imported = past.imported
    var moment = moment(of: first)
    moment.createdAt = createdAt
    var planned = Planned()
    switch planner.planCreation(draft, in: account, moment) {
    case .failure(let refused): return .failure(first.refused(refused))
    case .success(let body): planned.body = body
    }
    planned.count.isBornEarlier = true
    planned.writes.append(DealWrite(action: .create(OpportunityBody.fields.encode(planned.body)), at: first.at))
    for (index, step) in (steps + [row]).enumerated() {
      var after = planned.body
      if let refused = Self.problems(step.change(&after)) { return .failure(refused) }
      switch planner.planEdit(from: planned.body, to: after, self.moment(of: step)) {
      case .failure(let refused): return .failure(step.refused(refused))
      case .success(let body):
        let changes = cellChanges(planned.body, body, step)
        planned.body = body
        guard !changes.isEmpty else {
          planned.count.standing += step.rows
          continue
        }
        let version = Int64(planned.writes.count)
        planned.writes.append(DealWrite(action: .update(expected: version, changes), at: step.at))
        planned.count.written += step.rows
        if index < steps.count { planned.count.changes += 1 }
      }
    }
    return .success(planned)
  }

  /// An existing deal: each step changes the deal at its instant, and leaves later changes unaffected.
  ///
  /// - Parameter row: The values of the row; `nil` for a deal without a row.
  /// - Throws: ``PipelineDomain/CellError`` for stored cells that cannot be decoded.
  func update(
    _ known: KnownPast, version: Int64, _ steps: [PastStep], row: PastStep?
  ) throws -> Result<Planned, RowProblems> {
    var rewrite = PastRewrite(known: known, version: version)
    var count = PastCount()
    var standing = try knownSteps(steps, known)
    for (index, step) in (steps + (row.map { [$0] } ?? [])).enumerated() {
      if index < steps.count, standing.remove(index) != nil {
        count.standing += step.rows
        continue
      }
      guard step.at >= known.bornAt else {
        count.untold += 1
        count.untoldRows += step.rows
        continue
      }
      let before = try OpportunityBody.fields.decode(rewrite.known.cells(at: step.at))
      var after = before
      if let refused = Self.problems(step.change(&after)) { return .failure(refused) }
      switch planner.planEdit(from: before, to: after, moment(of: step)) {
      case .failure(let refused): return .failure(step.refused(refused))
      case .success(let body):
        let changes = cellChanges(before, body, step)
        guard !changes.isEmpty else {
          count.standing += step.rows
          continue
        }
        rewrite.change(changes, at: step.at)
        count.written += step.rows
        if index < steps.count { count.changes += 1 }
      }
    }
    rewrite.finish()
    let body = try OpportunityBody.fields.decode(rewrite.known.cells(at: Instant(microsecondsSince1970: .max)))
    return .success(Planned(writes: rewrite.writes, count: count, body: body))
  }

  /// The steps that are recorded already, among several at one instant.
  ///
  /// For such an instant only the state after all its steps is compared: single steps would undo the following ones.
  private func knownSteps(_ steps: [PastStep], _ known: KnownPast) throws -> Set<Int> {
    var standing: Set<Int> = []
    var start = 0
    while start < steps.count {
      let at = steps[start].at
      let end = steps[start...].firstIndex { $0.at != at } ?? steps.count
      defer { start = end }
      guard end - start > 1, at >= known.bornAt else { continue }
      let before = try OpportunityBody.fields.decode(known.cells(at: at))
      var after = before
      let problems = steps[start..<end].flatMap { $0.change(&after) }
      guard problems.isEmpty,
        case .success(let body) = planner.planEdit(from: before, to: after, moment(of: steps[end - 1])),
        OpportunityBody.fields.diff(before, body).isEmpty
      else { continue }
      standing.formUnion(start..<end)
    }
    return standing
  }

  private func moment(of step: PastStep) -> PlanningMoment {
    var moment = moment
    moment.at = step.at
    moment.today = step.day
    moment.closedOn = step.closedOn ?? step.day
    moment.closedAt = step.at
    moment.defaultsCloseDate = false
    moment.startsAnywhere = true
    moment.skipsStages = step.isInferred
    return moment
  }

  private func cellChanges(_ before: OpportunityBody, _ after: OpportunityBody, _ step: PastStep) -> [CellChange] {
    let changes = OpportunityBody.fields.diff(before, after)
    guard !changes.isEmpty else { return [] }
    let edit = RecordEdit(kind: .opportunity, createdAt: before.createdAt, at: step.at, author: moment.author)
    return planner.cellChanges(changes, of: edit)
  }

  private static func problems(_ all: [ImportProblem]) -> RowProblems? { all.isEmpty ? nil : RowProblems(all: all) }
}

extension PastStep {
  fileprivate func refused(_ refused: Refused) -> RowProblems { RowProblems(all: refused.refusals.map(problem)) }
}
