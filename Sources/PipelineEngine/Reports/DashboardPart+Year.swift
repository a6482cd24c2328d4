import PipelineAnalytics
import PipelinePlugins

extension Snapshot {
  /// The fiscal year of the current day: a row for each month or quarter, also for those without a deal, with the targets.
  func salesYear(_ request: WidgetRequest) async throws -> DashboardPart {
    let calendar = setup.calendar.fiscal
    let year = calendar.period(.year, containing: today)
    let grain: PeriodGrain = request.grain == .month ? .month : .quarter
    let scoped = try await filters(request.scope)
    let own = scoped + [.closing(year.range, undated: false)]
    let grid = try await columns.salesGrid(reading, by: grain, where: own)
    var figures: [Period: SalesGrid.Figures] = [:]
    for row in grid.rows {
      guard let period = row.period else { continue }
      figures[period, default: SalesGrid.Figures()].won += row.figures.won
      figures[period, default: SalesGrid.Figures()].open += row.figures.open
    }
    let goals = try await goals(of: year, by: grain, request.scope)
    let rows = periods(of: year, by: grain).map { period in
      [.label(key: period.label, period.text)] + DashboardPart.cells(figures[period] ?? SalesGrid.Figures())
        + (goals == nil ? [] : [goals?.byPeriod[period.label] ?? .null])
    }
    let columns = DashboardPart.gridColumns(setup.baseCurrency).dropFirst()
    let target = ReportColumn("target", LocalizedText(ColumnPhrase.target), .money(setup.baseCurrency))
    var section = ReportSection(
      key: DashboardWidget.salesYear.rawValue,
      title: LocalizedText(DashboardPhrase.salesYear, ["year": .label(year.text)]),
      table: ReportTable(
        columns: columns + (goals == nil ? [] : [target]), rows: rows,
        total: [.null] + DashboardPart.cells(grid.total) + (goals.map { [$0.total] } ?? [])),
      chart: ReportChart(
        .stackedColumns, category: "period", series: ["won", "open_weighted"], line: goals == nil ? nil : "target"))
    section.groupedBy = ["period"]
    let isWithoutDeals = try self.columns.count(reading, where: scoped) == 0
    section.empty = LocalizedText(isWithoutDeals ? DashboardPhrase.noDealsYet : .noDealsInYear)
    section.facts = [
      "period": grain.rawValue, "year": year.label, "today": calendar.period(grain, containing: today).label,
    ]
    return DashboardPart(
      section: section, gaps: grid.gaps + unknown, rates: grid.rates,
      counted: Int64(grid.total.won.count + grid.total.open.count), uses: goals == nil ? [] : [.people, .teams])
  }

  /// The months or quarters of a year, in order.
  private func periods(of year: Period, by grain: PeriodGrain) -> [Period] {
    let calendar = setup.calendar.fiscal
    var periods = [calendar.period(grain, containing: year.range.lowerBound)]
    while periods.count < grain.perYear {
      periods.append(calendar.period(periods[periods.count - 1], advancedBy: 1))
    }
    return periods
  }

  /// The targets of a year: in all, and by the labels of its periods; `nil` if figures of the scope have none.
  private func goals(
    of year: Period, by grain: PeriodGrain, _ scope: ReportScope
  ) async throws -> (total: ReportCell, byPeriod: [String: ReportCell])? {
    guard let targets = try await targets(of: scope) else { return nil }
    let last = year.range.upperBound.adding(days: -1) ?? year.range.upperBound
    let definition = ReportDefinition(
      "sales_year", period: .days(from: year.range.lowerBound, to: last),
      groupBy: [grain == .month ? .month : .quarter],
      owners: scope.owners + scope.filter.owners, teams: scope.filter.teams, measures: [.target])
    let table = try await columns.forecast(
      definition, reading, ForecastInput(filters: filters(scope), targets: targets)
    ).table
    var byPeriod: [String: ReportCell] = [:]
    for row in table.rows { byPeriod[row[0].plainText(.text) ?? ""] = row[1] }
    return (table.total?[1] ?? .null, byPeriod)
  }
}
