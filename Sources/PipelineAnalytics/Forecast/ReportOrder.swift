import PipelinePlugins

/// The order of a report's rows within what they are grouped by.
struct ReportOrder {
  private let scope: ForecastScope
  private let cells: ReportCells
  private let statements: ReportStatements
  /// The place of each value where nothing is asked for, by level; `nil` where groups lie in that order already.
  private let places: [[PivotValue: Int]]?

  init(_ scope: ForecastScope, _ cells: ReportCells, _ statements: ReportStatements, _ tree: ReportTree) {
    self.scope = scope
    self.cells = cells
    self.statements = statements
    guard !tree.isOrdered else {
      places = nil
      return
    }
    var values = [Set<PivotValue>](repeating: [], count: scope.definition.groupBy.count)
    tree.forEachNode { node in
      if let value = node.path.last { values[node.path.count - 1].insert(value) }
    }
    let fields = DealFields(scope.columns, scope.reading)
    places = zip(scope.definition.groupBy, values).map { grouping, values in
      Dictionary(uniqueKeysWithValues: zip(fields.ordered(grouping, values), 0...))
    }
  }

  /// The places of some groups of one parent, in their order. What is unknown is last, in either direction.
  func ordered(_ nodes: [ReportTree.Node]) -> [Int] {
    let own = ownPlaces(nodes)
    let sorts = scope.definition.sort.compactMap { sort in
      keys(sort.column, nodes, own).map { (keys: $0, isDescending: sort.isDescending) }
    }
    return nodes.indices.sorted { left, right in
      for sort in sorts {
        let (one, other) = (sort.keys[left], sort.keys[right])
        if one != other {
          guard let one, let other else { return one != nil }
          return sort.isDescending ? one > other : one < other
        }
      }
      return own[left] < own[right]
    }
  }

  /// The ranks of some groups of one parent, which lie in their order: from 1, and the same for those that are equal in the first
  /// column that is sorted by.
  func ranks(_ nodes: [ReportTree.Node]) -> [Int64] {
    let own = ownPlaces(nodes)
    let keys = scope.definition.sort.lazy.compactMap { self.keys($0.column, nodes, own) }.first
    var ranks: [Int64] = []
    for place in nodes.indices {
      let isEqual = place > 0 && keys.map { $0[place] == $0[place - 1] } ?? false
      ranks.append(isEqual ? ranks[place - 1] : Int64(place + 1))
    }
    return ranks
  }

  /// The places of groups where nothing is asked for.
  private func ownPlaces(_ nodes: [ReportTree.Node]) -> [Int] {
    guard let places else { return Array(nodes.indices) }
    return nodes.map { node in node.path.last.flatMap { places[node.path.count - 1][$0] } ?? 0 }
  }

  /// What groups are ordered by under a sort; `nil` under one that is about other levels.
  private func keys(_ column: String, _ nodes: [ReportTree.Node], _ places: [Int]) -> [Int128?]? {
    if let level = nodes.first.map({ $0.path.count - 1 }), scope.definition.groupBy[level].rawValue == column {
      // What is not known is last in either direction: the undated.
      return zip(nodes, places).map { $0.path.last == PivotValue.none ? nil : Int128($1) }
    }
    return ReportMeasure(rawValue: column).map { measure in nodes.map { value(measure, $0) } }
  }

  private func value(_ measure: ReportMeasure, _ node: ReportTree.Node) -> Int128? {
    switch cells.cell(measure, node.figures, stated: statements.amounts(node.path)) {
    case .count(let count): Int128(count)
    case .money(let units): units
    case .percent(let share): Int128(share.value)
    case .ratio(let points): Int128(points)
    case .decimal(let number): number.hundredths
    case .null, .text, .label, .date, .amount: nil
    }
  }
}
