import SalesPipeline

/// Draws a dashboard as text.
public struct DashboardView: Sendable {
  private let style: DashboardStyle

  /// A view in a style.
  public init(_ style: DashboardStyle) { self.style = style }

  /// The text, without a line end.
  public func text(_ dashboard: Dashboard) -> String {
    let heading = style.text(
      .dashboard,
      [
        "name": .text(DisplayText.safe(dashboard.name)), "day": .date(dashboard.today),
        "currency": .text(style.currency.code),
      ])
    var lines = [style.terminal.styled(DisplayText.clipped(heading, to: style.terminal.width), .bold)]
    if let funnel = dashboard.funnel { lines += [""] + FunnelView(style).lines(funnel) }
    if let grid = dashboard.grid { lines += [""] + SalesGridView(style).lines(grid) }
    if let waterfall = dashboard.waterfall { lines += [""] + WaterfallView(style).lines(waterfall) }
    let notes = (dashboard.gaps.map(\.note) + [dashboard.rates.note].compactMap { $0 }).map { $0.text(style.language) }
    if !notes.isEmpty { lines += [""] + notes.map { style.terminal.styled("* \(DisplayText.safe($0))", .faint) } }
    return lines.joined(separator: "\n")
  }
}

/// Draws a funnel: a centred bar for each stage, as long as its unweighted value, the weighted part full and the rest light.
struct FunnelView {
  let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ funnel: FunnelReport) -> [String] {
    let labels = funnel.rows.map { DisplayText.safe($0.stage?.label.text(style.language) ?? $0.status) }
    let figures = funnel.rows.map { cells($0.figures) } + [cells(funnel.total)]
    let headers = [style.text(.deals), style.text(.unweighted), style.text(.weighted)]
    let widths = headers.indices.map { column in
      max(DisplayText.width(headers[column]), figures.map { DisplayText.width($0[column]) }.max() ?? 0)
    }
    let numbersWidth = widths.reduce(0, +) + 2 * widths.count
    let names = labels + [style.text(.total)]
    let labelWidth = min(names.map(DisplayText.width).max() ?? 0, max(8, (style.terminal.width - numbersWidth) / 2))
    let barWidth = max(0, min(90, style.terminal.width - numbersWidth - labelWidth - 2))
    let most = funnel.rows.map(\.figures.unweighted).max() ?? 0
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
    for (index, row) in funnel.rows.enumerated() {
      lines.append(line(labels[index], bar(row.figures, most, barWidth), figures[index]))
    }
    lines.append(style.terminal.styled(rule, .faint))
    lines.append(style.terminal.styled(line(style.text(.total), blank, figures[figures.count - 1]), .bold))
    return lines
  }

  private func cells(_ figures: DealFigures) -> [String] {
    [
      style.numbers.count(figures.count), style.numbers.amount(figures.unweighted, style.currency),
      style.numbers.amount(figures.weighted, style.currency),
    ]
  }

  /// The whole bar is centred, which draws the funnel; its middle is the weighted part.
  private func bar(_ figures: DealFigures, _ most: Int128, _ columns: Int) -> String {
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
