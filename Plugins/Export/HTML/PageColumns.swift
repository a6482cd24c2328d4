import PipelinePlugins

/// A chart of upright bars, as the categories with what each of them shows.
struct ColumnPlot {
  /// A bar between two values.
  struct Bar {
    let from: Int128
    let to: Int128
    /// The colour.
    let style: String
    /// What it is, for the pointer and for readers of the drawing.
    let name: String
  }

  /// A category: its bars stand in lanes beside one another, those of a lane on top of each other.
  struct Category {
    let label: String
    var lanes: [[Bar]]
    /// What stands above each lane.
    var marks: [String]
    /// The value that a line leads to the next category at.
    var leads: Int128?
  }

  let categories: [Category]
  let kind: ReportColumnKind
}

extension ColumnPlot {
  /// Bars of a table: `columns` or `stackedColumns`.
  init?(_ table: ReportTable, _ chart: ReportChart, _ format: PageFormat) {
    guard let (category, series) = chart.places(in: table) else { return nil }
    var order: [ReportCell] = []
    var sums: [ReportCell: [Int128]] = [:]
    for row in table.rows {
      if sums[row[category]] == nil { order.append(row[category]) }
      var values = sums[row[category]] ?? series.map { _ in 0 }
      for (index, place) in series.enumerated() {
        // What a wide sum cannot hold is drawn at its end; the table has the figures.
        let (sum, overflow) = values[index].addingReportingOverflow(row[place].length ?? 0)
        if !overflow { values[index] = sum }
      }
      sums[row[category]] = values
    }
    // Below another grouping the first owner's periods need not be the earliest ones.
    if category > 0 { order.sort { Self.precedes($0, $1) } }
    let kind = table.columns[series[0]].kind
    let isStacked = chart.kind == .stackedColumns
    categories = order.map { cell in
      let values = sums[cell] ?? []
      let names = zip(series, values).map { place, value in
        "\(format.text(table.columns[place].header)) \(format.compact(value, kind))"
      }
      let label = format.text(cell, table.columns[category].kind) ?? format.text(PageText.unnamed)
      return isStacked
        ? Category(
          stacking: values, names, label, format.compact(values.reduce(0) { $0.addingReportingOverflow($1).0 }, kind))
        : Category(
          label: label,
          lanes: values.indices.map {
            [Bar(from: 0, to: values[$0], style: "s\($0 % 3)", name: "\(label): \(names[$0])")]
          },
          marks: values.map { $0 == 0 ? "" : format.compact($0, kind) })
    }
    self.kind = kind
  }

  private static func precedes(_ left: ReportCell, _ right: ReportCell) -> Bool {
    switch (left, right) {
    case (.null, _): false
    case (_, .null): true
    case (.text(let left), .text(let right)), (.label(let left, _), .label(let right, _)): left < right
    case (.date(let left), .date(let right)): left < right
    case (.count(let left), .count(let right)): left < right
    default: false
    }
  }

  /// A waterfall: the first row is where it starts, the last where it ends, and those between add or take away.
  init?(waterfall table: ReportTable, _ chart: ReportChart, _ format: PageFormat) {
    guard let (category, series) = chart.places(in: table) else { return nil }
    let column = table.columns[series[0]]
    var running: Int128 = 0
    var categories: [Category] = []
    for (index, row) in table.rows.enumerated() {
      let value = row[series[0]].length ?? 0
      let label = format.text(row[category], table.columns[category].kind) ?? format.text(PageText.unnamed)
      let isEnd = index == 0 || index == table.rows.count - 1
      let from = isEnd ? 0 : running
      let (to, overflow) = from.addingReportingOverflow(value)
      running = overflow ? from : to
      let sign = !isEnd && value > 0 ? "+" : ""
      let mark = sign + format.compact(value, column.kind)
      let style = isEnd ? "s0" : value < 0 ? "down" : "s1"
      categories.append(
        Category(
          label: label, lanes: [[Bar(from: from, to: running, style: style, name: "\(label): \(mark)")]],
          marks: [mark], leads: index < table.rows.count - 1 ? running : nil))
    }
    self.init(categories: categories, kind: column.kind)
  }
}

extension ColumnPlot.Category {
  /// One lane: what is above zero upwards, what is below it downwards.
  init(stacking values: [Int128], _ names: [String], _ label: String, _ mark: String) {
    var (up, down): (Int128, Int128) = (0, 0)
    var bars: [ColumnPlot.Bar] = []
    for (index, value) in values.enumerated() {
      let from = value < 0 ? down : up
      let (to, overflow) = from.addingReportingOverflow(value)
      guard !overflow else { continue }
      bars.append(ColumnPlot.Bar(from: from, to: to, style: "s\(index % 3)", name: "\(label): \(names[index])"))
      if value < 0 { down = to } else { up = to }
    }
    self.init(label: label, lanes: [bars], marks: [mark])
  }
}
