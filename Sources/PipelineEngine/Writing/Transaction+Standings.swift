import PipelinePlugins

extension Transaction {
  /// Keeps accounts' standings true to their deals: an account is a customer while it has a won deal, else a prospect.
  ///
  /// - Parameters:
  ///   - before: A deal as it was; `nil` for one that was not there.
  ///   - after: The deal as it is; `nil` for one that is gone.
  mutating func settleStanding(before: OpportunityBody?, after: OpportunityBody?) async throws {
    let lost = before.flatMap { isWon($0) ? $0.account : nil }
    let gained = after.flatMap { isWon($0) ? $0.account : nil }
    guard lost != gained else { return }
    if let gained { try await setStanding(.customer, of: gained) }
    if let lost, try await !hasWonDeal(lost) { try await setStanding(.prospect, of: lost) }
  }

  func isWon(_ deal: OpportunityBody) -> Bool { planner.stage(of: deal)?.outcome == .won }

  /// Whether one of an account's deals, as this transaction sees them, is won.
  func hasWonDeal(_ account: RecordID) async throws -> Bool {
    let drafted = deals.all.lazy.compactMap { [deals] in deals.current($0.id)?.body }
    if drafted.contains(where: { $0.account == account && isWon($0) }) { return true }
    for stored in try await pipeline.store.find(.opportunity, "account", in: [.bytes(account.bytes)])
    where deals[stored.id] == nil {
      if isWon(try Desk.deal(stored).body) { return true }
    }
    return false
  }

  private mutating func setStanding(_ standing: AccountStanding, of id: RecordID) async throws {
    // An account that went with its deals has no standing to keep.
    guard accounts[id]?.isDeleted != true else { return }
    let account = try await account(id)
    guard account.body.standing != standing else { return }
    var body = account.body
    body.standing = standing
    _ = accounts.change(account, to: body, at: moment.at)
  }
}
