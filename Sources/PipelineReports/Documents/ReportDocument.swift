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
  /// What ``table`` is, where the document is a dashboard of several: its first widget. `nil` for a report of one table.
  public var lead: ReportHeading?
  /// A chart of ``table``; `nil` where none makes sense.
  public var chart: ReportChart?
  /// The details of each row of ``table``, by the index of the row; empty if rows have none.
  public var details: [ReportDetail]
  /// Further tables: a dashboard's sales grid after its funnel.
  public var sections: [ReportSection]
  /// The filters and the moment of the report, shown above the table, in order.
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

extension ReportDocument {
  /// All tables in order: the document's own, then its sections.
  public var allSections: [ReportSection] {
    let heading = lead ?? ReportHeading(key: name, title: title)
    return [
      ReportSection(
        key: heading.key, title: heading.title, table: table, chart: chart, details: details, groupedBy: groupedBy,
        facts: heading.facts, empty: heading.empty)
    ] + sections
  }
}

/// What a document's own table is called.
public struct ReportHeading: Hashable, Sendable, Codable {
  /// The stable name: `funnel`.
  public var key: String
  /// The title that people read.
  public var title: LocalizedText
  /// What all rows have in common, for programs: `cycle`, `period`.
  public var facts: [String: String]
  /// What people read where there are no rows; `nil` for the standard words.
  public var empty: LocalizedText?

  /// A heading.
  public init(key: String, title: LocalizedText, facts: [String: String] = [:], empty: LocalizedText? = nil) {
    self.key = key
    self.title = title
    self.facts = facts
    self.empty = empty
  }
}

/// A further table of a document.
public struct ReportSection: Hashable, Sendable, Codable, Identifiable {
  private enum CodingKeys: String, CodingKey {
    case key, title, table, chart, details, facts, empty
    case groupedBy = "group_by"
  }

  /// The stable name.
  public var id: String { key }

  /// The stable name: `sales_grid`.
  public var key: String
  /// The title that people read.
  public var title: LocalizedText
  /// The rows.
  public var table: ReportTable
  /// A chart of them; `nil` where none makes sense.
  public var chart: ReportChart?
  /// The details of each row, by the index of the row; empty if rows have none.
  public var details: [ReportDetail]
  /// The columns that the rows are grouped by, in order.
  public var groupedBy: [String]
  /// What all rows have in common, for programs: `cycle`, `period`.
  public var facts: [String: String]
  /// What people read where there are no rows: what to do next; `nil` for the standard words.
  public var empty: LocalizedText?

  /// A section.
  public init(
    key: String, title: LocalizedText, table: ReportTable, chart: ReportChart? = nil, details: [ReportDetail] = [],
    groupedBy: [String] = [], facts: [String: String] = [:], empty: LocalizedText? = nil
  ) {
    self.empty = empty
    self.groupedBy = groupedBy
    self.facts = facts
    self.key = key
    self.title = title
    self.table = table
    self.chart = chart
    self.details = details
  }
}

extension ReportSection {
  /// Whether the rows only name lists of deals: each has details, and there is neither a chart nor a total.
  package var isList: Bool {
    chart == nil && !table.rows.isEmpty && table.total == nil && Set(details.map(\.row)) == Set(table.rows.indices)
  }
}

/// The details of a row: for a stage of the funnel, its deals.
public struct ReportDetail: Hashable, Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case row, table
    case totalCount = "total_count"
  }

  /// The row's place in its table.
  public var row: Int
  /// What is behind it.
  public var table: ReportTable
  /// How many rows there are in all, where ``table`` holds only the first of them.
  public var totalCount: Int

  /// Creates the details of a row.
  public init(row: Int, table: ReportTable, totalCount: Int) {
    self.row = row
    self.table = table
    self.totalCount = totalCount
  }
}

/// A chart of a table's rows.
public struct ReportChart: Hashable, Sendable, Codable {
  /// How it is drawn.
  public var kind: Kind
  /// The key of the column with the names of the bars.
  public var category: String
  /// The keys of the columns with the lengths of the bars, in order.
  public var series: [String]
  /// The key of a column: adjacent rows with the same value have a chart of their own. `nil` for one chart of all rows.
  public var divides: String?
  /// The key of a column that is drawn as a line over the bars, such as a target; `nil` for none.
  public var line: String?

  /// How a chart is drawn.
  public enum Kind: String, Hashable, Sendable, Codable {
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
    /// Large figures side by side, one a series: the first row is what is shown, those below it are what it is compared with. The
    /// columns that follow a series' own belong to it.
    case figures
  }

  /// A chart.
  public init(
    _ kind: Kind, category: String, series: [String], divides: String? = nil, line: String? = nil
  ) {
    self.kind = kind
    self.category = category
    self.series = series
    self.divides = divides
    self.line = line
  }

  /// The rows of each chart, with the cell that they share; `nil` if all rows are in one chart.
  public func drawings(of table: ReportTable) -> [(shared: ReportCell?, rows: Range<Int>)] {
    guard let divides, let place = table.columns.firstIndex(where: { $0.key == divides }) else {
      return [(nil, table.rows.indices)]
    }
    var drawings: [(shared: ReportCell?, rows: Range<Int>)] = []
    for (index, row) in table.rows.enumerated() {
      if let last = drawings.last, last.shared == row[place] {
        drawings[drawings.count - 1].rows = last.rows.lowerBound..<index + 1
      } else {
        drawings.append((row[place], index..<index + 1))
      }
    }
    return drawings
  }
}

/// A line above a report, such as a filter or the moment.
public struct ReportParameter: Hashable, Sendable, Codable, Identifiable {
  /// The stable name.
  public var id: String { key }

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
