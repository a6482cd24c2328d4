import PipelinePlugins

extension Desk {
  /// Writes many deals and their accounts in one transaction: all of them, or nothing. The same rules as for one deal.
  ///
  /// A deal whose external id is known takes over the fields that the load gives; loading the same again changes nothing.
  /// - Parameter progress: Told how many deals are planned, from any thread.
  /// - Throws: ``Refused`` for new accounts that rules refuse, or ``StoreError``.
  /// - Returns: What was done; with ``BulkSummary/isWritten`` false where nothing was, since rules refused deals or it was
  ///   a dry run.
  public func load(
    _ load: BulkLoad, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> BulkSummary {
    var moment = pipeline.moment(for: user)
    if let today = load.today { moment.today = today }
    let gate = try await pipeline.gate(for: user)
    try await checkNewAccounts(load.newAccounts)
    let known = try await knownDeals(load.deals.compactMap(\.body.externalID))
    let accounts = try await accounts(for: load, known)
    let planner = try await pipeline.lookups.planner()
    let bulk = BulkPlanner(
      planner: planner, moment: moment, days: pipeline.days, load: load, accounts: accounts.mapValues(\.body),
      known: known, gate: gate)
    var outcomes = await bulk.outcomes(progress)
    Self.refuseDoubled(load.deals, &outcomes)
    var summary = BulkSummary()
    for (index, outcome) in outcomes.enumerated() {
      switch outcome {
      case .create: summary.created += 1
      case .update: summary.updated += 1
      case .unchanged: summary.unchanged += 1
      case .refused(let refusals): summary.refused.append(BulkRefusal(index: index, refusals: refusals))
      }
    }
    summary.accountsCreated = load.newAccounts.count
    guard !load.isDryRun, summary.refused.isEmpty || load.skipsRefused else { return summary }
    let changes = changes(outcomes, load, accounts, moment, planner)
    if !changes.writes.isEmpty { try await pipeline.commit(changes, behind: gate) }
    summary.isWritten = true
    return summary
  }

  private func changes(
    _ outcomes: [BulkPlanner.Outcome], _ load: BulkLoad, _ accounts: [RecordID: Account], _ moment: PlanningMoment,
    _ planner: Planner
  ) -> ChangeSet {
    var deals: [RecordWrite] = []
    deals.reserveCapacity(outcomes.count)
    var won: Set<RecordID> = []
    for outcome in outcomes {
      switch outcome {
      case .create(let cells, let account, let isWon):
        deals.append(RecordWrite(RecordKey(.opportunity, pipeline.environment.makeID()), .create(cells)))
        if isWon { won.insert(account) }
      case .update(let standing, let changes, let account, let isWon):
        deals.append(
          RecordWrite(RecordKey(.opportunity, standing.id), .update(expected: standing.version, changes)))
        if isWon { won.insert(account) }
      case .unchanged, .refused: continue
      }
    }
    var changes = ChangeSet(
      operation: pipeline.environment.makeID(), effectiveAt: moment.at, recordedAt: moment.at, author: moment.author)
    let added = Set(load.newAccounts.map(\.id))
    for account in load.newAccounts {
      var body = account.body
      body.createdAt = moment.at
      if won.contains(account.id) { body.standing = .customer }
      changes.writes.append(RecordWrite(RecordKey(.account, account.id), .create(AccountBody.fields.encode(body))))
    }
    for id in won.subtracting(added).sorted() {
      guard let account = accounts[id], account.body.standing == .prospect else { continue }
      var body = account.body
      body.standing = .customer
      let edit = RecordEdit(kind: .account, createdAt: body.createdAt, at: moment.at, author: moment.author)
      let diff = planner.cellChanges(AccountBody.fields.diff(account.body, body), of: edit)
      changes.writes.append(RecordWrite(RecordKey(.account, id), .update(expected: account.version, diff)))
    }
    changes.writes += deals
    return changes
  }

  /// The deals that exist already, by external id.
  func knownDeals(_ externalIDs: [String]) async throws -> [String: Opportunity] {
    guard try await !pipeline.store.load(.opportunity, fields: [], page: nil).ids.isEmpty else { return [:] }
    var known: [String: Opportunity] = [:]
    for start in stride(from: 0, to: externalIDs.count, by: Self.findSize) {
      let values = externalIDs[start..<min(start + Self.findSize, externalIDs.count)].map { FieldValue.text($0) }
      for stored in try await pipeline.store.find(.opportunity, "external_id", in: values) {
        let deal = try Self.deal(stored)
        if let externalID = deal.body.externalID { known[externalID] = deal }
      }
    }
    return known
  }

  /// New accounts must have names, and external ids that no other account has.
  private func checkNewAccounts(_ accounts: [BulkAccount]) async throws {
    let lookups = try await pipeline.lookups.planner().lookups
    var refusals = accounts.flatMap { AccountRules.refusals(before: nil, after: $0.body, lookups: lookups) }
    var holders: [String: RecordID] = [:]
    for account in accounts {
      guard let externalID = account.body.externalID else { continue }
      if let holder = holders.updateValue(account.id, forKey: externalID) {
        refusals.append(.duplicateExternalID(externalID, holder))
      }
    }
    let externalIDs = holders.keys.sorted()
    for start in stride(from: 0, to: externalIDs.count, by: Self.findSize) {
      let values = externalIDs[start..<min(start + Self.findSize, externalIDs.count)].map { FieldValue.text($0) }
      for stored in try await pipeline.store.find(.account, "external_id", in: values) {
        let externalID = try Self.account(stored).body.externalID ?? ""
        refusals.append(.duplicateExternalID(externalID, stored.id))
      }
    }
    guard refusals.isEmpty else { throw Refused(refusals) }
  }

  /// The accounts that a load names: its own, and those that exist.
  private func accounts(for load: BulkLoad, _ known: [String: Opportunity]) async throws -> [RecordID: Account] {
    var accounts: [RecordID: Account] = [:]
    for account in load.newAccounts { accounts[account.id] = Account(id: account.id, version: 0, body: account.body) }
    var missing = Set(known.values.map(\.body.account))
    for deal in load.deals where accounts[deal.body.account] == nil { missing.insert(deal.body.account) }
    for (id, account) in try await self.accounts(missing.subtracting(accounts.keys)) { accounts[id] = account }
    return accounts
  }

  /// Two deals of a load with one external id: the second is refused.
  private static func refuseDoubled(_ deals: [BulkDeal], _ outcomes: inout [BulkPlanner.Outcome]) {
    var first: [String: Int] = [:]
    first.reserveCapacity(deals.count)
    for (index, deal) in deals.enumerated() {
      guard let externalID = deal.body.externalID else { continue }
      guard let earlier = first.updateValue(index, forKey: externalID) else { continue }
      first[externalID] = earlier
      let refusal = Refusal(
        .duplicate, "external_id", .earlierRow, ["value": externalID, "first": "\(earlier)"])
      if case .refused(let others) = outcomes[index] {
        outcomes[index] = .refused(others + [refusal])
      } else {
        outcomes[index] = .refused([refusal])
      }
    }
  }

  private static let findSize = 500
}
