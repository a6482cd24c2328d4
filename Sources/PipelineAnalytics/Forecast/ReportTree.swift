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
    fileprivate var places: [PivotValue: Int] = [:]

    fileprivate mutating func child(_ value: PivotValue) -> Int {
      if let place = places[value] { return place }
      var node = Node()
      node.path = path + [value]
      children.append(node)
      places[value] = children.count - 1
      return children.count - 1
    }

    fileprivate mutating func change(_ path: ArraySlice<PivotValue>, _ change: (inout Node) -> Void) {
      guard let value = path.first else { return change(&self) }
      let place = child(value)
      children[place].change(path.dropFirst(), change)
    }

    /// Figures of a group are the sums of what is in it. A group of the level that divides deals has parts of deals in it: its figures
    /// are its own.
    fileprivate mutating func sumUp(dividedAt level: Int?, depth: Int = 0) {
      guard !children.isEmpty else { return }
      for index in children.indices { children[index].sumUp(dividedAt: level, depth: depth + 1) }
      guard depth != level else { return }
      figures = ReportFigures()
      earlier = ReportFigures()
      for child in children {
        figures += child.figures
        earlier += child.earlier
      }
    }
  }

  private(set) var root = Node()

  /// Changes the group at a path, which is made where there is none.
  mutating func change(_ path: [PivotValue], _ change: (inout Node) -> Void) { root.change(path[...], change) }

  /// Makes every group the sum of those within it.
  ///
  /// - Parameter level: How many groupings come before the one that divides deals; `nil` where none does.
  mutating func sumUp(dividedAt level: Int?) { root.sumUp(dividedAt: level) }

  /// Calls a closure for each group, before its subgroups.
  func forEachNode(_ body: (Node) -> Void) {
    func walk(_ node: Node) {
      body(node)
      for child in node.children { walk(child) }
    }
    walk(root)
  }

  /// Orders the groups of every level.
  mutating func sort(_ precedes: (Node, Node) -> Bool) {
    func sort(_ node: inout Node) {
      node.children.sort(by: precedes)
      node.places = [:]
      for index in node.children.indices { sort(&node.children[index]) }
    }
    sort(&root)
  }
}
