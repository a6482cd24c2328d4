/// Says whose deals a person may see and change, and who works in which team: what an access plugin makes.
///
/// The engine asks it before every command and enforces the answer in one place. The contract stands in
/// `Documentation/Contracts/Access.md`.
public protocol AccessPolicy: Sendable {
  /// What a person may see and change. A person whom the policy does not know gets what it gives to strangers.
  /// - Throws: ``SourceError``.
  func grant(to person: String) async throws -> AccessGrant

  /// The team of each salesperson whom the policy knows; empty where it knows no teams.
  /// - Throws: ``SourceError``.
  func teams() async throws -> [String: String]
}

/// What a person may see and change.
public struct AccessGrant: Hashable, Sendable {
  /// The deals that may be seen, counted and summed.
  public var sees: DealReach
  /// The deals that may be changed; never more than may be seen.
  public var changes: DealReach

  /// A grant; what may be changed but not seen is not granted.
  public init(sees: DealReach, changes: DealReach? = nil) {
    self.sees = sees
    self.changes = changes.map { $0.within(sees) } ?? sees
  }

  /// Everything.
  public static let everything = AccessGrant(sees: .all)
}

/// A part of all deals.
public enum DealReach: Hashable, Sendable {
  /// Every deal.
  case all
  /// The deals of these salespeople.
  case owners(Set<String>)

  /// Whether a salesperson's deals are in it.
  public func includes(_ owner: String) -> Bool {
    switch self {
    case .all: true
    case .owners(let owners): owners.contains(owner)
    }
  }

  /// What is in both.
  public func within(_ other: DealReach) -> DealReach {
    switch (self, other) {
    case (.all, _): other
    case (_, .all): self
    case (.owners(let own), .owners(let others)): .owners(own.intersection(others))
    }
  }
}

extension Slot where Product == any AccessPolicy {
  /// Who may see what.
  public static var access: Self { Self("access") }
}
