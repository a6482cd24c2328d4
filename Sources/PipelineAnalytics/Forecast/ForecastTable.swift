package import PipelinePlugins

/// Lays a report's groups out as a table.
struct ForecastTable {
  let scope: ForecastScope
  let tree: ReportTree
  private let cells: ReportCells
  private let statements: ReportStatements
  private let measures: [ReportMeasure]
  private let order: ReportOrder
  /// The figure that is compared with an earlier period's.
  private let compared: ReportMeasure?

  private var groupings: [DealDimension] { scope.definition.groupBy }

  init(_ scope: ForecastScope, _ tree: ReportTree) {
    self.scope = scope
    let definition = scope.definition
    cells = scope.cells
    statements = ReportStatements(scope)
    measures = definition.shownMeasures
    compared = scope.shift == nil ? nil : definition.comparedMeasure
    var sorted = tree
    order = ReportOrder(scope, cells, statements, tree)
    if !tree.isOrdered || !definition.sort.isEmpty { sorted.sort(order.ordered) }
    self.tree = sorted
  }

  var table: ReportTable {
    var rows: [[ReportCell]] = []
    var subtotals: [ReportSubtotal] = []
    let groupings = groupings
    // The cell of each value, by level: its label is looked up once for all rows. At the first level none comes twice.
    var known = [[PivotValue: ReportCell]](repeating: [:], count: groupings.count)
    func cell(_ value: PivotValue, _ level: Int) -> ReportCell {
      if level > 0, let cell = known[level][value] { return cell }
      let cell = scope.cell(groupings[level], value)
      if level > 0 { known[level][value] = cell }
      return cell
    }
    let ranks = measures.contains { $0.formula == .rank }
    // The cells of the groupings down to a group.
    var values: [ReportCell] = []
    func walk(_ node: ReportTree.Node, _ rank: Int64?) {
      let depth = node.path.count
      guard depth < groupings.count else { return rows.append(row(node, values, rank)) }
      let start = rows.count
      let places = ranks ? order.ranks(node.children) : []
      for place in node.children.indices {
        values.append(cell(node.children[place].path[depth], depth))
        walk(node.children[place], places.at(place))
        values.removeLast()
      }
      if depth > 0, scope.definition.subtotals, rows.count > start {
        subtotals.append(ReportSubtotal(level: depth, rows: start..<rows.count, cells: row(node, values, rank)))
      }
    }
    if !groupings.isEmpty || !tree.root.figures.isEmpty { walk(tree.root, nil) }
    return ReportTable(columns: columns, rows: rows, total: row(tree.root, [], nil), subtotals: subtotals)
  }

  /// How many deals are counted.
  var counted: Int { tree.root.figures.deals(cells.asked).count }

  private var columns: [ReportColumn] {
    let currency = scope.columns.baseCurrency
    var columns = groupings.map { ReportColumn($0.rawValue, $0.label, .text) }
    columns += measures.map { ReportColumn($0.rawValue, $0.header, $0.kind(currency)) }
    if let compared {
      columns.append(
        ReportColumn("previous_\(compared.rawValue)", scope.earlierHeader(compared), .money(currency)))
      columns.append(ReportColumn("change", LocalizedText(ColumnPhrase.change), .money(currency)))
    }
    return columns
  }

