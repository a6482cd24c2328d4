/// A record as read: its identity, its version and its body, whose fields are accessible directly (`deal.status`).
@dynamicMemberLookup
public struct Record<Body: Sendable>: Sendable {
  /// The identity.
  public let id: RecordID
  /// The version that was read, from 1; editing an older one is a conflict.
  public let version: Int64
  /// The fields.
  public let body: Body

  /// A record.
  public init(id: RecordID, version: Int64, body: Body) {
    self.id = id
    self.version = version
    self.body = body
  }

  // Inlined, so that the compiler sees the literal path and reads the property itself.
  /// A field of the body.
  @inlinable
  public subscript<Value>(dynamicMember path: KeyPath<Body, Value>) -> Value { body[keyPath: path] }
}

extension Record: Equatable where Body: Equatable {}
extension Record: Hashable where Body: Hashable {}

/// A customer or prospect.
public typealias Account = Record<AccountBody>
/// A deal.
public typealias Opportunity = Record<OpportunityBody>
/// A salesperson.
public typealias Salesperson = Record<SalespersonBody>
