import PipelinePlugins

extension ImportRun {
  /// The latest instant of a past change.
  var pastLimit: PastLimit { PastLimit(today: moment.today, now: isOnItsOwnDay ? nil : moment.at) }

  /// Whether a table may contain changes that took effect before recorded ones.
  func tellsLate(_ table: ImportTable) -> Bool {
    !table.changes.isEmpty || trail != nil || moment.at < recordedAt
  }

  /// Reads an audit trail, before the deals.
  mutating func readAuditTrail(_ table: ImportTable) {
    trail = AuditTrail(table, deals: mapping[.opportunities], planner: planner, days: days, limit: pastLimit)
  }

  /// Adds the counts of a deal's past changes.
  mutating func note(_ count: PastCount, _ section: inout ImportSummary.Section) {
    summary.datedChanges += count.changes
    if count.isBornEarlier { summary.dealsWithPast += 1 }
    if trail == nil { section.untold += count.untold }
    pastRows += count
  }

  /// Writes changes of deals without a row in this import, and counts all rows of the file.
  mutating func importAuditTrail() async throws {
    guard let trail else { return }
    var section = trail.section
    var problems = trail.problems
    let others = Set(trail.changes.keys).subtracting(dealsSeen).subtracting(trail.refused).sorted()
    let stored = try await find(.opportunity, "external_id", others)
    let known = stored.isEmpty ? [:] : try await KnownPast.read(pipeline.store, Set(others))
    var standing: [String: Opportunity] = [:]
    for record in stored {
      let deal = try Desk.deal(record)
      if let externalID = deal.body.externalID, permissions.sees(deal.body) { standing[externalID] = deal }
    }
    try await knowAccounts(of: standing.values.map(\.body.account))
    for externalID in others {
      guard let deal = standing[externalID], let past = known[deal.id] else {
        if let row = trail.changes[externalID]?.first?.row {
          problems.append(
            trail.table.problem(
              row, "external_id", .noDeal, ["value": .text(externalID.clipped())]))
        }
        continue
      }
      switch try rewrite(deal, past, trail) {
      case .failure(let refused): problems += refused.all
      case .success: continue
      }
    }
    section.created = pastRows.written
    section.unchanged = pastRows.standing
    section.untold = pastRows.untoldRows
    let rows = trail.rows.values.reduce(0, +)
    // Deals are written completely or not at all: the other rows belong to refused deals.
    section.refused += rows - pastRows.written - pastRows.standing - pastRows.untoldRows
    close(section, problems)
  }

  private mutating func rewrite(
    _ deal: Opportunity, _ past: KnownPast, _ trail: AuditTrail
  ) throws -> Result<Void, RowProblems> {
    let steps = trail.steps(of: deal.body.externalID ?? "")
    let planned = try PastPlanner(planner: planner, moment: moment).update(
      past, version: deal.version, steps, row: nil)
    switch planned {
    case .failure(let refused): return .failure(refused)
    case .success(let planned):
      if !planned.writes.isEmpty {
        if let refusal = permissions.refusal(toChange: deal.body) {
          return .failure(RowProblems(all: steps.prefix(1).map { $0.problem(refusal) }))
        }
        add(planned.writes, to: deal.id)
        doubt(planned.writes, planned.body.account)
        use(deal.body.account, planner.stage(of: planned.body)?.outcome == .won)
      }
      summary.datedChanges += planned.count.changes
      pastRows += planned.count
      return .success(())
    }
  }

  /// Reads accounts that may become customers.
  mutating func knowAccounts(of ids: some Sequence<RecordID>) async throws {
    let missing = Set(ids).filter { accounts[$0] == nil }.sorted()
    for start in stride(from: 0, to: missing.count, by: Self.findSize) {
      let keys = missing[start..<min(start + Self.findSize, missing.count)].map { RecordKey(.account, $0) }
      for case let stored? in try await pipeline.store.read(keys) {
        let account = try Desk.account(stored)
        accounts.add(account.id, AccountIndex.Entry(base: account, body: account.body, isWanted: false))
      }
    }
  }
}
