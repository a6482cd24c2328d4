public import PipelinePlugins

/// An access policy on trial.
public struct AccessTrial: Sendable {
  /// Makes a policy, afresh, that knows the same people each time.
  public let make: @Sendable () async throws -> any AccessPolicy
  /// People whom the policy knows.
  public let people: [String]
  /// The grants that the policy was configured with, by person; `nil` where the trial cannot know.
  public let expected: [String: AccessGrant]?
  /// The teams that the policy was configured with, by person; `nil` where the trial cannot know.
  public let expectedTeams: [String: String]?
  /// Makes a policy that has nothing to read; `nil` where there is no such thing.
  public let makeUnreadable: (@Sendable () async throws -> any AccessPolicy)?

  /// A trial.
  public init(
    people: [String] = [], expected: [String: AccessGrant]? = nil, expectedTeams: [String: String]? = nil,
    make: @escaping @Sendable () async throws -> any AccessPolicy,
    unreadable: (@Sendable () async throws -> any AccessPolicy)? = nil
  ) {
    self.make = make
    self.people = people
    self.expected = expected
    self.expectedTeams = expectedTeams
    makeUnreadable = unreadable
  }
}

extension AccessTrial {
  /// A name that no policy knows.
  static let nobody = "nobody-7f3a"

  /// Names that are easily taken for a person's and are not.
  static func likenesses(of person: String) -> [String] {
    [
      person + " ", " " + person, person + "\n", person + "\0", person.uppercased(), person.lowercased(),
      person + person,
    ]
    .filter { $0 != person }
  }

  /// Names that no person has: empty, long, with controls, markup, a path, a pattern.
  static let hostile = [
    "", " ", "*", "%", "_", "\0", "../anna", "' OR 1=1 --", "<script>", "\u{202E}anna",
    String(repeating: "x", count: 40_000),
  ]

  /// A stranger's grant as anybody else's: with another name of one's own.
  static func grant(_ grant: AccessGrant, of stranger: String, as other: String) -> AccessGrant {
    func rename(_ reach: DealReach) -> DealReach {
      guard case .owners(let owners) = reach else { return .all }
      return .owners(Set(owners.map { $0 == stranger ? other : $0 }))
    }
    return AccessGrant(sees: rename(grant.sees), changes: rename(grant.changes))
  }
}
