import PipelinePlugins

extension Snapshot {
  /// The report with a name.
  /// - Throws: ``NotFound``, also for a report that the acting user may not see; ``AmbiguousReport``.
  func report(_ name: String) throws -> SavedReport { try desk.report(name, among: saved) }
}

extension Desk {
  /// The reports that the acting user may see: those of the configuration in its order, then saved reports by name and
  /// author.
  func visible(_ saved: [SavedReport]) -> [SavedReport] {
    (pipeline.setup.reports.map { SavedReport(configured: $0) } + saved).filter { $0.isVisible(to: user) }
  }

  /// The report with a name, among the saved ones and those of the configuration.
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

  /// A report, and a snapshot at the moment of a scope or of the report, with the contents that the report needs; both
  /// at one cursor.
  func snapshot(
    ofReport name: String, _ scope: ReportScope, also extra: Snapshot.Extent = []
  ) async throws -> (Snapshot, SavedReport) {
    var extent = extra
    while true {
      // The report determines what to read, but is itself read from the store: guess it, and repeat if the guess was
      // wrong.
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
