import PipelinePlugins

extension Snapshot {
  /// The report with a name.
  /// - Throws: ``NotFound``, also for what the acting person may not see, and ``AmbiguousReport``.
  func report(_ name: String) throws -> SavedReport { try desk.report(name, among: saved) }
}

extension Desk {
  /// The reports that the acting person may see: the configuration's in its order, then saved ones by name and author.
  func visible(_ saved: [SavedReport]) -> [SavedReport] {
    (pipeline.setup.reports.map { SavedReport(configured: $0) } + saved).filter { $0.isVisible(to: user) }
  }

  /// The report with a name, among the saved ones and the configuration's.
  func report(_ name: String, among saved: [SavedReport]) throws -> SavedReport {
    let seen = visible(saved)
    if let own = seen.first(where: { !$0.isConfigured && $0.author == user && $0.definition.name == name }) {
      return own
    }
    if let configured = seen.first(where: { $0.isConfigured && $0.definition.name == name }) { return configured }
    let shared = seen.filter { !$0.isConfigured && ($0.qualifiedName == name || $0.definition.name == name) }
    guard shared.count < 2 else { throw AmbiguousReport(name: name, candidates: shared.map(\.qualifiedName)) }
    guard let found = shared.first else {
      throw NotFound(
        kind: .report, key: name,
        known: seen.map { $0.isConfigured || $0.author == user ? $0.definition.name : $0.qualifiedName })
    }
    return found
  }

  /// The pipeline at the moment that a scope or a report's definition names, with what the report needs, and the report, both of
  /// one place of the journal.
  func snapshot(
    ofReport name: String, _ scope: ReportScope, also extra: Snapshot.Extent = []
  ) async throws -> (Snapshot, SavedReport) {
    var extent = extra
    while true {
      // What a report needs is known when it is read: then the question is asked again with that, and nearly always answered.
      let parts = try await pipeline.follower.parts([.records(.report)])
      let definition = try report(name, among: pipeline.savedReports(parts)).definition
      extent.formUnion(definition.extent)
      var moment = scope
      if moment.asOf == nil { moment.asOf = definition.asOf.map(pipeline.endOfDay) }
      let snapshot = try await snapshot(moment, extent.union(.reports))
      let found = try snapshot.report(name)
      if found.definition.extent.isSubset(of: extent), found.definition.asOf == definition.asOf {
        return (snapshot, found)
      }
    }
  }
}
