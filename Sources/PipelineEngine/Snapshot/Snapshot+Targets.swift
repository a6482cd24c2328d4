import PipelinePlugins

extension Snapshot {
  /// The targets that the acting user may see: those of salespeople whose deals are visible, and of teams whose known
  /// members' deals are all visible.
  /// - Throws: ``SourceError``.
  func targets() async throws -> [SalesTarget] {
    guard let source = setup.targets else { return [] }
    let sees = gate.sees
    var people: [String: [String]] = [:]
    for (person, team) in reading.teams { people[team, default: []].append(person) }
    return try await source.targets().filter { target in
      switch target.holder {
      case .owner(let name): sees.includes(name)
      case .team(let name): sees == .all || (people[name].map { $0.allSatisfy(sees.includes) } ?? false)
      }
    }
  }
}
