import PipelinePlugins

/// Lays a report's groups out as a table.
struct ForecastTable {
  let scope: ForecastScope
  let tree: ReportTree
  private let cells: ReportCells
  private let targets: ReportTargets
  private let measures: [ReportMeasure]
  /// The figure that is compared with an earlier period's.
  private let compared: ReportMeasure?

  private var groupings: [ReportGrouping] { scope.definition.groupBy }

  init(_ scope: ForecastScope, _ tree: ReportTree) {
    self.scope = scope
    let definition = scope.definition
    cells = ReportCells(counted: scope.counted)
    let (owners, teams, ofOwner) = (definition.owners, definition.teams, scope.reading.teams)
    targets = ReportTargets(
      targets: scope.input.targets, groupings: definition.groupBy, range: scope.range, teams: ofOwner,
      isIncluded: { name in
        (owners.isEmpty || owners.contains(name)) && (teams.isEmpty || ofOwner[name].map(teams.contains) ?? false)
      }, isTeamIncluded: { owners.isEmpty && (teams.isEmpty || teams.contains($0)) })
    let ofTargets: [ReportMeasure] = definition.compare == .target ? [.target, .attainment, .coverage] : []
    measures = definition.measures + ofTargets.filter { !definition.measures.contains($0) }
    compared = scope.shift == nil ? nil : definition.measures.first { $0.isAmount && !$0.needsTargets }
    var sorted = tree
    let order = ReportOrder(scope, cells, targets, tree)
    sorted.sort(order.precedes)
    self.tree = sorted
  }

  var table: ReportTable {
    var rows: [[ReportCell]] = []
    var subtotals: [ReportSubtotal] = []
    func walk(_ node: ReportTree.Node) {
      let depth = node.path.count
      guard depth < groupings.count else { return rows.append(row(node)) }
      let start = rows.count
      for child in node.children { walk(child) }
      if depth > 0, scope.definition.subtotals, rows.count > start {
        subtotals.append(ReportSubtotal(level: depth, rows: start..<rows.count, cells: row(node)))
      }
    }
    if !groupings.isEmpty || tree.root.figures != ReportFigures() { walk(tree.root) }
    return ReportTable(columns: columns, rows: rows, total: row(tree.root), subtotals: subtotals)
  }

  /// How many deals are counted.
  var counted: Int { tree.root.figures.sum(scope.counted).count }

  private var columns: [ReportColumn] {
    let currency = scope.columns.baseCurrency
    var columns = groupings.map { ReportColumn($0.rawValue, $0.header, .text) }
    columns += measures.map { ReportColumn($0.rawValue, $0.header, $0.kind(currency)) }
    if let compared {
      let isYear = scope.definition.compare == .samePeriodLastYear
      let header = LocalizedText(
        isYear ? ColumnPhrase.yearBefore : .periodBefore, ["measure": .label(compared.header)])
      columns.append(
        ReportColumn("previous_\(compared.rawValue)", header, .money(currency)))
      columns.append(ReportColumn("change", LocalizedText(ColumnPhrase.change), .money(currency)))
    }
    return columns
  }

  /// The cells of a group: its values, null for the groupings below it, its figures.
  private func row(_ node: ReportTree.Node) -> [ReportCell] {
    let target = targets.target(node.path)
    var row = zip(groupings, node.path).map { scope.cell($0, $1) }
    row += groupings.dropFirst(node.path.count).map { _ in .null }
    row += measures.map { cells.cell($0, node.figures, target: target) }
    if let compared {
      let (now, before) = (
        cells.cell(compared, node.figures, target: nil), cells.cell(compared, node.earlier, target: nil)
      )
      row.append(before)
      if case .money(let now) = now, case .money(let before) = before {
        row.append(.money(now - before))
      } else {
        row.append(.null)
      }
    }
    return row
  }

  /// Amounts by the first grouping: what is weighted within what is not.
  var chart: ReportChart? {
    guard let first = groupings.first else { return nil }
    let series = measures.filter { [.unweighted, .weighted].contains($0) }.map(\.rawValue)
    let shown = series.count == 2 ? ["unweighted", "weighted"] : measures.filter(\.isAmount).prefix(2).map(\.rawValue)
    guard !shown.isEmpty else { return nil }
    // The weighted value is part of the unweighted one: on top of it, it would be counted twice.
    return ReportChart(series.count == 2 ? .nestedColumns : .columns, category: first.rawValue, series: shown)
  }
}

extension ForecastScope {
  /// A group's value as a cell.
  func cell(_ grouping: ReportGrouping, _ value: PivotValue) -> ReportCell {
    switch value {
    case .none: .null
    case .text(let text): label(grouping, text).map { .label(key: text, $0) } ?? .text(text)
    case .stage(let cycle, let status):
      columns.stages.entries.first { $0.cycle == cycle && $0.status == status }?.stage
        .map { .label(key: status, $0.label) } ?? .text(status)
    case .number(let number): .text("\(number)")
    case .record(let id): .text(reading.accountNames[id] ?? "\(id)")
    case .day(let day): .text("\(day)")
    case .period(let period): .label(key: period.label, period.text)
    }
  }

  /// What people read for a key.
  func label(_ grouping: ReportGrouping, _ key: String) -> LocalizedText? {
    switch grouping {
    case .forecast: reading.forecasting[key]?.label
    case .source: reading.tables[.source]?[key]?.label
    case .competitor: reading.tables[.competitor]?[key]?.label
    case .product: reading.tables[.line]?[key]?.label
    case .category: ForecastCategory(rawValue: key).flatMap { reading.categoryLabel($0) }
    default: nil
    }
  }
}

extension DealReading {
  fileprivate func categoryLabel(_ category: ForecastCategory) -> LocalizedText? {
    LookupTable.standardForecasting[category.rawValue]?.label
  }
}

extension ReportGrouping {
  /// The header of its column.
  var header: LocalizedText { LocalizedText(phrase) }

  private var phrase: ColumnPhrase {
    switch self {
    case .owner: .owner
    case .team: .team
    case .product: .product
    case .forecast: .forecast
    case .category: .category
    case .stage: .stage
    case .cycle: .cycle
    case .month: .month
    case .quarter: .quarter
    case .fiscalYear: .fiscalYear
    case .source: .source
    case .competitor: .competitor
    case .account: .account
    case .currency: .currency
    }
  }
}
