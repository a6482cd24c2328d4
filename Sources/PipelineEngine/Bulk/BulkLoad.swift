public import PipelinePlugins

/// Many deals that are written together, through the same rules as one.
public struct BulkLoad: Sendable {
  /// Accounts to add. Deals name them by their identity, as they name accounts that exist.
  public var newAccounts: [BulkAccount] = []
  /// The deals, in order.
  public var deals: [BulkDeal] = []
  /// The fields that the deals give: what a deal that exists already, by its external id, takes over.
  public var givenFields: [FieldName] = []
  /// Whether new deals without a close date get the sales cycle's default.
  public var defaultsCloseDate = false
  /// The day on which the load takes place; `nil` for the clock's.
  public var today: CivilDate?
  /// Whether deals that a rule refuses are left out; otherwise one of them leaves everything out.
  public var skipsRefused = false
  /// Whether nothing is written, only planned.
  public var isDryRun = false

  /// An empty load.
  public init() {}
}

/// An account to add with a bulk load.
public struct BulkAccount: Sendable {
  /// Its identity, made by the caller.
  public let id: RecordID
  /// Its fields.
  public var body: AccountBody

  /// An account.
  public init(id: RecordID, body: AccountBody) {
    self.id = id
    self.body = body
  }
}

/// A deal of a bulk load.
public struct BulkDeal: Sendable {
  /// Its fields; empty ones of a new deal get their defaults.
  public var body: OpportunityBody
  /// The day that it closed, where it is closed and that was another day than today.
  public var closedOn: CivilDate?
  /// When it was made, where that is not now.
  public var createdAt: Instant?

  /// A deal.
  public init(_ body: OpportunityBody, closedOn: CivilDate? = nil, createdAt: Instant? = nil) {
    self.body = body
    self.closedOn = closedOn
    self.createdAt = createdAt
  }
}

/// What a bulk load did, or would have done.
public struct BulkSummary: Hashable, Sendable {
  /// How many deals were added.
  public var created = 0
  /// How many were changed.
  public var updated = 0
  /// How many stood as they are already.
  public var unchanged = 0
  /// How many accounts were added.
  public var accountsCreated = 0
  /// What rules refused, by the deal's place in the load.
  public var refused: [BulkRefusal] = []
  /// Whether it was written.
  public var isWritten = false

  /// Nothing done.
  public init() {}
}

/// A deal that rules refused.
public struct BulkRefusal: Hashable, Sendable {
  /// The deal's place in the load, from 0.
  public let index: Int
  /// All that is wrong with it.
  public let refusals: [Refusal]
}
