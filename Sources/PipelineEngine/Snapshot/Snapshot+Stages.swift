import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// Returns a page of the deals of a stage with their values, by close date: the deals behind a figure of the funnel.
  ///
  /// - Parameter stage: The key of an open or closed stage; `cycle/stage` if several sales cycles have it, unless the
  ///   scope selects one of them.
  /// - Throws: ``NotFound`` if no sales cycle has the stage, ``AmbiguousStage`` if several do.
  public func deals(
    inStage stage: String, _ scope: ReportScope = ReportScope(), offset: Int = 0, limit: Int = .max
  ) async throws -> Page<StageDeal> {
    try await desk.telemetry.question(.list) {
      let own = try await filters(scope)
      let entry = try self.stage(stage, scope)
      let listing = try columns.deals(
        reading, where: [columns.stages.filter(entry.status, cycle: entry.cycle)] + own, offset: offset, limit: limit)
      return try await page(listing, offset: offset)
    }
  }

  /// The stage with a key within the sales cycles of a scope. Deals of several cycles never mix.
  func stage(_ key: String, _ scope: ReportScope) throws -> StageTable.Entry {
    let cycles = Set((scope.cycles + scope.filter.cycles).flatMap { [$0, StoredText.name($0)] })
    // A removed stage is accepted if a visible deal is in it.
    let known = try columns.stages.entries.filter { entry in
      guard cycles.isEmpty || cycles.contains(entry.cycle) else { return false }
      guard entry.stage == nil, permissions.sees != .all else { return !entry.status.isEmpty }
      let filters = [PivotFilter.values(.stage, [.stage(cycle: entry.cycle, status: entry.status)])]
      return try columns.count(reading, where: filters + permissions.filters) > 0
    }
    let names = [key, StoredText.name(key)]
    let named = known.filter { names.contains($0.status) || names.contains($0.qualifiedStatus) }
    guard let first = named.first else {
      let several = Set(known.map(\.cycle)).count > 1
      throw NotFound(kind: "stage", key: key, known: known.map { several ? $0.qualifiedStatus : $0.status })
    }
    guard named.count == 1 else { throw AmbiguousStage(key: key, candidates: named.map(\.qualifiedStatus)) }
    return first
  }
}

/// Several sales cycles have a stage with the key.
public struct AmbiguousStage: ExplainedError, Hashable {
  /// The key.
  public let key: String
  /// The stages in the form `cycle/stage`.
  public let candidates: [String]

  /// One line for people, with what to do.
  public var explanation: LocalizedText {
    LocalizedText(ErrorPhrase.ambiguousStage, ["stage": .text(key.clipped()), "candidates": .list(candidates)])
  }
}
