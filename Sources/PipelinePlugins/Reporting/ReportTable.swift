/// A typed table: what every report becomes, and all that an exporter sees.
public struct ReportTable: Hashable, Sendable {
  /// The columns, in order.
  public var columns: [ReportColumn]
  /// The rows; each has a cell for each column.
  public var rows: [[ReportCell]]
  /// The totals row, with a cell for each column; `nil` where totals make no sense.
  public var total: [ReportCell]?

  /// A table.
  public init(columns: [ReportColumn], rows: [[ReportCell]], total: [ReportCell]? = nil) {
    self.columns = columns
    self.rows = rows
    self.total = total
  }
}

/// A column of a table.
public struct ReportColumn: Hashable, Sendable {
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

/// What a column's cells are. A cell is of its column's kind or null.
public enum ReportColumnKind: Hashable, Sendable {
  /// Text.
  case text
  /// Whole numbers.
  case count
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
  /// A whole number.
  case count(Int64)
  /// An amount in the column's currency, in minor units; wide, since totals may exceed a single amount.
  case money(Int128)
  /// A percentage.
  case percent(BasisPoints)
  /// A day.
  case date(CivilDate)
}

/// A table with what a reader needs to know of it.
public struct ReportDocument: Hashable, Sendable {
  /// The report's name, stable: `this-quarter`.
  public var name: String
  /// The title that people read.
  public var title: LocalizedText
  /// The days that the report is about, both ends included; `nil` where it is about all of them.
  public var period: ClosedRange<CivilDate>?
  /// The day that the report takes for today.
  public var today: CivilDate
  /// The columns that the rows are grouped by, in order.
  public var groupedBy: [String]
  /// What was left out or could not be priced, one sentence each, for people.
  public var notes: [LocalizedText]
  /// The same as data, for programs.
  public var gaps: [ReportGap]
  /// The rows.
  public var table: ReportTable
  /// The language that people read it in; `csv` and `json` never vary by it.
  public var language: String

  /// A document.
  public init(
    name: String, title: LocalizedText, period: ClosedRange<CivilDate>?, today: CivilDate, groupedBy: [String],
    notes: [LocalizedText] = [], gaps: [ReportGap] = [], table: ReportTable, language: String = "en"
  ) {
    self.name = name
    self.title = title
    self.period = period
    self.today = today
    self.groupedBy = groupedBy
    self.notes = notes
    self.gaps = gaps
    self.table = table
    self.language = language
  }
}

/// Deals that a report counted but did not price, or left out, and why.
public struct ReportGap: Hashable, Sendable {
  /// Why: `other_currency`, `no_amount`, `omitted`, `undated`.
  public var reason: String
  /// More, such as the currency; empty where there is none.
  public var detail: String
  /// How many deals.
  public var count: Int64

  /// A gap.
  public init(reason: String, detail: String = "", count: Int64) {
    self.reason = reason
    self.detail = detail
    self.count = count
  }
}
