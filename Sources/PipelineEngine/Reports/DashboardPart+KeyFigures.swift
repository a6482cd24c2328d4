import PipelineAnalytics
import PipelinePlugins

/// The key figures of one moment: what is open then, and what was won and lost in a period.
private struct KeyFigures {
  var open = DealFigures()
  var overdue = DealFigures()
  var wonCount: Int64?
  /// The measures of the period, by their names; null where there is no answer.
  var measures: [String: ReportCell] = [:]
  var gaps: [ReportGap] = []
  var rates: [RateUse] = []
}

extension Snapshot {
  /// The key figures: a row for the current period, one for the period before, and one for the change.
  ///
  /// What is open is compared with the moment at which the waterfall starts; what was won and the win rate are those of the whole
  /// period before. Coverage is about the current period in both rows. Unknown figures are null.
  func keyFigures(_ request: WidgetRequest) async throws -> DashboardPart {
    let scope = request.scope
    let calendar = setup.calendar.fiscal
    let period = calendar.period(setup.dashboard.waterfall, containing: today)
    let before = calendar.period(period, advancedBy: -1)
    let targets = try await targets(of: scope)
    let own = try await filters(scope)
    var now = try await stock(own, targets, scope, period)
    try await add(period, to: &now, own, targets, scope)
    let opening = try await opening(scope)
    var earlier = KeyFigures()
    let isKnown = opening.setup.baseCurrency == setup.baseCurrency
    if isKnown {
      let then = try await opening.permissions.filters + opening.scoped(scope, isChecked: false)
      earlier = try await opening.stock(then, targets, scope, period)
      earlier.gaps += opening.unknown
    }
    // The figures of both periods come from the present columns.
    earlier.measures = earlier.measures.filter { $0.key == ReportMeasure.coverage.rawValue }
    try await add(before, to: &earlier, own, targets, scope)
    let columns = KeyColumns(setup.baseCurrency, hasTargets: targets != nil)
    let rows = [
      columns.row(.label(key: period.label, period.text), today, now, hasStock: true),
      columns.row(
        .label(key: before.label, before.text), pipeline.civilDate(of: opening.moment.past?.asOf ?? .distantFuture),
        earlier, hasStock: isKnown),
    ]
    var section = ReportSection(
      key: DashboardWidget.keyFigures.rawValue, title: LocalizedText(DashboardPhrase.keyFigures),
      table: ReportTable(columns: columns.all, rows: rows + [columns.change(rows[0], rows[1])]),
      chart: ReportChart(.figures, category: "period", series: columns.main))
    section.groupedBy = ["period"]
    section.facts = ["period": setup.dashboard.waterfall.rawValue]
    let gaps = (now.gaps + earlier.gaps).filter { gap in !unknown.contains { $0.reason == gap.reason } } + unknown
    return DashboardPart(
      section: section, gaps: gaps.deduplicated, rates: RateUse.each(now.rates + earlier.rates),
      counted: Int64(now.open.count), uses: targets == nil ? [] : [.people, .teams])
  }

  /// The targets that figures of a scope can be compared with; `nil` if there are none, or if the scope has filters that targets
  /// are not set for.
  func targets(of scope: ReportScope) async throws -> [SalesTarget]? {
    guard setup.targets != nil, scope.takesTargets else { return nil }
    return try await targets()
  }

  /// What is open at the snapshot's moment, and how it covers a period's targets.
  private func stock(
    _ filters: [PivotFilter], _ targets: [SalesTarget]?, _ scope: ReportScope, _ period: Period
  ) async throws -> KeyFigures {
    let open = try await columns.pivot(PivotQuery([], where: [.outcome(.open)] + filters), reading)
    let late = try await columns.pivot(PivotQuery([], where: [.outcome(.open), .overdue(today)] + filters), reading)
    var figures = KeyFigures(open: open.total, overdue: late.total, gaps: open.gaps, rates: open.rates)
    guard let targets else { return figures }
    figures.measures = try await measures([.coverage], of: period, filters, targets, scope, &figures)
    return figures
  }

  /// Adds what was won and lost in a period.
  private func add(
    _ period: Period, to figures: inout KeyFigures, _ filters: [PivotFilter], _ targets: [SalesTarget]?,
    _ scope: ReportScope
  ) async throws {
    let closed = filters + [.closing(period.range, undated: false)]
    figures.wonCount = Int64(try columns.count(reading, where: [.outcome(.won)] + closed))
    let wanted: [ReportMeasure] = [.won, .winRate] + (targets == nil ? [] : [.target, .attainment])
    figures.measures.merge(
      try await measures(wanted, of: period, filters, targets ?? [], scope, &figures)
    ) { $1 }
  }

