import PipelinePlugins

extension Snapshot {
  /// The targets that the acting user may see: those of salespeople whose deals are visible, and of teams whose known
  /// members' deals are all visible.
  /// - Throws: ``SourceError``; ``UnknownName`` for a target of an unknown salesperson, if salespeople are
  ///   recorded, or of a team without members, if there are teams.
  func targets() async throws -> [SalesTarget] {
    guard let source = setup.targets else { return [] }
    let sees = permissions.sees
    var people: [String: [String]] = [:]
    for (person, team) in reading.teams { people[team, default: []].append(person) }
    let targets = try await source.targets().filter { target in
      switch target.holder {
      case .owner(let name): sees.includes(name)
      case .team(let name): sees == .all || (people[name].map { $0.allSatisfy(sees.includes) } ?? false)
      }
    }
    try await check(targets, Set(people.keys))
    return targets
  }

  private func check(_ targets: [SalesTarget], _ teams: Set<String>) async throws {
    let known = salespeople.isEmpty ? nil : try await self.people()
    for target in targets {
      switch target.holder {
      case .owner(let name):
        if let known, !known.contains(name) { throw UnknownName(.nounOwner, name, known: known) }
      case .team(let name):
        if !teams.isEmpty, !teams.contains(name) { throw UnknownName(.nounTeam, name, known: teams.sorted()) }
      }
    }
  }
}
