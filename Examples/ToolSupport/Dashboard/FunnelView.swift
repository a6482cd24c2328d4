import SalesPipeline

/// Draws a funnel: a centred bar for each stage, as long as its unweighted value, the weighted part full and the rest light.
struct FunnelView {
  let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ section: ReportSection) -> [String] {
    let table = section.table
    let cycle = table.place(of: "cycle")
    // A stage of one of several cycles is named with its cycle.
    let labels = table.rows.map { row in
      let parts = [cycle, 0].compactMap(\.self).map { style.cell(row[$0], table.columns[$0], isGroup: true) }
      return DisplayText.safe(parts.joined(separator: " / "))
    }
    let rows = table.rows.map { FunnelFigures($0, table) }
    let total = FunnelFigures(table.total ?? [], table)
    let figures = rows.map(cells) + [cells(total)]
    let headers = [style.text(.deals), style.text(.unweighted), style.text(.weighted)]
    let widths = headers.indices.map { column in
      max(DisplayText.width(headers[column]), figures.map { DisplayText.width($0[column]) }.max() ?? 0)
    }
    let numbersWidth = widths.reduce(0, +) + 2 * widths.count
    let names = labels + [style.text(.total)]
    let labelWidth = min(names.map(DisplayText.width).max() ?? 0, max(8, (style.terminal.width - numbersWidth) / 2))
    let barWidth = max(0, min(90, style.terminal.width - numbersWidth - labelWidth - 2))
    let most = rows.map(\.unweighted).max() ?? 0
    func line(_ label: String, _ bar: String, _ cells: [String]) -> String {
      let numbers = zip(cells, widths).map { "  " + DisplayText.padded($0, to: $1, right: true) }.joined()
      return DisplayText.padded(label, to: labelWidth) + "  " + bar + numbers
    }
    let blank = String(repeating: " ", count: barWidth)
    // The heading may reach over the bars, which its row does not have.
    func heading(_ text: String, _ cells: [String]) -> String {
      DisplayText.padded(text, to: labelWidth + 2 + barWidth) + line("", "", cells).dropFirst(labelWidth + 2)
    }
    let rule = String(repeating: style.terminal.hasUnicode ? "─" : "-", count: labelWidth + 2 + barWidth + numbersWidth)
    var lines = [
      style.terminal.styled(heading(style.text(.salesFunnel), headers), .bold), style.terminal.styled(rule, .faint),
    ]
    for (index, row) in rows.enumerated() {
      lines.append(line(labels[index], bar(row, most, barWidth), figures[index]))
    }
    lines.append(style.terminal.styled(rule, .faint))
    lines.append(style.terminal.styled(line(style.text(.total), blank, figures[figures.count - 1]), .bold))
    return lines
  }

  private func cells(_ figures: FunnelFigures) -> [String] {
    [
      style.numbers.count(figures.count), style.numbers.amount(figures.unweighted, style.currency),
      style.numbers.amount(figures.weighted, style.currency),
    ]
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
