import PipelinePlugins

/// Which codes of a column pass a filter.
struct DealPass {
  /// The column; `nil` for one that was made for the filter.
  let column: DealColumns.Column?
  /// The column that was made for the filter.
  let made: CodedColumn?
  /// Whether each code passes.
  let passes: [Bool]

  init(_ column: DealColumns.Column, _ passes: [Bool]) {
    self.column = column
    made = nil
    self.passes = passes
  }

  /// A filter that looks at each row: code 1 for those that pass.
  init(marking rows: [Bool]) {
    column = nil
    made = CodedColumn(rows.lazy.map { $0 ? 1 : 0 })
    passes = [false, true]
  }

  /// The codes that it looks at.
  func codes(_ columns: DealColumns) -> CodedColumn { column.map { columns[$0] } ?? made ?? CodedColumn() }
}

extension DealColumns {
  /// Whether each row's deal is one of some. O(rows), or less for few deals among rows in order.
  func marks(of wanted: Set<RecordID>) -> [Bool] {
    // Twenty steps of a search take about as long as looking up a row's identity in the set.
    guard isInOrder, wanted.count < ids.count / 8 else { return ids.map(wanted.contains) }
    var marks = [Bool](repeating: false, count: ids.count)
    for id in wanted {
      var (low, high) = (0, ids.count)
      while low < high {
        let middle = (low + high) / 2
        if ids[middle] < id { low = middle + 1 } else { high = middle }
      }
      if low < ids.count, ids[low] == id { marks[low] = true }
    }
    return marks
  }
}
