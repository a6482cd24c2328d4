public import SalesPipeline

/// Draws a waterfall: each bar begins where the one above ended.
public struct WaterfallView: Sendable {
  private let style: DashboardStyle

  /// A view in a style.
  public init(_ style: DashboardStyle) { self.style = style }

  /// The text, without a line end, with what was not priced or is not known below.
  public func text(_ waterfall: Waterfall) -> String {
    let notes = (waterfall.gaps.map(\.note) + [waterfall.rates.note].compactMap { $0 }).map {
      style.terminal.styled("* \(DisplayText.safe($0.text(style.language)))", .faint)
    }
    return (lines(waterfall) + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
  }

  func lines(_ waterfall: Waterfall) -> [String] {
    let steps = waterfall.shown
    let labels = steps.map { $0.label.text(style.language) }
    let cells = steps.map { [style.numbers.count(waterfall[$0].count), amount($0, waterfall)] }
    let headers = [style.text(.deals), style.text(.amount)]
    let widths = headers.indices.map { column in
      max(DisplayText.width(headers[column]), cells.map { DisplayText.width($0[column]) }.max() ?? 0)
    }
    let numbersWidth = widths.reduce(0, +) + 2 * widths.count
    let labelWidth = labels.map(DisplayText.width).max() ?? 0
    let barWidth = max(0, min(90, style.terminal.width - numbersWidth - labelWidth - 2))
    let bars = bars(steps.map { ($0, waterfall[$0].amount) }, barWidth)
    func line(_ label: String, _ bar: String, _ cells: [String]) -> String {
      let numbers = zip(cells, widths).map { "  " + DisplayText.padded($0, to: $1, right: true) }.joined()
      return DisplayText.padded(label, to: labelWidth) + "  " + bar + numbers
    }
    let title = waterfall.title.text(style.language)
    let heading =
      DisplayText.padded(title, to: labelWidth + 2 + barWidth) + line("", "", headers).dropFirst(labelWidth + 2)
    let rule = String(repeating: style.terminal.hasUnicode ? "─" : "-", count: labelWidth + 2 + barWidth + numbersWidth)
    var lines = [style.terminal.styled(heading, .bold), style.terminal.styled(rule, .faint)]
    for index in steps.indices {
      let text = line(labels[index], bars[index], cells[index])
      lines.append(steps[index].isEnd ? style.terminal.styled(text, .bold) : text)
    }
    return lines
  }

  private func amount(_ step: Waterfall.Step, _ waterfall: Waterfall) -> String {
    let amount = waterfall[step].amount
    let sign = !step.isEnd && amount > 0 ? "+" : ""
    return sign + style.numbers.amount(amount, style.currency)
  }

  /// The bars on one scale, which reaches from zero or below to the highest that the pipeline came to.
  private func bars(_ steps: [(step: Waterfall.Step, amount: Int128)], _ columns: Int) -> [String] {
    var running: Double = 0
    let spans = steps.map { step, amount -> (from: Double, to: Double) in
      let from = step.isEnd ? 0 : running
      running = from + Double(amount)
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

/// A waterfall as JSON: names, types and order stand in `Documentation/Reference/json.md`.
public enum WaterfallJSON {
  /// The text, without a line end.
  public static func text(_ waterfall: Waterfall) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("currency", waterfall.currency.code)
      write(waterfall, &writer)
      DashboardJSON.write(waterfall.gaps, &writer)
      DashboardJSON.write(waterfall.rates, &writer)
    }
    return writer.takeText()
  }

  static func write(_ waterfall: Waterfall, _ writer: inout JSONWriter) {
    writer.name("waterfall")
    writer.object { writer in
      writer.member("from", waterfall.days?.lowerBound.description)
      writer.member("to", waterfall.days?.upperBound.description)
      writer.name("bars")
      writer.list { list in
        for step in waterfall.shown {
          list.object(inline: true) {
            $0.member("bar", step.rawValue)
            $0.member("count", Int64(waterfall[step].count))
            $0.member("amount", waterfall.currency.decimalText(waterfall[step].amount))
          }
        }
      }
    }
  }
}
