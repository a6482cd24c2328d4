public import PipelinePlugins

/// No boundaries: everyone sees and changes all deals. It knows no teams.
public struct EveryoneSeesAll: AccessPolicy, Hashable {
  /// A policy.
  public init() {}

  /// Everything.
  public func grant(to person: String) async throws -> AccessGrant { .everything }

  /// None: reports then group by the teams of the salespeople's entries.
  public func teams() async throws -> [String: String] { [:] }
}
