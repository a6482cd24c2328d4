/// A line of a sheet outside a table: a title, a parameter, a note.
package struct SheetLine: Hashable, Sendable {
  /// Its cells, from the first column on; `nil` for one that is not written.
  package var cells: [Cell?]
  /// How many columns the last cell covers.
  package var span: Int
  /// How many lines of text it is high.
  package var height: Int

  /// A line; by default an empty one.
  package init(_ cells: [Cell?] = [], span: Int = 1, height: Int = 1) {
    self.cells = cells
    self.span = span
    self.height = height
  }

  /// A cell with what it is, which decides how it looks.
  package struct Cell: Hashable, Sendable {
    /// The content.
    package var content: Content
    /// How it looks.
    package var style: SheetStyle

    /// A cell.
    package init(_ content: Content, _ style: SheetStyle) {
      self.content = content
      self.style = style
    }

    /// A text.
    package init(_ text: String, _ style: SheetStyle) { self.init(.cell(.text(text), .text), style) }
  }

  /// The content of a cell.
  package enum Content: Hashable, Sendable {
    /// A cell of a table's column.
    case cell(ReportCell, ReportColumnKind)
    /// A decimal, such as a rate.
    case decimal(ExactDecimal)
  }
}

/// How a cell looks.
package enum SheetStyle: Hashable, Sendable {
  /// The sheet's title.
  case title
  /// The title of a part of a sheet.
  case heading
  /// What a value is.
  case label
  /// A value with a label.
  case value
  /// A long value with a label, broken into lines.
  case longValue
  /// A remark.
  case note
  /// A table's header.
  case header
  /// A cell of a row.
  case row
  /// A cell of a row that sums up others.
  case subtotal
  /// A cell of the total.
  case total
}
