package import PipelinePlugins

/// People, teams and managers: everyone sees their own deals, their team's or all. Immutable; O(people) to make, O(1) to ask
/// for people whose reach is their own.
package struct Directory: AccessPolicy, Hashable {
  /// The people, in order.
  package let people: [DirectoryPerson]
  /// What holds where nothing else is said.
  package let defaults: DirectoryDefaults
  private let byName: [String: DirectoryPerson]
  private let byTeam: [String: [String]]
  private let byManager: [String: [String]]

  /// A directory.
  /// - Throws: ``SourceError`` with every ``DirectoryProblem``.
  package init(_ people: [DirectoryPerson], defaults: DirectoryDefaults = DirectoryDefaults()) throws {
    let problems = DirectoryProblem.all(in: people)
    guard problems.isEmpty else { throw SourceError(problems.map(\.message)) }
    self.people = people
    self.defaults = defaults
    byName = Dictionary(people.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    byTeam = Dictionary(grouping: people.filter { $0.team != nil }, by: { $0.team ?? "" }).mapValues { $0.map(\.name) }
    byManager = Dictionary(grouping: people.filter { $0.manager != nil }, by: { $0.manager ?? "" })
      .mapValues { $0.map(\.name) }
  }

  /// What the directory says of a person, found by exactly this name.
  package func grant(to name: String) async throws -> AccessGrant {
    guard let person = byName[name] else {
      switch defaults.strangers {
      case .none: return AccessGrant(sees: .owners([]))
      case .own: return AccessGrant(sees: .owners([name]))
      case .all: return .everything
      }
    }
    let sees = person.sees ?? defaults.sees
    let changes = person.changes ?? defaults.changes ?? Authority(sees)
    return AccessGrant(sees: reach(Authority(sees), person), changes: reach(changes, person))
  }

  /// The teams of the people who have one.
  package func teams() async throws -> [String: String] { byName.compactMapValues(\.team) }

  /// The names of the people, in order.
  package func people() async throws -> [String]? { people.map(\.name) }

  /// The managers above a person, the direct one first; `nil` where nobody in the directory has one.
  package func managers(of person: String) async throws -> [String]? {
    guard !byManager.isEmpty else { return nil }
    // Managers in a circle are refused when the directory is made.
    return Array(sequence(first: person) { byName[$0]?.manager }.dropFirst())
  }

  private func reach(_ authority: Authority, _ person: DirectoryPerson) -> DealReach {
    switch authority {
    case .none: .owners([])
    case .own: .owners([person.name])
    case .team:
      .owners(people(under: person.name).union(person.team.flatMap { byTeam[$0] } ?? []))
    case .all: .all
    }
  }

  /// A person and those whom the person manages, directly or not.
  private func people(under name: String) -> Set<String> {
    var found: Set<String> = [name]
    var waiting = [name]
    while let next = waiting.popLast() {
      for person in byManager[next] ?? [] where found.insert(person).inserted { waiting.append(person) }
    }
    return found
  }
}
