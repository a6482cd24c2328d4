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
  /// A chart of ``table``; `nil` where none makes sense.
  public var chart: ReportChart?
  /// What stands behind each row of ``table``, by the row's place; empty where rows do not open.
  public var details: [ReportDetail]
  /// Further tables: a dashboard's sales grid after its funnel.
  public var sections: [ReportSection]
  /// Who, which period, as of when, which rates: what a person reads above the table, in order.
  public var parameters: [ReportParameter]
  /// How the figures came about.
  public var receipt: ReportReceipt?
  /// The language that people read it in; `csv` and `json` never vary by it.
  public var language: Phrasebook

  /// A document.
  public init(
    name: String, title: LocalizedText, period: ClosedRange<CivilDate>?, today: CivilDate, groupedBy: [String],
    notes: [LocalizedText] = [], gaps: [ReportGap] = [], table: ReportTable, chart: ReportChart? = nil,
    details: [ReportDetail] = [], sections: [ReportSection] = [], parameters: [ReportParameter] = [],
    receipt: ReportReceipt? = nil, language: Phrasebook = .english
  ) {
    self.name = name
    self.title = title
    self.period = period
    self.today = today
    self.groupedBy = groupedBy
    self.notes = notes
    self.gaps = gaps
    self.table = table
    self.chart = chart
    self.details = details
    self.sections = sections
    self.parameters = parameters
    self.receipt = receipt
    self.language = language
  }
}

/// A further table of a document.
public struct ReportSection: Hashable, Sendable {
  /// The stable name: `sales_grid`.
  public var key: String
  /// The title that people read.
  public var title: LocalizedText
  /// The rows.
  public var table: ReportTable
  /// A chart of them; `nil` where none makes sense.
  public var chart: ReportChart?
  /// What stands behind each row, by the row's place; empty where rows do not open.
  public var details: [ReportDetail]

  /// A section.
  public init(
    key: String, title: LocalizedText, table: ReportTable, chart: ReportChart? = nil, details: [ReportDetail] = []
  ) {
    self.key = key
    self.title = title
    self.table = table
    self.chart = chart
    self.details = details
  }
}

/// What stands behind a row of a table: the deals of a funnel's stage.
public struct ReportDetail: Hashable, Sendable {
  /// The row's place in its table.
  public var row: Int
  /// What is behind it.
  public var table: ReportTable
  /// How many rows there are in all, where ``table`` holds only the first of them.
  public var totalCount: Int

  /// What stands behind a row.
  public init(row: Int, table: ReportTable, totalCount: Int) {
    self.row = row
    self.table = table
    self.totalCount = totalCount
  }
}

/// A chart of a table's rows.
public struct ReportChart: Hashable, Sendable {
  /// How it is drawn.
  public var kind: Kind
  /// The column, by key, whose cells name the bars.
  public var category: String
  /// The columns, by key, whose cells are the bars' lengths, in order.
  public var series: [String]

  /// How a chart is drawn.
  public enum Kind: String, Hashable, Sendable {
    /// Horizontal centred bars, the first row on top: a funnel. Each series lies within the one before.
    case funnel
    /// Upright bars side by side, one group a category; rows of the same category are added.
    case columns
    /// Upright bars, the series of a category on top of each other; rows of the same category are added.
    case stackedColumns
    /// Upright bars, each series in front of the one before it and part of it (weighted within unweighted); rows of the same
    /// category are added.
    case nestedColumns
    /// A waterfall: the first row is where it starts, the last where it ends, and every row between adds or takes away.
    case waterfall
  }

  /// A chart.
  public init(_ kind: Kind, category: String, series: [String]) {
    self.kind = kind
    self.category = category
    self.series = series
  }
}

/// A line above a report: who, which period, as of when.
public struct ReportParameter: Hashable, Sendable {
  /// The stable name: `period`.
  public var key: String
  /// What people read.
  public var label: LocalizedText
  /// Its value, as people read it.
  public var value: LocalizedText

  /// A parameter.
  public init(_ key: String, _ label: LocalizedText, _ value: LocalizedText) {
    self.key = key
    self.label = label
    self.value = value
  }
}

/// Deals that a report counted but did not price, or left out, and why.
public struct ReportGap: Hashable, Sendable {
  /// Why: `other_currency`, `no_amount`, `omitted`, `undated`, `unknown_stage`, `unknown_past`.
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
