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
