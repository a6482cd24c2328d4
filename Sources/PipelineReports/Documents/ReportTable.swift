/// A typed table: what every report becomes, and all that an exporter sees.
public struct ReportTable: Hashable, Sendable {
  /// The columns, in order.
  public var columns: [ReportColumn]
  /// The rows; each has a cell for each column.
  public var rows: [[ReportCell]]
  /// The totals row, with a cell for each column; `nil` where totals make no sense.
  public var total: [ReportCell]?
  /// Subtotals, ordered by the row that they follow, inner ones before outer ones. They are separate from ``rows``, so
  /// that summing the rows never adds an amount twice.
  public var subtotals: [ReportSubtotal]
  /// For rows with two groupings, one row for each value of the second over all values of the first: the foot of a
  /// grid. Each figure is rounded once from its exact sum. May be empty.
  public var crossTotals: [[ReportCell]]

  /// A table.
  public init(
    columns: [ReportColumn], rows: [[ReportCell]], total: [ReportCell]? = nil, subtotals: [ReportSubtotal] = [],
    crossTotals: [[ReportCell]] = []
  ) {
    self.crossTotals = crossTotals
    self.columns = columns
    self.rows = rows
    self.total = total
    self.subtotals = subtotals
  }
}

/// A row that sums up consecutive rows of a table.
public struct ReportSubtotal: Hashable, Sendable {
  /// The number of leading columns that the rows have in common, from 1; the last of them names the subtotal.
  public var level: Int
  /// The rows that it sums up; never empty. It is shown after the last of them.
  public var rows: Range<Int>
  /// A cell for each column: the common values, null for the other groupings, then the figures.
  public var cells: [ReportCell]
  /// Whether it sums up more than one row. Another one says what its row says: programs get it, people need it not.
  public var isOfSeveral: Bool { rows.count > 1 }

  /// A subtotal.
  public init(level: Int, rows: Range<Int>, cells: [ReportCell]) {
    self.level = level
    self.rows = rows
    self.cells = cells
  }
}

/// A column of a table.
public struct ReportColumn: Hashable, Sendable, Identifiable {
  /// The stable name.
  public var id: String { key }

  /// The stable name: the header of a CSV file, the name in JSON.
  public var key: String
  /// The header that people read.
  public var header: LocalizedText
  /// What its cells are.
  public var kind: ReportColumnKind

  /// A column.
  public init(_ key: String, _ header: LocalizedText, _ kind: ReportColumnKind) {
    self.key = key
    self.header = header
    self.kind = kind
  }
}

/// The type of a column's cells. Each cell has the type of its column, or is null.
public enum ReportColumnKind: Hashable, Sendable {
  /// Text.
  case text
  /// Whole numbers.
  case count
  /// Decimal numbers: a mean of days; or amounts each in a currency of its own.
  case decimal
  /// Amounts in one currency.
  case money(Currency)
  /// Percentages.
  case percent
  /// Days.
  case date
}

/// A cell of a table.
public enum ReportCell: Hashable, Sendable {
  /// Unknown or not applicable.
  case null
  /// Text as stored: exporters make it safe for their format.
  case text(String)
  /// A key with the label that people read: a stage, a source. Of a text column; formats for programs write the key.
  case label(key: String, LocalizedText)
  /// A whole number.
  case count(Int64)
  /// A decimal number.
  case decimal(ExactDecimal)
  /// An amount in the column's currency, in minor units; wide, since totals may exceed a single amount.
  case money(Int128)
  /// An amount in a currency of its own: what was agreed. Of a decimal column.
  case amount(Money)
  /// A percentage.
  case percent(BasisPoints)
  /// A percentage that may lie beyond 0 and 100, in basis points: an attainment of 12,500 is 125 %. Of a percentage column.
  case ratio(Int64)
  /// A day.
  case date(CivilDate)
}