  /// Measures of the deals that close in a period, by name.
  private func measures(
    _ measures: [ReportMeasure], of period: Period, _ filters: [PivotFilter], _ targets: [SalesTarget],
    _ scope: ReportScope, _ figures: inout KeyFigures
  ) async throws -> [String: ReportCell] {
    let last = period.range.upperBound.adding(days: -1) ?? period.range.upperBound
    let definition = ReportDefinition(
      "key_figures", period: .days(from: period.range.lowerBound, to: last), groupBy: [],
      owners: scope.owners + scope.filter.owners, teams: scope.filter.teams, measures: measures)
    let document = try await columns.forecast(definition, reading, ForecastInput(filters: filters, targets: targets))
    figures.rates += document.receipt?.rates ?? []
    figures.gaps += document.gaps.filter {
      $0.reason == .noAmount || $0.reason == .noRate || $0.reason == .otherCurrency
    }
    guard let cells = document.table.total ?? document.table.rows.first else { return [:] }
    return Dictionary(
      zip(document.table.columns.map(\.key), cells).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
  }
}

extension PivotFilter {
  /// Deals that should have closed before a day.
  static func overdue(_ today: CivilDate) -> PivotFilter {
    .closing((CivilDate(year: 1, month: 1, day: 1) ?? today)..<today, undated: false)
  }
}

extension [ReportGap] {
  /// The gaps, those of one reason and detail once, with the greatest count.
  var deduplicated: [ReportGap] {
    var kept: [ReportGap] = []
    for gap in self {
      if let place = kept.firstIndex(where: { $0.reason == gap.reason && $0.detail == gap.detail }) {
        kept[place].count = Swift.max(kept[place].count, gap.count)
      } else {
        kept.append(gap)
      }
    }
    return kept
  }
}

/// The columns of the key figures.
private struct KeyColumns {
  let all: [ReportColumn]
  /// The columns that are shown large; those that follow one belong to it.
  let main: [String]

  init(_ currency: Currency, hasTargets: Bool) {
    func money(_ key: String, _ label: LocalizedText) -> ReportColumn { ReportColumn(key, label, .money(currency)) }
    let goals = [
      money("target", LocalizedText(ColumnPhrase.target)),
      ReportColumn("attainment", LocalizedText(ColumnPhrase.attainment), .percent),
    ]
    let coverage = [ReportColumn("coverage", LocalizedText(ColumnPhrase.coverage), .percent)]
    all =
      [
        ReportColumn("period", LocalizedText(ColumnPhrase.period), .text),
        ReportColumn("day", LocalizedText(DashboardPhrase.moment), .date),
        money("open", LocalizedText(ColumnPhrase.open)),
        ReportColumn("open_count", LocalizedText(ColumnPhrase.openDeals), .count),
        money("open_weighted", LocalizedText(ColumnPhrase.openWeighted)),
        money("won", LocalizedText(ColumnPhrase.won)),
        ReportColumn("won_count", LocalizedText(ColumnPhrase.dealsWon), .count),
      ] + (hasTargets ? goals + coverage : []) + [
        ReportColumn("win_rate", LocalizedText(ColumnPhrase.winRate), .percent),
        money("overdue", LocalizedText(DashboardPhrase.overdue)),
        ReportColumn("overdue_count", LocalizedText(DashboardPhrase.overdueDeals), .count),
      ]
    main = ["open", "open_weighted", "won"] + (hasTargets ? ["coverage"] : []) + ["win_rate", "overdue"]
  }

  /// - Parameter hasStock: Whether what is open is known in the currency of the columns.
  func row(_ label: ReportCell, _ day: CivilDate, _ figures: KeyFigures, hasStock: Bool) -> [ReportCell] {
    all.map { column in
      switch column.key {
      case "period": label
      case "day": .date(day)
      case "open": hasStock ? .money(figures.open.unweighted) : .null
      case "open_count": hasStock ? .count(Int64(figures.open.count)) : .null
      case "open_weighted": hasStock ? .money(figures.open.weighted) : .null
      case "won_count": figures.wonCount.map { .count($0) } ?? .null
      case "overdue": hasStock ? .money(figures.overdue.unweighted) : .null
      case "overdue_count": hasStock ? .count(Int64(figures.overdue.count)) : .null
      default: figures.measures[column.key] ?? .null
      }
    }
  }

  /// The change from the period before. A period that is not over has no change of what was won in it.
  func change(_ now: [ReportCell], _ before: [ReportCell]) -> [ReportCell] {
    all.indices.map { place in
      switch all[place].key {
      case "period": return .label(key: "change", LocalizedText(DashboardPhrase.change))
      case "day", "won", "won_count", "target", "attainment": return .null
      default: return Self.difference(now[place], before[place])
      }
    }
  }

  private static func difference(_ now: ReportCell, _ before: ReportCell) -> ReportCell {
    switch (now, before) {
    case (.money(let now), .money(let before)):
      let (change, overflow) = now.subtractingReportingOverflow(before)
      return overflow ? .null : .money(change)
    case (.count(let now), .count(let before)): return .count(now - before)
    default:
      guard let now = now.points, let before = before.points else { return .null }
      let (change, overflow) = now.subtractingReportingOverflow(before)
      return overflow ? .null : .ratio(change)
    }
  }
}

extension ReportCell {
  /// A percentage in basis points; `nil` for other cells.
  fileprivate var points: Int64? {
    switch self {
    case .percent(let share): Int64(share.value)
    case .ratio(let points): points
    default: nil
    }
  }
}

extension ReportScope {
  /// Whether targets can be held against its deals: it selects salespeople and teams alone, for whom targets are set.
  var takesTargets: Bool {
    var other = filter
    (other.owners, other.teams) = ([], [])
    return other.isAll && cycles.isEmpty && closing == nil
  }
}
