package import PipelinePlugins

extension Transaction {
  /// Updates the standing of accounts after a change of a deal: an account is a customer while it has a won deal, else
  /// a prospect.
  ///
  /// - Parameters:
  ///   - before: The deal before the change; `nil` for a new one.
  ///   - after: The deal after the change; `nil` for a deleted one.
  mutating func settleStanding(before: OpportunityBody?, after: OpportunityBody?) async throws {
    let lost = before.flatMap { isWon($0) ? $0.account : nil }
    let gained = after.flatMap { isWon($0) ? $0.account : nil }
    guard lost != gained else { return }
    if let gained { try await setStanding(.customer, of: gained) }
    if let lost, try await !hasWonDeal(lost) { try await setStanding(.prospect, of: lost) }
  }

  func isWon(_ deal: OpportunityBody) -> Bool { planner.stage(of: deal)?.outcome == .won }

  /// Whether an account has a won deal in this transaction.
  func hasWonDeal(_ account: RecordID) async throws -> Bool {
    let drafted = deals.all.lazy.compactMap { [deals] in deals.current($0.id)?.body }
    if drafted.contains(where: { $0.account == account && isWon($0) }) { return true }
    for stored in try await settledStore().find(.opportunity, "account", in: [.bytes(account.bytes)])
    where deals[stored.id] == nil {
      if isWon(try Desk.deal(stored).body) { return true }
    }
    return false
  }

  package mutating func setStanding(_ standing: AccountStanding, of id: RecordID) async throws {
    // An account that is deleted with its deals keeps its standing.
    guard accounts[id]?.isDeleted != true else { return }
    let account = try await account(id)
    guard account.body.standing != standing else { return }
    var body = account.body
    body.standing = standing
    _ = accounts.change(account, to: body, at: moment.at)
  }
}
