package import PipelinePlugins

/// No boundaries: everyone sees and changes all deals. It knows no teams.
package struct EveryoneSeesAll: AccessPolicy, Hashable {
  /// A policy.
  package init() {}

  /// Everything.
  package func grant(to person: String) async throws -> AccessGrant { .everything }

  /// None: reports then group by the teams of the salespeople's entries.
  package func teams() async throws -> [String: String] { [:] }
}
