import PipelineAnalytics
import PipelinePlugins

extension Snapshot {
  /// The data of a report besides the columns of deals.
  /// - Throws: ``UnknownName`` for a name in a filter or a grouping that does not exist.
  func material(
    _ definition: ReportDefinition, _ scope: ReportScope
  ) async throws -> ReportMaterial {
    var reading = try await reading(for: definition.extent)
    if definition.needsAccountAttributes { reading.accountAttributes = try await accountAttributes() }
    // The report creates its own column filters.
    try await checkNames(of: definition, reading)
    if definition.datedBy == .entered { return try await stayMaterial(definition, scope, reading) }
    var input = ForecastInput(filters: try await filters(scope))
    input.filters += try await beyondColumns(definition.filters)
    if definition.needsLines { input.lines = try await lines() }
    let isAbout = holders(of: scope, reading)
    if definition.needsTargets {
      let targets = try await targets().filter { isAbout($0.holder) }
      // A part of the deals is not held against what was set for all of them.
      if scope.takesTargets { input.targets = targets } else { input.targetsOfAll = targets.count }
    }
    if definition.needsCalls { addCalls(to: &input, isAbout) }
    if definition.hasDealRows { try await chooseDeals(definition, &reading, &input) }
    return ReportMaterial(columns: columns, definition: definition, reading: reading, input: input)
  }

  /// Checks the names in the filters and groupings of a report.
  /// - Throws: ``UnknownName``.
  func checkNames(of definition: ReportDefinition, _ reading: DealReading) async throws {
    let wanted = definition.groupBy.compactMap(\.accountAttribute)
    if !wanted.isEmpty {
      let attributes = reading.accountAttributes.isEmpty ? try await accountAttributes() : reading.accountAttributes
      let known = Set(attributes.values.flatMap(\.keys)).sorted()
      if let unknown = wanted.first(where: { !known.contains($0) }) {
        throw UnknownName(.nounAttribute, unknown, known: known)
      }
    }
    try await checkNames(definition.filters)
  }

  /// The data of a report of stays in stages. What deals must be is asked of the deals; their sales cycles and stages are those of
  /// the stays.
  private func stayMaterial(
    _ definition: ReportDefinition, _ scope: ReportScope, _ reading: DealReading
  ) async throws -> ReportMaterial {
    let (ofDeals, ofStays) = (definition.filters.ofDeals, definition.filters.ofStays)
    var own = scope
    (own.cycles, own.filter) = ([], scope.filter.ofDeals)
    var conditions = try await filters(own) + beyondColumns(ofDeals)
    let lines = ofDeals.products.isEmpty ? DealLines() : try await lines()
    let stays = try await dealStays()
    conditions += ofDeals.pivotFilters(stays.columns, reading, lines)
    var asked = ofStays
    asked.cycles += scope.cycles + scope.filter.cycles
    asked.stages += scope.filter.stages
    try await checkNames(asked)
    asked = asked.withStoredNames
    let range = definition.period.range(reading.calendar, today: reading.today)
    let rows = stays.rows(reading, where: conditions, cycles: Set(asked.cycles), days: range)
    var material = ReportMaterial(
      columns: rows.columns, definition: definition, reading: reading, input: ForecastInput())
    material.reading.stays = rows.rows
    material.definition.filters = ofStays
    // Those of the scope are further conditions.
    material.input.filters = scope.filter.ofStays.withStoredNames.pivotFilters(rows.columns, reading, lines)
    if !scope.cycles.isEmpty { material.input.filters.append(.texts(.cycle, scope.cycles.map(StoredText.name))) }
    material.input.unknownEntries = rows.unknown
    return material
  }

  /// Whether what was stated for a salesperson or a team is within a scope: for a scope with salespeople only theirs, for one with
  /// teams theirs and their people's.
  private func holders(of scope: ReportScope, _ reading: DealReading) -> (SalesTarget.Holder) -> Bool {
    let owners = Set((scope.owners + scope.filter.owners).map(StoredText.name))
    let teams = Set(scope.filter.teams.map(StoredText.name))
    return { holder in
      switch holder {
      case .owner(let name):
        (owners.isEmpty || owners.contains(name)) && (teams.isEmpty || reading.teams[name].map(teams.contains) ?? false)
      case .team(let name): owners.isEmpty && (teams.isEmpty || teams.contains(name))
      }
    }
  }

  /// Adds the forecast calls in the base currency, and the number of others.
  private func addCalls(to input: inout ForecastInput, _ isAbout: (SalesTarget.Holder) -> Bool) {
    for call in calls where isAbout(.owner(call.person)) {
      guard let days = call.days, let amount = call.adjusted else { continue }
      guard amount.currency == setup.baseCurrency, let end = days.upperBound.adding(days: 1) else {
        input.foreignCalls += 1
        continue
      }
      input.calls.append(
        StatedCall(
          person: call.person, range: days.lowerBound..<end, call: call.amount?.minorUnits,
          adjustment: call.adjustment?.minorUnits))
    }
  }

  /// Chooses the deals that are the rows of a report by deal, and reads their names.
  private func chooseDeals(
    _ definition: ReportDefinition, _ reading: inout DealReading, _ input: inout ForecastInput
  ) async throws {
    let first = try columns.firstDeals(definition, reading, input)
    reading.deals = first.ids
    reading.dealNames = try await deals(first.ids).mapValues(\.name)
    input.filters.append(.identities(Set(first.ids)))
    input.furtherDeals = first.total - first.ids.count
  }
}

/// What a report is computed from.
struct ReportMaterial {
  /// The deals, or the stays in stages.
  var columns: DealColumns
  var definition: ReportDefinition
  var reading: DealReading
  var input: ForecastInput
}

extension DealFilter {
  /// The conditions on deals.
  fileprivate var ofDeals: DealFilter {
    var filter = self
    (filter.cycles, filter.stages) = ([], [])
    return filter
  }

  /// The conditions on stays in stages.
  fileprivate var ofStays: DealFilter {
    var filter = DealFilter()
    (filter.cycles, filter.stages) = (cycles, stages)
    return filter
  }
}
