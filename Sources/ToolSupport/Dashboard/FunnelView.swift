import SalesPipeline

/// Draws a funnel: a centred bar for each stage, as long as its unweighted value, the weighted part full and the rest
/// light. If there are several sales cycles, each has a funnel below its name and its sums.
struct FunnelView {
  let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ section: ReportSection) -> [String] {
    let table = section.table
    let parts = parts(section)
    let total = FunnelFigures(table.total ?? [], table)
    let (labels, figures) = (parts.flatMap(\.labels), parts.flatMap(\.figures) + [total])
    var frame = Frame(style, labels: labels, figures: figures.map { cells($0) })
    // Where nothing is left for the labels, amounts are written in few characters.
    let isShort = !frame.fits
    if isShort { frame = Frame(style, labels: labels, figures: figures.map { cells($0, isShort: true) }) }
    var lines = [
      style.terminal.styled(frame.heading, .bold), style.terminal.styled(frame.rule, .faint),
    ]
    for part in parts {
      if let name = part.name, let sums = part.sums {
        lines.append(style.terminal.styled(frame.line(name, frame.blank, cells(sums, isShort: isShort)), .bold))
      }
      let most = part.rows.map(\.unweighted).max() ?? 0
      for (label, row) in zip(part.stages, part.rows) {
        lines.append(frame.line(label, bar(row, most, frame.barWidth), cells(row, isShort: isShort)))
      }
    }
    lines.append(style.terminal.styled(frame.rule, .faint))
    let sums = cells(total, isShort: isShort)
    lines.append(style.terminal.styled(frame.line(style.text(.total), frame.blank, sums), .bold))
    if frame.barWidth > 0, total.unweighted > 0 {
      let (light, full) = style.terminal.hasUnicode ? ("░", "█") : ("-", "#")
      let legend = "\(full) \(style.text(.weighted))  \(full)\(light) \(style.text(.unweighted))"
      lines.append(style.terminal.styled(DisplayText.clipped(legend, to: style.terminal.width), .faint))
    }
    return lines
  }

  /// The rows of one sales cycle.
  private struct Part {
    /// The label of the cycle; `nil` if there is only one.
    let name: String?
    let sums: FunnelFigures?
    let stages: [String]
    let rows: [FunnelFigures]

    var labels: [String] { [name].compactMap(\.self) + stages }
    var figures: [FunnelFigures] { [sums].compactMap(\.self) + rows }
  }

  private func parts(_ section: ReportSection) -> [Part] {
    let table = section.table
    let chart = section.chart ?? ReportChart(.funnel, category: "stage", series: [])
    let stage = table.place(of: chart.category) ?? 0
    let cycle = chart.divides.flatMap { table.place(of: $0) } ?? 0
    func text(_ cell: ReportCell, _ place: Int) -> String {
      DisplayText.safe(style.cell(cell, table.columns[place], isGroup: true))
    }
    return chart.drawings(of: table).map { shared, rows in
      let sums = table.subtotals.first { $0.rows == rows }.map { FunnelFigures($0.cells, table) }
      return Part(
        name: shared.map { text($0, cycle) }, sums: sums,
        stages: table.rows[rows].map { (shared == nil ? "" : "  ") + text($0[stage], stage) },
        rows: table.rows[rows].map { FunnelFigures($0, table) })
    }
  }

  /// The widths of the columns, and the lines around the bars.
  private struct Frame {
    let labelWidth: Int
    let barWidth: Int
    let heading: String
    let rule: String
    /// Whether enough is left for the labels.
    let fits: Bool
    private let widths: [Int]

    var blank: String { String(repeating: " ", count: barWidth) }

    init(_ style: DashboardStyle, labels: [String], figures: [[String]]) {
      let headers = [style.text(.deals), style.text(.unweighted), style.text(.weighted)]
      let widths = headers.indices.map { column in
        max(DisplayText.width(headers[column]), figures.map { DisplayText.width($0[column]) }.max() ?? 0)
      }
      let numbersWidth = widths.reduce(0, +) + 2 * widths.count
      let names = labels + [style.text(.total)]
      let longest = names.map(DisplayText.width).max() ?? 0
      let room = style.terminal.width - numbersWidth - 2
      labelWidth = min(longest, max(8, (room + 2) / 2), max(4, room))
      barWidth = max(0, min(90, style.terminal.width - numbersWidth - labelWidth - 2))
      self.widths = widths
      fits = room >= min(longest, 8)
      let (sign, inner) = (style.terminal.hasUnicode ? "─" : "-", labelWidth + 2 + barWidth)
      rule = String(repeating: sign, count: inner + numbersWidth)
      // The heading may reach over the bars, which its row does not have.
      heading = DisplayText.padded(style.text(.salesFunnel), to: inner) + Self.numbers(headers, widths)
    }

    func line(_ label: String, _ bar: String, _ cells: [String]) -> String {
      let name = DisplayText.padded(DisplayText.clippedInside(label, to: labelWidth), to: labelWidth)
      return name + "  " + bar + Self.numbers(cells, widths)
    }

    private static func numbers(_ cells: [String], _ widths: [Int]) -> String {
      zip(cells, widths).map { "  " + DisplayText.padded($0, to: $1, right: true) }.joined()
    }
  }

  private func cells(_ figures: FunnelFigures, isShort: Bool = false) -> [String] {
    [style.numbers.count(figures.count)]
      + [figures.unweighted, figures.weighted].map {
        isShort ? style.numbers.compact($0, style.currency) : style.fitting($0)
      }
  }

  /// The whole bar is centred, which draws the funnel; its middle is the weighted part.
  private func bar(_ figures: FunnelFigures, _ most: Int128, _ columns: Int) -> String {
    guard columns > 0, most > 0, figures.unweighted > 0 else { return String(repeating: " ", count: columns) }
    let length = max(1, Int((Double(figures.unweighted) / Double(most) * Double(columns)).rounded()))
    let inner = min(length, Int((Double(max(0, figures.weighted)) / Double(most) * Double(columns)).rounded()))
    let (light, full) = style.terminal.hasUnicode ? ("░", "█") : ("-", "#")
    let left = (length - inner) / 2
    let drawn =
      String(repeating: light, count: left) + String(repeating: full, count: inner)
      + String(repeating: light, count: length - inner - left)
    let margin = (columns - length) / 2
    return String(repeating: " ", count: margin) + style.terminal.styled(drawn, .accent)
      + String(repeating: " ", count: columns - length - margin)
  }
}

/// The figures of a funnel's row.
struct FunnelFigures {
  let count: Int128
  let unweighted: Int128
  let weighted: Int128

  init(_ row: [ReportCell], _ table: ReportTable) {
    count = row.number(table.place(of: "count"))
    unweighted = row.number(table.place(of: "unweighted"))
    weighted = row.number(table.place(of: "weighted"))
  }
}
