import PipelinePlugins

/// The figures of a report's groups, in the order in which they came.
struct ReportGroups {
  /// The values of each group.
  private(set) var paths: [[PivotValue]] = []
  private(set) var figures: [ReportFigures] = []
  /// The place of the group that was changed last: the next one mostly follows it.
  private var last = 0
  /// The place of each group; empty until it is needed.
  private var places: [[PivotValue]: Int] = [:]

  /// Adds the deals of one kind to the last group, or to a new one behind it. Groups that are added so come in order, each
  /// with all of its kinds.
  mutating func append(_ path: ArraySlice<PivotValue>, _ own: DealFigures, _ kind: DealSubject) {
    if paths.last?.elementsEqual(path) != true {
      paths.append(Array(path))
      figures.append(ReportFigures())
    }
    figures[figures.count - 1].add(own, kind)
  }

  /// Changes a group, and adds it if it is new.
  mutating func change(_ path: ArraySlice<PivotValue>, _ change: (inout ReportFigures) -> Void) {
    for place in last...last + 1 where place < paths.count && paths[place].elementsEqual(path) {
      last = place
      return change(&figures[place])
    }
    for place in places.count..<paths.count { places[paths[place]] = place }
    if let place = places[Array(path)] {
      last = place
    } else {
      last = paths.count
      paths.append(Array(path))
      figures.append(ReportFigures())
    }
    change(&figures[last])
  }
}
