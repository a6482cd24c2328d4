import PipelinePlugins
import SalesPipeline
import ToolSupport

extension Desk {
  /// The account with an identity or the end of one, an external id or, where only one has it, a name.
  func findAccount(_ key: String) async throws -> Account {
    if let id = RecordID(key), let account = try await findAccount(id) { return account }
    if let account = try await findAccount(externalID: key) { return account }
    let named = try await accounts(named: key)
    guard named.count < 2 else {
      let short = try await shortIDs(named.map(\.id), of: .account)
      throw ToolError(
        .sameName,
        [
          "count": .count(named.count), "value": .text(key.clipped()),
          "first": .text(short[named[0].id] ?? "\(named[0].id)"),
          "second": .text(short[named[1].id] ?? "\(named[1].id)"),
        ])
    }
    if let account = named.first { return account }
    if let account = try await findAccount(idEnding: key) { return account }
    throw NotFound(kind: .account, key: key, near: nearest(key, in: try await accountNames().values.sorted()))
  }

  /// The deal with an external id, an identity or the end of one.
  func findDeal(_ key: String) async throws -> Opportunity {
    if let deal = try await findOpportunity(externalID: key) { return deal }
    if let id = RecordID(key) { return try await opportunity(id) }
    if let deal = try await findOpportunity(idEnding: key) { return deal }
    throw NotFound(kind: .opportunity, key: key)
  }

  /// The deleted deal with an identity or the end of one, or with an external id.
  ///
  /// - Parameter mayBeAnyID: Whether a whole identity is returned without asking, and a deal that is not deleted: writing to either is
  ///   refused as what it is.
  func findDeletedDeal(_ key: String, mayBeAnyID: Bool = true) async throws -> RecordID {
    if mayBeAnyID {
      if let id = RecordID(key) { return id }
      if let deal = try? await findDeal(key) { return deal.id }
    }
    let deleted = try await deletedOpportunities()
    return try Self.deleted(key, deleted.map { ($0.id, $0.body.externalID) }, .opportunity)
  }

  /// The deleted account with an identity or the end of one, with an external id or a name.
  ///
  /// - Parameter mayBeAnyID: As of ``findDeletedDeal(_:mayBeAnyID:)``.
  func findDeletedAccount(_ key: String, mayBeAnyID: Bool = true) async throws -> RecordID {
    if mayBeAnyID, let id = RecordID(key) { return id }
    let deleted = try await deletedAccounts()
    let named = deleted.filter { $0.body.name == key }
    if named.count == 1 { return named[0].id }
    do {
      return try Self.deleted(key, deleted.map { ($0.id, $0.body.externalID) }, .account)
    } catch let error as NotFound {
      guard mayBeAnyID, let account = try? await findAccount(key) else { throw error }
      return account.id
    }
  }

  /// The deal that a command is about; an error that says so where it was deleted.
  func liveDeal(_ key: String) async throws -> Opportunity {
    do {
      return try await findDeal(key)
    } catch let missing as NotFound {
      guard (try? await findDeletedDeal(key, mayBeAnyID: false)) != nil else { throw missing }
      throw ToolError(.dealDeleted, Self.restoring(key, "deals"))
    }
  }

  /// The account that a command is about; an error that says so where it was deleted.
  func liveAccount(_ key: String) async throws -> Account {
    do {
      return try await findAccount(key)
    } catch let missing as NotFound {
      guard let deleted = try? await findDeletedAccount(key, mayBeAnyID: false) else { throw missing }
      try await checkMerged(deleted, key)
      throw ToolError(.accountDeleted, Self.restoring(key, "accounts"))
    }
  }

  /// - Throws: ``ToolError`` for an account that was merged into another one: restored, it would be without its deals.
  func checkMerged(_ account: RecordID, _ key: String) async throws {
    let names = try await accountNames()
    let kept = try await accounts(Set(names.keys)).values.first { $0.body.mergedAccounts.contains(account) }
    guard let kept else { return }
    let name = kept.body.externalID ?? kept.body.name
    throw ToolError(
      .accountMerged,
      [
        "key": .text(DisplayText.safe(key.clipped())), "kept": .text(DisplayText.safe(kept.body.name.clipped())),
        "command": .text("pipeline accounts history \"\(DisplayText.safe(name.clipped()))\" --operations"),
      ])
  }

  private static func restoring(_ key: String, _ command: String) -> [String: PhraseValue] {
    let name = DisplayText.safe(key.clipped())
    return ["key": .text(name), "command": .text("pipeline \(command) restore \"\(name)\"")]
  }

  /// The last deleted record with an external id, else the one whose identity ends so.
  private static func deleted(
    _ key: String, _ records: [(id: RecordID, externalID: String?)], _ kind: RecordKind
  ) throws -> RecordID {
    if let found = records.last(where: { $0.externalID == key }) { return found.id }
    guard let id = try identity(ending: key, among: records.map(\.id)) else { throw NotFound(kind: kind, key: key) }
    return id
  }
}