  /// The cells of a group: its values, null for the groupings below it, its figures.
  ///
  /// - Parameter rank: The place of the group among those beside it.
  private func row(_ node: ReportTree.Node, _ values: [ReportCell], _ rank: Int64?) -> [ReportCell] {
    // For the first rows alone nothing was stated.
    let stated = node.path.isEmpty && tree.isCut ? .none : statements.amounts(node.path)
    var row: [ReportCell] = []
    row.reserveCapacity(scope.definition.groupBy.count + measures.count + (compared == nil ? 0 : 2))
    row += values
    let isDeal = scope.definition.groupBy.firstIndex(of: .deal).map { $0 < values.count } ?? false
    for _ in values.count..<scope.definition.groupBy.count { row.append(.null) }
    for measure in measures {
      if measure.formula == .rank {
        row.append(rank.map { .count($0) } ?? .null)
      } else if isDeal, cells.isUnknown(measure, node.figures) {
        row.append(.null)
      } else {
        row.append(cells.cell(measure, node.figures, stated: stated))
      }
    }
    if let compared {
      let (now, before) = (
        cells.cell(compared, node.figures, stated: .none), cells.cell(compared, node.earlier, stated: .none)
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
    let amounts = measures.filter(\.isAmount)
    // A call beside what the deals add up to, where a report has both.
    let calls = amounts.contains(.weighted) ? amounts.filter { [.weighted, .adjustedCall].contains($0) } : []
    let others = calls.count == 2 ? calls : Array(amounts.prefix(2))
    let shown = series.count == 2 ? ["unweighted", "weighted"] : others.map(\.rawValue)
    guard !shown.isEmpty else { return nil }
    // The weighted value is part of the unweighted one: on top of it, it would be counted twice.
    return ReportChart(series.count == 2 ? .nestedColumns : .columns, category: first.rawValue, series: shown)
  }
}

extension ReportDefinition {
  /// The figure that is compared with an earlier period's: the first amount among them.
  package var comparedMeasure: ReportMeasure? { measures.first { $0.isAmount && !$0.needsTargets && !$0.needsCalls } }
}

extension ForecastScope {
  /// A group's value as a cell.
  func cell(_ grouping: DealDimension, _ value: PivotValue) -> ReportCell {
    switch value {
    case .none: .null
    case .text(let text): label(grouping, text).map { .label(key: text, $0) } ?? .text(text)
    case .stage(let cycle, let status): stage(cycle, status)
    case .number(let number) where grouping == .probability:
      Int(exactly: number).flatMap { BasisPoints($0) }.map { .label(key: $0.percentText, Self.percent($0)) } ?? .null
    case .number(let number): .text("\(number)")
    case .record(let id) where grouping == .deal: .text(reading.dealNames[id] ?? "\(id)")
    case .record(let id): .text(reading.accountNames[id] ?? "\(id)")
    case .day(let day): .label(key: "\(day)", LocalizedText(day))
    case .period(let period): .label(key: period.label, period.text)
    case .bucket(let bucket): .label(key: bucket.key, bucket.label)
    }
  }

  private static func percent(_ share: BasisPoints) -> LocalizedText {
    LocalizedText(FigurePhrase.value, ["value": .percent(share)])
  }

  /// A stage. Where there are several sales cycles and no grouping before it distinguishes them, its cycle is a part of what it is
  /// called: a subtotal of stages that come before their cycles has no other cell for it.
  private func stage(_ cycle: String, _ status: String) -> ReportCell {
    let entry = columns.stages.entries.first { $0.cycle == cycle && $0.status == status }
    let isAlone = columns.cycles.count < 2 || definition.groupBy.prefix { $0 != .stage }.contains(.cycle)
    guard !isAlone else { return entry?.stage.map { .label(key: status, $0.label) } ?? .text(status) }
    let name = columns.cycles.first { $0.key == cycle }?.label ?? LocalizedText(cycle)
    return .label(
      key: "\(cycle)/\(status)",
      LocalizedText(
        FigurePhrase.stageOfCycle,
        ["stage": .label(entry?.stage?.label ?? LocalizedText(status)), "cycle": .label(name)]))
  }

  /// What people read for a key.
  private func label(_ grouping: DealDimension, _ key: String) -> LocalizedText? {
    switch grouping.source {
    case .entry(_, .forecasting): reading.forecasting[key]?.label
    case .entry(_, let table): reading.tables[table]?[key]?.label
    case .product: reading.tables[.line]?[key]?.label
    case .category: LookupTable.standardForecasting[key]?.label
    case .cycle: columns.cycles.first { $0.key == key }?.label
    case .outcome: Outcome(rawValue: key).map(\.label)
    default: nil
    }
  }
}
