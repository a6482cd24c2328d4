import PipelinePlugins

extension Desk {
  /// The targets that the acting person may see: of those whose deals they see, and of teams all of whose known people are among
  /// them.
  /// - Throws: ``TargetSourceError``.
  func targets(_ outlook: Outlook) async throws -> [SalesTarget] {
    guard let source = outlook.setup.targets else { return [] }
    let sees = outlook.gate.sees
    var people: [String: [String]] = [:]
    for (person, team) in outlook.reading.teams { people[team, default: []].append(person) }
    return try await source.targets().filter { target in
      switch target.holder {
      case .owner(let name): sees.includes(name)
      case .team(let name): sees == .all || (people[name].map { $0.allSatisfy(sees.includes) } ?? false)
      }
    }
  }
}
