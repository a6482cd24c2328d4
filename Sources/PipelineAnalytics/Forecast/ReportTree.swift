import PipelinePlugins

/// A report's groups as a tree, a level for each grouping.
struct ReportTree {
  /// A group.
  struct Node {
    /// The values of the groupings down to here.
    var path: [PivotValue] = []
    var figures = ReportFigures()
    /// The figures of the period that is compared with.
    var earlier = ReportFigures()
    var children: [Node] = []
    /// The places of the first children by their values: as many as were looked for.
    fileprivate var places: [PivotValue: Int] = [:]

    /// The place of the child of a value; `nil` for a new one.
    private mutating func place(of value: PivotValue) -> Int? {
      if children.last?.path.last == value { return children.count - 1 }
      for place in places.count..<children.count { places[children[place].path[path.count]] = place }
      return places[value]
    }

    private mutating func append(_ value: PivotValue) -> Int {
      var node = Node()
      node.path = path + [value]
      children.append(node)
      return children.count - 1
    }

    /// Changes the group at a path, and adds it if it is new. Returns whether it was.
    fileprivate mutating func change(_ path: ArraySlice<PivotValue>, _ change: (inout Node) -> Void) -> Bool {
      guard let value = path.first else {
        change(&self)
        return false
      }
      if let place = place(of: value) { return children[place].change(path.dropFirst(), change) }
      _ = children[append(value)].change(path.dropFirst(), change)
      return true
    }

    /// Adds a group behind all others.
    fileprivate mutating func append(_ path: ArraySlice<PivotValue>, _ change: (inout Node) -> Void) {
      guard let value = path.first else { return change(&self) }
      let place = children.last?.path.last == value ? children.count - 1 : append(value)
      children[place].append(path.dropFirst(), change)
    }

    /// Figures of a group are the sums of what is in it. A group of the level that divides deals has parts of deals in it: its figures
    /// are its own.
    fileprivate mutating func sumUp(dividedAt level: Int?, depth: Int = 0) {
      guard !children.isEmpty else { return }
      for index in children.indices { children[index].sumUp(dividedAt: level, depth: depth + 1) }
      guard depth != level else { return }
      sumChildren()
    }

    fileprivate mutating func sumChildren() {
      figures = ReportFigures()
      earlier = ReportFigures()
      for child in children {
        figures += child.figures
        earlier += child.earlier
      }
    }
  }

  private(set) var root = Node()
  /// Whether the groups of every level lie in the order of their values.
  private(set) var isOrdered = true
  /// Whether groups beyond the limit of the report were left out.
  private(set) var isCut = false

  /// Changes the group at a path, and adds it if it is new.
  mutating func change(_ path: [PivotValue], _ change: (inout Node) -> Void) {
    if root.change(path[...], change) { isOrdered = false }
  }

  /// Adds a group. Groups that are added so come in the order of their values, and no group comes twice.
  mutating func append(_ path: [PivotValue], _ change: (inout Node) -> Void) { root.append(path[...], change) }

  /// Makes every group the sum of those within it.
  ///
  /// - Parameter level: How many groupings come before the one that divides deals; `nil` where none does.
  mutating func sumUp(dividedAt level: Int?) { root.sumUp(dividedAt: level) }

  /// Keeps the first groups of the first grouping, as many as the report shows, and makes the whole their sum.
  ///
  /// - Returns: The deals of the others; `nil` where there are none.
  mutating func keep(first scope: ForecastScope) -> ReportGap? {
    guard let limit = scope.definition.limit, root.children.count > limit else { return nil }
    let order = ReportOrder(scope, scope.cells, ReportStatements(scope), self).ordered(root.children)
    let asked = scope.cells.asked
    let hidden = order[limit...].reduce(0) { $0 + root.children[$1].figures.count(asked) }
    root.children = order[..<limit].map { root.children[$0] }
    root.places = [:]
    root.sumChildren()
    isCut = true
    return ReportGap(reason: .beyondLimit, count: Int64(hidden))
  }

  /// Calls a closure for each group, before its subgroups.
  func forEachNode(_ body: (Node) -> Void) {
    func walk(_ node: Node) {
      body(node)
      for place in node.children.indices { walk(node.children[place]) }
    }
    walk(root)
  }

  /// Orders the groups of every level.
  ///
  /// - Parameter order: The places of some groups, in the order that they are to lie in.
  mutating func sort(_ order: ([Node]) -> [Int]) {
    func sort(_ node: inout Node) {
      guard !node.children.isEmpty else { return }
      // Places are sorted, not groups, which are large.
      let (children, places) = (node.children, order(node.children))
      node.children = places.map { children[$0] }
      node.places = [:]
      for index in node.children.indices { sort(&node.children[index]) }
    }
    sort(&root)
  }
}
