public import PipelinePlugins

/// What a report is made from beside the deals' columns.
public struct ForecastInput: Sendable {
  /// What deals must be for the asking person to see them.
  public var filters: [PivotFilter]
  /// What deals are made of; needed by reports that group or filter by product.
  public var lines: DealLines
  /// The targets that the asking person may see.
  public var targets: [SalesTarget]

  /// Nothing beside the deals.
  public init(filters: [PivotFilter] = [], lines: DealLines = DealLines(), targets: [SalesTarget] = []) {
    self.filters = filters
    self.lines = lines
    self.targets = targets
  }
}

extension ReportDefinition {
  /// Whether deals' lines have a part in it.
  public var needsLines: Bool { groupBy.contains(.product) || !filters.products.isEmpty }
  /// Whether accounts' names have a part in it.
  public var needsAccountNames: Bool { groupBy.contains(.account) || !filters.accounts.isEmpty }
  /// Whether salespeople's teams have a part in it.
  public var needsTeams: Bool { groupBy.contains(.team) || !teams.isEmpty || needsTargets }
  /// Whether targets have a part in it.
  public var needsTargets: Bool { compare == .target || measures.contains(where: \.needsTargets) }
}

extension DealColumns {
  /// A forecast report as a table: a column for each grouping, one for each figure, then what is compared with.
  ///
  /// It is about deals that close in the period: open ones by their expected date, closed ones by their actual date. Where
  /// nothing else is asked for, open and won deals are counted, lost ones only by the figures that are about them. Deals of the
  /// category `omitted` are left out and counted as a gap unless categories are asked for; so are undated ones where the report
  /// has a period. Undated deals of an `omitted` category count as omitted.
  /// - Throws: ``PivotError/tooManyCombinations``.
  public func forecast(
    _ definition: ReportDefinition, _ reading: DealReading, _ input: ForecastInput = ForecastInput(), tasks: Int = 1
  ) async throws -> ReportDocument {
    let range = definition.period.range(reading.calendar, today: reading.today)
    let scope = ForecastScope(definition, self, reading, input, range)
    var tree = ReportTree()
    var (gaps, rates) = try await fill(&tree, scope, scope.dated(range), tasks) { $0.figures = $1 }
    if let shift = scope.shift, let range, let earlier = shift.earlier(range, reading.calendar) {
      let before = try await fill(&tree, scope, scope.dated(earlier), tasks, shifted: shift) { $0.earlier = $1 }
      rates = RateUse.each(rates + before.rates)
    }
    tree.sumUp(from: scope.levelOfOwnFigures)
    gaps += try leftOut(scope, range)
    let table = ForecastTable(scope, tree)
    return ReportDocument(
      name: definition.name, title: definition.title, period: range.flatMap(Self.inclusive), today: reading.today,
      groupedBy: definition.groupBy.map(\.rawValue), notes: gaps.map(\.note), gaps: gaps, table: table.table,
      chart: table.chart,
      receipt: ReportReceipt(
        definition: definition.canonical.json, person: "", madeAt: Instant(microsecondsSince1970: 0),
        counted: Int64(table.counted), excluded: gaps, rates: rates))
  }

  /// Puts the figures of the deals of some days into the tree; the deals among them without a value, by reason, and the rates
  /// used.
  private func fill(
    _ tree: inout ReportTree, _ scope: ForecastScope, _ filters: [PivotFilter], _ tasks: Int,
    shifted: ReportShift? = nil, _ put: (inout ReportTree.Node, ReportFigures) -> Void
  ) async throws -> (gaps: [ReportGap], rates: [RateUse]) {
    let fields = scope.definition.groupBy.map(\.field)
    var byPath: [[PivotValue]: ReportFigures] = [:]
    let source = scope.isDivided ? divided(by: scope.input.lines) : self
    var told = try await source.figures(fields, filters, scope, tasks, &byPath)
    if scope.isDivided {
      // What a deal with two products is worth and how often it counts is told by the deal, not by its parts.
      told = try await figures(Array(fields.prefix(scope.levelOfOwnFigures)), filters, scope, tasks, &byPath)
    }
    for (path, figures) in byPath {
      if let path = scope.path(path, shifted) { tree.change(path) { put(&$0, figures) } }
    }
    return told
  }

  private func figures(
    _ fields: [PivotField], _ filters: [PivotFilter], _ scope: ForecastScope, _ tasks: Int,
    _ byPath: inout [[PivotValue]: ReportFigures]
  ) async throws -> (gaps: [ReportGap], rates: [RateUse]) {
    let query = PivotQuery(fields + [.outcome], where: filters)
    let pivot = try await pivot(query, scope.reading, tasks: tasks)
    for group in pivot.groups {
      byPath[Array(group.values.dropLast()), default: ReportFigures()].add(group.figures, group.values.last ?? .none)
    }
    guard scope.definition.measures.contains(.averageCycle) else { return (pivot.gaps, pivot.rates) }
    let cycles = try await cycleLengths.pivot(PivotQuery(fields, where: filters + [.outcome(.won)]), scope.reading)
    for group in cycles.groups {
      byPath[group.values, default: ReportFigures()].cycleDays = group.figures.unweighted
      byPath[group.values, default: ReportFigures()].cycleCount = group.figures.pricedCount
    }
    return (pivot.gaps, pivot.rates)
  }

  /// The deals left out, by reason.
  private func leftOut(_ scope: ForecastScope, _ range: Range<CivilDate>?) throws -> [ReportGap] {
    var gaps: [ReportGap] = []
    if scope.definition.filters.categories.isEmpty {
      let omitted = try count(
        scope.reading,
        where: scope.deals + [.texts(.category, [ForecastCategory.omitted.rawValue])]
          + (range.map { [.closing($0, undated: true)] } ?? []))
      if omitted > 0 { gaps.append(ReportGap(reason: "omitted", count: Int64(omitted))) }
    }
    let undated =
      range == nil ? 0 : try count(scope.reading, where: scope.deals + scope.kept + [.values(.closeDay, [.none])])
    if undated > 0 { gaps.append(ReportGap(reason: "undated", count: Int64(undated))) }
    return gaps
  }

  private static func inclusive(_ range: Range<CivilDate>) -> ClosedRange<CivilDate>? {
    guard let last = range.upperBound.adding(days: -1), last >= range.lowerBound else { return nil }
    return range.lowerBound...last
  }
}
