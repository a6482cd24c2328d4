package import PipelinePlugins

/// A forecast call in minor units of the base currency.
package struct StatedCall: Sendable {
  /// The salesperson.
  package let person: String
  /// The days of the period.
  package let range: Range<CivilDate>
  /// What the salesperson expects.
  package let call: Int64?
  /// What a manager expects instead.
  package let adjustment: Int64?

  /// A call.
  package init(person: String, range: Range<CivilDate>, call: Int64?, adjustment: Int64?) {
    self.person = person
    self.range = range
    self.call = call
    self.adjustment = adjustment
  }

  /// The amount of a figure.
  func amount(_ figure: ForecastCallFigure) -> Int64? {
    switch figure {
    case .call: call
    case .adjustment: adjustment
    case .adjusted: adjustment ?? call
    }
  }
}

/// What a report is made from beside the deals' columns.
package struct ForecastInput: Sendable {
  /// What deals must be for the asking person to see them.
  package var filters: [PivotFilter]
  /// What deals are made of; needed by reports that group or filter by product.
  package var lines: DealLines
  /// The targets that the asking person may see.
  package var targets: [SalesTarget]
  /// The forecast calls that the asking person may see.
  package var calls: [StatedCall] = []
  /// How many calls are not shown, since their currency is not the base currency.
  package var foreignCalls = 0
  /// How many targets are left out, since the report is of a part of the deals that they were set for.
  package var targetsOfAll = 0
  /// How many stays in stages are left out, since the day on which they began is not known.
  package var unknownEntries = 0
  /// How many deals come after those that are the rows of a report by deal.
  package var furtherDeals = 0

  /// Nothing beside the deals.
  package init(filters: [PivotFilter] = [], lines: DealLines = DealLines(), targets: [SalesTarget] = []) {
    self.filters = filters
    self.lines = lines
    self.targets = targets
  }
}

extension ReportDefinition {
  /// Whether deals' lines have a part in it.
  package var needsLines: Bool {
    groupBy.contains(.product) || !filters.products.isEmpty || measures.contains(where: \.needsLines)
  }
  /// Whether accounts' names have a part in it.
  package var needsAccountNames: Bool { groupBy.contains(.account) || !filters.accounts.isEmpty }
  /// Whether accounts' attributes have a part in it.
  package var needsAccountAttributes: Bool { groupBy.contains { $0.accountAttribute != nil } }
  /// Whether salespeople's teams have a part in it.
  package var needsTeams: Bool { groupBy.contains(.team) || !teams.isEmpty || needsTargets || needsCalls }
  /// Whether targets have a part in it.
  package var needsTargets: Bool { compare == .target || measures.contains(where: \.needsTargets) }

  /// Whether forecast calls have a part in it.
  package var needsCalls: Bool { measures.contains(where: \.needsCalls) }

  /// Whether the journal of deals has a part in it.
  package var needsJournal: Bool {
    groupBy.contains(.timesSlipped) || filters.slipped || measures.contains(where: \.needsJournal)
  }

  /// Refuses figures that the filter on outcomes leaves nothing to say.
  func checkMeasures() throws {
    for measure in measures {
      let isOfStays = ReportMeasure.ofStays.contains(measure)
      if isOfStays != (datedBy == .entered) { throw FigureError.otherRows(measure, isOfStays: isOfStays) }
      let missing = measure.outcomes(missingFrom: filters.outcomes)
      if !missing.isEmpty {
        throw FigureError.contradicted(measure, missing: missing, asked: filters.outcomes)
      }
    }
  }
}

extension DealColumns {
  /// A forecast report as a table: a column for each grouping, one for each figure, then what is compared with.
  ///
  /// It is about deals that close in the period: open ones by their expected date, closed ones by their actual date. Each figure is
  /// about its own deals (``ReportMeasure/formula``); a filter on outcomes narrows them. Open deals of the category `omitted` are left
  /// out of what the forecast sums, and counted as a gap, unless categories are asked for; undated deals are left out where the report
  /// has a period. A salesperson, team or period with a target has a row also without deals.
  /// - Throws: ``PivotError/tooManyCombinations``, ``PivotError/tooManyGroups``, ``FigureError/contradicted(_:missing:asked:)``.
  package func forecast(
    _ definition: ReportDefinition, _ reading: DealReading, _ input: ForecastInput = ForecastInput(), tasks: Int = 1
  ) async throws -> ReportDocument {
    let made = try await ReportMaking(self, definition, reading, input, tasks: tasks)
    let table = ForecastTable(made.scope, made.tree)
    var document = ReportDocument(
      name: definition.name, title: definition.title, period: made.scope.range.flatMap(Self.inclusive),
      today: reading.today, groupedBy: definition.groupBy.map(\.rawValue), notes: made.gaps.map(\.note),
      gaps: made.gaps,
      table: table.table, chart: table.chart,
      receipt: ReportReceipt(
        definition: definition.canonical.json, person: "", madeAt: Instant(microsecondsSince1970: 0),
        counted: Int64(table.counted), excluded: made.gaps, rates: made.rates))
    if table.table.rows.isEmpty, table.counted == 0 {
      document.lead = ReportHeading(
        key: definition.name, title: definition.title, empty: LocalizedText(DashboardPhrase.noDealsInReport))
    }
    return document
  }

  private static func inclusive(_ range: Range<CivilDate>) -> ClosedRange<CivilDate>? {
    guard let last = range.upperBound.adding(days: -1), last >= range.lowerBound else { return nil }
    return range.lowerBound...last
  }
}

/// A report's groups with all that its figures are made of, before they are laid out.
struct ReportMaking {
  let scope: ForecastScope
  let deals: ReportDeals
  private(set) var tree = ReportTree()
  private(set) var gaps: [ReportGap] = []
  private(set) var rates: [RateUse] = []

  init(
    _ columns: DealColumns, _ definition: ReportDefinition, _ reading: DealReading, _ input: ForecastInput,
    tasks: Int = 1
  ) async throws {
    try definition.checkMeasures()
    let range = definition.period.range(reading.calendar, today: reading.today)
    scope = ForecastScope(definition, columns, reading, input, range)
    deals = ReportDeals(scope)
    (gaps, rates) = try await deals.fill(&tree, range, tasks) { $0.figures += $1 }
    if let shift = scope.shift, let range, let earlier = shift.earlier(range, reading.calendar) {
      let before = try await deals.fill(&tree, earlier, tasks, shifted: shift) { $0.earlier += $1 }
      rates = RateUse.each(rates + before.rates)
    }
    for path in ReportStatements(scope).paths { tree.change(path) { _ in } }
    tree.sumUp(dividedAt: scope.isDivided ? scope.productLevel : nil)
    gaps += try deals.leftOut(of: tree.root.figures)
    if let hidden = tree.keep(first: scope) { gaps.append(hidden) }
    if input.unknownEntries > 0 { gaps.append(ReportGap(reason: .unknownEntry, count: Int64(input.unknownEntries))) }
    if definition.needsCalls, input.foreignCalls > 0 {
      gaps.append(ReportGap(reason: .callCurrency, count: Int64(input.foreignCalls)))
    }
    if input.targetsOfAll > 0 { gaps.append(ReportGap(reason: .targetsOfAll, count: Int64(input.targetsOfAll))) }
    if input.furtherDeals > 0 { gaps.append(ReportGap(reason: .beyondLimit, count: Int64(input.furtherDeals))) }
  }
}
