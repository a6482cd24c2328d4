/// Determines the permissions of people and their teams: the product of an access plugin.
///
/// The engine asks the policy before every command, and enforces the permissions in one place. The contract is
/// `Documentation/Contracts/Access.md`.
public protocol AccessPolicy: Sendable {
  /// Returns the permissions of a person. An unknown person gets the permissions of strangers.
  /// - Throws: ``SourceError``.
  func grant(to person: String) async throws -> AccessGrant

  /// Returns the team of each known salesperson who has one.
  /// - Throws: ``SourceError``.
  func teams() async throws -> [String: String]

  /// Returns the names of all people that the policy knows; `nil`, which is the default, if anybody may be one. `pipeline check`
  /// warns of targets and reports that name others.
  /// - Throws: ``SourceError``.
  func people() async throws -> [String]?

  /// Returns the managers of a person, direct and indirect ones, who may adjust the person's forecast calls; `nil`, which is the
  /// default, if the policy knows of no managers: those of the salespeople's records then count.
  /// - Throws: ``SourceError``.
  func managers(of person: String) async throws -> [String]?
}

extension AccessPolicy {
  /// Nobody is known by name.
  public func people() async throws -> [String]? { nil }

  /// No managers are known.
  public func managers(of person: String) async throws -> [String]? { nil }
}

/// The permissions of a person.
public struct AccessGrant: Hashable, Sendable {
  /// The deals that the person may see.
  public var sees: DealReach
  /// The deals that the person may change, a subset of ``sees``.
  public var changes: DealReach

  /// Creates a grant. Deals that may not be seen are removed from `changes`; `nil` means the same as `sees`.
  public init(sees: DealReach, changes: DealReach? = nil) {
    self.sees = sees
    self.changes = changes.map { $0.within(sees) } ?? sees
  }

  /// All deals.
  public static let everything = AccessGrant(sees: .all)
}

/// A set of deals, by owner.
public enum DealReach: Hashable, Sendable {
  /// Every deal.
  case all
  /// The deals of these salespeople.
  case owners(Set<String>)

  /// Returns whether the deals of a salesperson are in the set.
  public func includes(_ owner: String) -> Bool {
    switch self {
    case .all: true
    case .owners(let owners): owners.contains(owner)
    }
  }

  /// Returns the intersection of two sets.
  public func within(_ other: DealReach) -> DealReach {
    switch (self, other) {
    case (.all, _): other
    case (_, .all): self
    case (.owners(let own), .owners(let others)): .owners(own.intersection(others))
    }
  }
}

extension Slot where Product == any AccessPolicy {
  /// The access policy.
  public static var access: Self { Self("access") }
}
