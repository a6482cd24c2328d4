import PipelineAnalytics
import PipelinePlugins

extension Desk {
  /// A snapshot whose deals are groups of the store, for one report; `nil` if the store does not group, or the report depends on
  /// more than its groups have: columns then answer it.
  func groupedSnapshot(
    for definition: ReportDefinition, _ scope: ReportScope, also extra: Snapshot.Extent = []
  ) async throws -> Snapshot? {
    guard definition.asOf == nil else { return nil }
    let definition = definition.narrowed(to: scope.filter.outcomes)
    return try await groupedSnapshot(scope, definition.extent.union(extra)) { asked, filters in
      definition.grouping(asked.columns, asked.reading, filters, rates: asked.rates)
    }
  }

  /// A snapshot whose deals are groups of the store, for a question by some dimensions.
  func groupedSnapshot(_ scope: ReportScope, by dimensions: [DealDimension]) async throws -> Snapshot? {
    try await groupedSnapshot(scope, []) { asked, filters in
      DealGrouping(dimensions + [.outcome], filters, asked.reading, rates: asked.rates)
    }
  }

  /// What a grouping is found with: all that is known without deals.
  private struct Asked {
    let columns: DealColumns
    let reading: DealReading
    let rates: (RateDay, RateDay)?
  }

  private func groupedSnapshot(
    _ scope: ReportScope, _ extent: Snapshot.Extent, _ grouping: (Asked, [PivotFilter]) -> DealGrouping?
  ) async throws -> Snapshot? {
    let setup = pipeline.setup
    guard let store = pipeline.store as? any GroupingStore, store.groupsReports, scope.asOf == nil, scope.knownAt == nil
    else { return nil }
    let permissions = try await pipeline.permissions(of: user)
    let day = scope.today ?? pipeline.today
    let asked = Asked(
      columns: DealMoment(setup, .latest).empty(), reading: DealReading(setup, today: day, tables: [:]),
      rates: setup.rates == nil ? nil : (setup.ratesOfOpenDeals, setup.ratesOfClosedDeals))
    guard let filters = scope.groupable(asked.columns, asked.reading),
      let query = grouping(asked, permissions.filters + filters)?.query
    else { return nil }
    let extent = extent.union(scope.extent)
    let names = SnapshotParts(.now, extent, setup).names.subtracting([.deals])
    for _ in 0..<Self.mostAttempts {
      let groups = try await store.groups(query)
      let parts = try await pipeline.follower.parts(names)
      guard try await isCurrent(parts, groups.cursor) else { continue }
      var deals = asked.columns
      try deals.append(groups, of: query)
      let own = try pipeline.configuration(at: nil, parts)
      return try await snapshot(.now, day, own, parts, permissions, extent, opening: nil, deals: deals)
    }
    // Others write all the time what groups are read with, such as lookup tables.
    return nil
  }

  /// How often groups are asked for before columns answer.
  private static let mostAttempts = 5

  /// Whether parts that are read after groups are as they were at the cursor of these: only deals were written in between.
  private func isCurrent(_ parts: StoreCache, _ cursor: Cursor) async throws -> Bool {
    guard parts.cursor > cursor else { return parts.cursor == cursor }
    let between = try await pipeline.store.journal(nil, id: nil, after: cursor, limit: StoreCache.pageSize)
    return !between.hasMore && between.entries.allSatisfy { [.opportunity, .consumer].contains($0.key.kind) }
  }
}

extension ReportScope {
  /// The filters of the scope; `nil` if one depends on more than the cells of deals.
  fileprivate func groupable(_ columns: DealColumns, _ reading: DealReading) -> [PivotFilter]? {
    var wanted = filter
    wanted.owners += owners
    wanted.cycles += cycles
    guard wanted.products.isEmpty, wanted.text?.isEmpty ?? true, wanted.changedSince == nil else { return nil }
    let attributes = wanted.attributes.isEmpty ? [] : [PivotFilter.values(.account, [])]
    // Accounts' names are not read yet, and would name no account.
    let accounts = wanted.accounts.isEmpty ? [] : [PivotFilter.values(.account, [])]
    return filters + wanted.pivotFilters(columns, reading, DealLines()) + attributes + accounts
  }
}
