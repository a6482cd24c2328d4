public import PipelinePlugins

// Lookups in the store come in pairs: the one with the name of the thing throws ``NotFound``, `find…` returns an optional.
extension Desk {
  /// Returns the deal with an identity.
  /// - Throws: ``NotFound`` if it does not exist or the acting user may not see it; ``StoreError``.
  public func opportunity(_ id: RecordID) async throws -> Opportunity {
    try await findOpportunity(id).orThrow(NotFound(kind: .opportunity, key: "\(id)"))
  }

  /// Returns the deal with an identity; `nil` if it does not exist or the acting user may not see it.
  /// - Throws: ``StoreError``.
  public func findOpportunity(_ id: RecordID) async throws -> Opportunity? {
    let permissions = try await pipeline.permissions(of: user)
    let stored = try await pipeline.store.read([RecordKey(.opportunity, id)]).first ?? nil
    guard let deal = try stored.map(Self.deal).flatMap(permissions.seen) else { return nil }
    pipeline.recentDeals.note(deal)
    return deal
  }

  /// Returns the deal with an external id.
  /// - Throws: ``NotFound`` if it does not exist or the acting user may not see it; ``StoreError``.
  public func opportunity(externalID: String) async throws -> Opportunity {
    try await findOpportunity(externalID: externalID).orThrow(NotFound(kind: .opportunity, key: externalID))
  }

  /// Returns the deal with an external id; `nil` if it does not exist or the acting user may not see it.
  /// - Throws: ``StoreError``.
  public func findOpportunity(externalID: String) async throws -> Opportunity? {
    let permissions = try await pipeline.permissions(of: user)
    return try await pipeline.store.find(.opportunity, "external_id", in: StoredText.keys(externalID)).first
      .map(Self.deal).flatMap(permissions.seen)
  }

  /// Returns the account with an identity.
  /// - Throws: ``NotFound``, or ``StoreError``.
  public func account(_ id: RecordID) async throws -> Account {
    try await findAccount(id).orThrow(NotFound(kind: .account, key: "\(id)"))
  }

  /// Returns the account with an identity; `nil` if it does not exist.
  /// - Throws: ``StoreError``.
  public func findAccount(_ id: RecordID) async throws -> Account? {
    let stored = try await pipeline.store.read([RecordKey(.account, id)]).first ?? nil
    return try stored.map(Self.account)
  }

  /// Returns the account with an external id.
  /// - Throws: ``NotFound``, or ``StoreError``.
  public func account(externalID: String) async throws -> Account {
    try await findAccount(externalID: externalID).orThrow(NotFound(kind: .account, key: externalID))
  }

  /// Returns the account with an external id; `nil` if it does not exist.
  /// - Throws: ``StoreError``.
  public func findAccount(externalID: String) async throws -> Account? {
    try await pipeline.store.find(.account, "external_id", in: StoredText.keys(externalID)).first.map(Self.account)
  }

  /// Returns the salesperson with a name.
  /// - Throws: ``NotFound`` if none was added; ``StoreError``.
  public func salesperson(named name: String) async throws -> Salesperson {
    try await findSalesperson(named: name).orThrow(NotFound(kind: .salesperson, key: name))
  }

  /// Returns the salesperson with a name; `nil` if none was added.
  /// - Throws: ``StoreError``.
  public func findSalesperson(named name: String) async throws -> Salesperson? {
    try await pipeline.store.find(.salesperson, "name", in: StoredText.keys(name)).first.map {
      Salesperson(id: $0.id, version: $0.version, body: try SalespersonBody.fields.decode($0.cells))
    }
  }

  /// Returns the accounts with the given identities. Accounts that do not exist are left out.
  /// - Throws: ``StoreError``.
  public func accounts(_ ids: Set<RecordID>) async throws -> [RecordID: Account] {
    let stored = try await pipeline.store.read(ids.sorted().map { RecordKey(.account, $0) })
    return Dictionary(
      try stored.compactMap { try $0.map(Self.account) }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the accounts with exactly this name, oldest first.
  /// - Throws: ``StoreError``.
  public func accounts(named name: String) async throws -> [Account] {
    try await pipeline.store.find(.account, "name", in: StoredText.keys(name)).map(Self.account)
  }

  /// Returns the deals of an account that the acting user may see, oldest first.
  /// - Throws: ``StoreError``.
  public func opportunities(of account: Account) async throws -> [Opportunity] {
    let permissions = try await pipeline.permissions(of: user)
    return try await pipeline.store.find(.opportunity, "account", in: [.bytes(account.id.bytes)])
      .map(Self.deal).compactMap(permissions.seen)
  }

  /// Whether a name is before another one in the order of the configured language.
  package func precedes(_ name: String, _ other: String) -> Bool { pipeline.collation.isLess(name, other) }

  static func deal(_ stored: StoredRecord) throws -> Opportunity {
    Opportunity(id: stored.id, version: stored.version, body: try OpportunityBody.fields.decode(stored.cells))
  }

  static func account(_ stored: StoredRecord) throws -> Account {
    Account(id: stored.id, version: stored.version, body: try AccountBody.fields.decode(stored.cells))
  }
}

extension Optional {
  /// The value.
  /// - Throws: The given error if the value is `nil`.
  fileprivate func orThrow(_ error: @autoclosure () -> NotFound) throws -> Wrapped {
    guard let value = self else { throw error() }
    return value
  }
}

/// An error for a record that does not exist or was deleted.
public struct NotFound: ExplainedError, Hashable {
  /// The kind of the record.
  public let kind: RecordKind
  /// The key of the lookup.
  public let key: String
  /// What there is instead; empty where that would be a long list.
  public let known: [String]
  /// A similar key that exists; `nil` if none is.
  public let near: String?

  /// There is no such record.
  public init(kind: RecordKind, key: String, known: [String] = [], near: String? = nil) {
    self.kind = kind
    self.key = key
    self.known = known
    self.near = near
  }

  /// One line.
  public var explanation: LocalizedText {
    let near = near ?? nearest(key, in: known)
    var values: [String: PhraseValue] = ["kind": noun, "key": .text(key.clipped()), "known": .list(known)]
    values["near"] = near.map { .text($0.clipped()) }
    let phrase: ErrorPhrase = near != nil ? .notFoundNear : known.isEmpty ? .notFound : .notFoundOf
    return LocalizedText(phrase, values)
  }

  private var noun: PhraseValue {
    switch kind {
    case .account: .label(LocalizedText(ErrorPhrase.account))
    case .opportunity: .label(LocalizedText(ErrorPhrase.opportunity))
    case .report: .label(LocalizedText(ErrorPhrase.report))
    case .lookupEntry: .label(LocalizedText(ErrorPhrase.lookupEntry))
    case .salesperson: .label(LocalizedText(ErrorPhrase.salesperson))
    case .forecastCall: .label(LocalizedText(ErrorPhrase.forecastCall))
    case .operation: .label(LocalizedText(ErrorPhrase.operation))
    case "stage": .label(LocalizedText(ErrorPhrase.stage))
    case "cycle": .label(LocalizedText(FigurePhrase.nounCycle))
    case "widget": .label(LocalizedText(ErrorPhrase.widget))
    default: .text(kind.description.replacing("_", with: " "))
    }
  }
}
