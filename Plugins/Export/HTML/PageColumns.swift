import PipelinePlugins

/// A chart of upright bars, as the categories with what each of them shows.
struct ColumnPlot {
  /// A bar between two values.
  struct Bar {
    let from: Int128
    let to: Int128
    /// The colour.
    let style: String
    /// What it is with its exact value, for the pointer and for readers of the drawing.
    let name: String
  }

  /// A value that a line is drawn at, such as a target.
  struct Goal {
    let value: Int128
    let name: String
  }

  /// A category: its bars are in lanes beside one another, those of a lane on top of each other.
  struct Category {
    let label: String
    var lanes: [[Bar]]
    /// The text above each lane.
    var marks: [String]
    /// The value that a line leads to the next category at.
    var leads: Int128?
    /// The line over the bars.
    var goal: Goal?
    /// The row whose details the bars lead to.
    var link: Int?
    /// Whether it is the present one, to which the drawing is scrolled.
    var isPresent = false
  }

  let categories: [Category]
  let kind: ReportColumnKind
}

extension ReportChart {
  /// The colours of the series, in order. The weighted part of a value is always the full colour, and the whole a light one.
  var styles: [String] {
    let isPart = series.contains("weighted") && series.contains("unweighted")
    return series.enumerated().map { index, key in
      isPart && key == "weighted" ? "s0" : isPart && key == "unweighted" ? "s2" : isPart ? "s1" : "s\(index % 3)"
    }
  }
}

extension ColumnPlot {
  /// Bars of a table: `columns`, `stackedColumns` or `nestedColumns`.
  ///
  /// - Parameter present: The key of the present category.
  init?(_ table: ReportTable, _ chart: ReportChart, _ format: PageFormat, present: String? = nil) {
    guard let (category, series) = chart.places(in: table) else { return nil }
    let kind = table.columns[series[0]].kind
    let styles = chart.styles
    let goals = Self.goals(table, category, chart, format)
    let isPeriod = ["period", "month", "quarter", "fiscal_year"].contains(table.columns[category].key)
    categories = Self.sums(table, category, series).map { cell, values in
      var made = made(cell, values)
      made.goal = goals[cell]
      made.isPresent = present != nil && cell.plainText(.text) == present
      return made
    }
    self.kind = kind
    func made(_ cell: ReportCell, _ values: [Int128]) -> Category {
      // What has no day is called as in the table below.
      let label =
        format.text(cell, table.columns[category].kind) ?? format.text(isPeriod ? PagePhrase.undated : .unnamed)
      let bars = values.indices.map { index in
        let name = format.text(table.columns[series[index]].header)
        return Bar(
          from: 0, to: values[index], style: styles[index],
          name: format.labelled(label, "\(name) \(format.exact(values[index], kind))"))
      }
      if chart.kind == .nestedColumns {
        return Category(label: label, lanes: [bars], marks: [format.compact(values[0], kind)])
      }
      if chart.kind == .stackedColumns {
        let sum = values.reduce(Int128(0)) { $0.addingReportingOverflow($1).partialValue }
        return Category(label: label, lanes: [Self.stacked(bars)], marks: [format.compact(sum, kind)])
      }
      return Category(
        label: label, lanes: bars.map { [$0] }, marks: values.map { $0 == 0 ? "" : format.compact($0, kind) })
    }
  }

  /// The lines of a chart over the bars of its categories.
  private static func goals(
    _ table: ReportTable, _ category: Int, _ chart: ReportChart, _ format: PageFormat
  ) -> [ReportCell: Goal] {
    guard let place = chart.line.flatMap({ table.column($0) }) else { return [:] }
    let column = table.columns[place]
    return Dictionary(
      table.rows.compactMap { row in
        row[place].length.map { value in
          let label = format.text(row[category], .text) ?? format.text(PagePhrase.unnamed)
          return (
            row[category],
            Goal(
              value: value,
              name: format.labelled(label, "\(format.text(column.header)) \(format.exact(value, column.kind))"))
          )
        }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The sums of the series by category, in the order in which they are drawn.
  private static func sums(
    _ table: ReportTable, _ category: Int, _ series: [Int]
  ) -> [(category: ReportCell, values: [Int128])] {
    var order: [ReportCell] = []
    var sums: [ReportCell: [Int128]] = [:]
    for row in table.rows {
      if sums[row[category]] == nil { order.append(row[category]) }
      var values = sums[row[category]] ?? series.map { _ in 0 }
      for (index, place) in series.enumerated() {
        // Beyond what can be summed at all a bar stops growing; the table has every figure.
        let (sum, overflow) = values[index].addingReportingOverflow(row[place].length ?? 0)
        if !overflow { values[index] = sum }
      }
      sums[row[category]] = values
    }
    // Below another grouping the first owner's periods need not be the earliest ones.
    if category > 0 { order.sort { precedes($0, $1) } }
    return order.map { ($0, sums[$0] ?? []) }
  }

  /// Bars on top of each other: what is above zero upwards, what is below it downwards.
  private static func stacked(_ bars: [Bar]) -> [Bar] {
    var (up, down): (Int128, Int128) = (0, 0)
    return bars.compactMap { bar in
      let from = bar.to < 0 ? down : up
      let (to, overflow) = from.addingReportingOverflow(bar.to)
      guard !overflow else { return nil }
      if bar.to < 0 { down = to } else { up = to }
      return Bar(from: from, to: to, style: bar.style, name: bar.name)
    }
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
  ///
  /// - Parameter opening: The rows with details.
  init?(waterfall table: ReportTable, _ chart: ReportChart, _ opening: Set<Int>, _ format: PageFormat) {
    guard let (category, series) = chart.places(in: table) else { return nil }
    let column = table.columns[series[0]]
    var running: Int128 = 0
    var categories: [Category] = []
    for (index, row) in table.rows.enumerated() {
      let value = row[series[0]].length ?? 0
      let label = format.text(row[category], table.columns[category].kind) ?? format.text(PagePhrase.unnamed)
      let isEnd = index == 0 || index == table.rows.count - 1
      let from = isEnd ? 0 : running
      let (to, overflow) = from.addingReportingOverflow(value)
      running = overflow ? from : to
      let sign = !isEnd && value > 0 ? "+" : ""
      let mark = sign + format.compact(value, column.kind)
      let style = isEnd ? "s0" : value < 0 ? "down" : "up"
      let name = format.labelled(label, "\(sign)\(format.exact(value, column.kind))")
      categories.append(
        Category(
          label: label, lanes: [[Bar(from: from, to: running, style: style, name: name)]],
          marks: [mark], leads: index < table.rows.count - 1 ? running : nil,
          link: opening.contains(index) ? index : nil))
    }
    self.init(categories: categories, kind: column.kind)
  }
}
