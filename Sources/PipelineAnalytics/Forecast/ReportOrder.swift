import PipelinePlugins

/// The order of a report's rows within what they are grouped by.
struct ReportOrder {
  private let scope: ForecastScope
  private let cells: ReportCells
  private let targets: ReportTargets
  /// The place of each value where nothing is asked for, by level.
  private let places: [[PivotValue: Int]]

  init(_ scope: ForecastScope, _ cells: ReportCells, _ targets: ReportTargets, _ tree: ReportTree) {
    self.scope = scope
    self.cells = cells
    self.targets = targets
    var values = [Set<PivotValue>](repeating: [], count: scope.definition.groupBy.count)
    tree.forEachNode { node in
      if let value = node.path.last { values[node.path.count - 1].insert(value) }
    }
    let fields = DealFields(scope.columns, scope.reading)
    places = zip(scope.definition.groupBy, values).map { grouping, values in
      Dictionary(uniqueKeysWithValues: zip(fields.ordered(grouping, values), 0...))
    }
  }

  /// Whether a group is before another one of the same parent. What is unknown is last, in either direction.
  func precedes(_ left: ReportTree.Node, _ right: ReportTree.Node) -> Bool {
    let level = left.path.count - 1
    for sort in scope.definition.sort {
      if scope.definition.groupBy[level].rawValue == sort.column {
        let (one, other) = (place(left), place(right))
        if one != other {
          // What is not known is last in either direction: the undated.
          if left.path.last == PivotValue.none { return false }
          if right.path.last == PivotValue.none { return true }
          return sort.isDescending ? one > other : one < other
        }
      } else if let measure = ReportMeasure(rawValue: sort.column) {
        let (one, other) = (value(measure, left), value(measure, right))
        if one != other {
          guard let one, let other else { return one != nil }
          return sort.isDescending ? one > other : one < other
        }
      }
    }
    return place(left) < place(right)
  }

  private func place(_ node: ReportTree.Node) -> Int {
    node.path.last.flatMap { places[node.path.count - 1][$0] } ?? 0
  }

  private func value(_ measure: ReportMeasure, _ node: ReportTree.Node) -> Int128? {
    switch cells.cell(measure, node.figures, target: targets.target(node.path)) {
    case .count(let count): Int128(count)
    case .money(let units): units
    case .percent(let share): Int128(share.value)
    case .ratio(let points): Int128(points)
    case .decimal(let number): number.hundredths
    case .null, .text, .label, .date: nil
    }
  }
}
