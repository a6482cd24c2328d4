import SalesPipeline

/// Draws a waterfall: each bar begins where the one above ended.
struct WaterfallView: Sendable {
  private let style: DashboardStyle

  /// A view in a style.
  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ section: ReportSection) -> [String] {
    let table = section.table
    let (bar, count, amounts) = (0, table.place(of: "count"), table.place(of: "amount"))
    let steps = table.rows.compactMap { row in
      row[bar].plainText(.text).flatMap(Waterfall.Step.init(rawValue:)).map {
        Step(step: $0, count: row.number(count), amount: row.number(amounts))
      }
    }
    let labels = steps.map { $0.step.label.text(style.language) }
    let headers = [style.text(.deals), style.text(.amount)]
    let longest = labels.map(DisplayText.width).max() ?? 0
    var cells = steps.map { [style.numbers.count($0.count), amount($0)] }
    // Amounts become short before labels are cut.
    if longest + 2 + numbersWidth(cells, headers) > style.terminal.width {
      cells = steps.map { [style.numbers.count($0.count), amount($0, isShort: true)] }
    }
    let widths = widths(cells, headers)
    let numbersWidth = numbersWidth(cells, headers)
    let labelWidth = min(longest, max(8, style.terminal.width - numbersWidth - 2))
    let barWidth = max(0, min(90, style.terminal.width - numbersWidth - labelWidth - 2))
    let bars = bars(steps, barWidth)
    func line(_ label: String, _ bar: String, _ cells: [String]) -> String {
      let numbers = zip(cells, widths).map { "  " + DisplayText.padded($0, to: $1, right: true) }.joined()
      return DisplayText.padded(label, to: labelWidth) + "  " + bar + numbers
    }
    let title = DisplayText.safe(section.title.text(style.language))
    let heading =
      DisplayText.padded(title, to: labelWidth + 2 + barWidth) + line("", "", headers).dropFirst(labelWidth + 2)
    let rule = String(repeating: style.terminal.hasUnicode ? "─" : "-", count: labelWidth + 2 + barWidth + numbersWidth)
    var lines = [style.terminal.styled(heading, .bold), style.terminal.styled(rule, .faint)]
    for index in steps.indices {
      let text = line(labels[index], bars[index], cells[index])
      lines.append(steps[index].step.isEnd ? style.terminal.styled(text, .bold) : text)
    }
    if barWidth > 0, steps.contains(where: { $0.amount != 0 }) {
      let legend = [
        (Waterfall.Step.closing, false, ToolPhrase.pipelineBar), (.new, false, .addsBar), (.lost, true, .takesBar),
      ]
      .map { "\(glyph($0.0, isLess: $0.1)) \(style.text($0.2))" }.joined(separator: "  ")
      lines.append(style.terminal.styled(DisplayText.clipped(legend, to: style.terminal.width), .faint))
    }
    return lines
  }

  private struct Step {
    let step: Waterfall.Step
    let count: Int128
    let amount: Int128
  }

  private func widths(_ cells: [[String]], _ headers: [String]) -> [Int] {
    headers.indices.map { column in
      max(DisplayText.width(headers[column]), cells.map { DisplayText.width($0[column]) }.max() ?? 0)
    }
  }

  private func numbersWidth(_ cells: [[String]], _ headers: [String]) -> Int {
    widths(cells, headers).reduce(0) { $0 + $1 + 2 }
  }

  private func amount(_ step: Step, isShort: Bool = false) -> String {
    let sign = !step.step.isEnd && step.amount > 0 ? "+" : ""
    return sign + (isShort ? style.numbers.compact(step.amount, style.currency) : style.fitting(step.amount))
  }

  /// The bars on one scale, which reaches from zero or below to the highest value of the pipeline.
  private func bars(_ steps: [Step], _ columns: Int) -> [String] {
    var running: Double = 0
    let spans = steps.map { step -> (from: Double, to: Double) in
      let from = step.step.isEnd ? 0 : running
      running = from + Double(step.amount)
      return (from, running)
    }
    let low = spans.map { min($0.from, $0.to) }.min() ?? 0
    let high = spans.map { max($0.from, $0.to) }.max() ?? 0
    return zip(steps, spans).map { step, span in
      guard columns > 0, high > low, span.from != span.to else { return String(repeating: " ", count: max(0, columns)) }
      func place(_ value: Double) -> Int { Int(((value - low) / (high - low) * Double(columns)).rounded()) }
      let start = min(place(min(span.from, span.to)), columns - 1)
      let length = max(1, place(max(span.from, span.to)) - start)
      let bar = String(repeating: glyph(step.step, isLess: step.amount < 0), count: length)
      return String(repeating: " ", count: start) + style.terminal.styled(bar, step.amount < 0 ? .faint : .accent)
        + String(repeating: " ", count: columns - start - length)
    }
  }

  private func glyph(_ step: Waterfall.Step, isLess: Bool) -> String {
    if style.terminal.hasUnicode { return step.isEnd ? "█" : isLess ? "░" : "▓" }
    return step.isEnd ? "#" : isLess ? "-" : "+"
  }
}
