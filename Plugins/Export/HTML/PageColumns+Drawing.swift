import PipelinePlugins

/// Draws upright bars. Places across are percentages, so that the drawing fills its place without scaling its texts; where
/// there are many categories it is wider than a phone, and scrolls within its box beside a fixed axis.
struct PageColumns {
  let plot: ColumnPlot
  let id: String
  let caption: String
  let format: PageFormat

  private static let top = 26
  private static let depth = 230

  func write(_ page: inout HTMLWriter) {
    let bars = plot.categories.flatMap { $0.lanes.joined() }
    let all: [Int128] = bars.flatMap { [$0.from, $0.to] } + plot.categories.compactMap { $0.goal?.value }
    let scale = ChartScale(all)
    func y(_ value: Int128) -> Int { Self.top + scale.fromTop(value, of: Self.depth) }
    let lanes = plot.categories.map(\.lanes.count).max() ?? 1
    // A character of a label takes seven pixels at most.
    let longest = plot.categories.flatMap { Self.lines($0.label).map(\.count) }.max() ?? 0
    let mark = plot.categories.flatMap { $0.marks.map(\.count) }.max() ?? 0
    let width = plot.categories.count * max(58, lanes * (mark * 7 + 8), longest * 7 + 8)
    let ticks = scale.ticks
    page.markup("<div class=\"plot\"><svg class=\"axis\" width=\"64\" height=\"300\" aria-hidden=\"true\">")
    for tick in ticks {
      page.built("<text x=\"56\" y=\"\(y(tick) + 4)\" text-anchor=\"end\">\(format.compact(tick, plot.kind))</text>")
    }
    page.markup("</svg><div class=\"scroll\"")
    // On the narrowest phones it scrolls, and what scrolls takes the focus of the keyboard.
    if width > 200 {
      page.markup(" role=\"group\" tabindex=\"0\" aria-label=\"")
      page.text(caption)
      page.markup("\"")
    }
    page.built(
      "><svg class=\"bars\" width=\"\(width)\" height=\"300\" role=\"\(plot.categories.contains { $0.link != nil } ? "group" : "img")\" aria-labelledby=\"\(id)t \(id)x\"><title id=\"\(id)t\">"
    )
    page.text(caption)
    page.built("</title><desc id=\"\(id)x\">")
    page.text(format.text(PagePhrase.figuresBelow))
    page.markup("</desc>")
    for tick in ticks {
      let style = tick == 0 ? "base" : "rule"
      page.built("<line class=\"\(style)\" x1=\"0\" x2=\"100%\" y1=\"\(y(tick))\" y2=\"\(y(tick))\"/>")
    }
    for index in plot.categories.indices { category(index, y, &page) }
    page.markup("</svg></div></div>")
  }

  private func category(_ index: Int, _ y: (Int128) -> Int, _ page: inout HTMLWriter) {
    let category = plot.categories[index]
    let slot = 10_000 / plot.categories.count
    let left = 10_000 * index / plot.categories.count
    let lane = min(900, slot * 7 / 10 / max(1, category.lanes.count))
    let start = left + (slot - lane * category.lanes.count) / 2
    for (number, bars) in category.lanes.enumerated() {
      let x = start + lane * number
      let inset = category.lanes.count > 1 ? lane / 16 : 0
      for bar in bars where bar.from != bar.to {
        let (top, bottom) = (min(y(bar.from), y(bar.to)), max(y(bar.from), y(bar.to)))
        page.built(
          "\(category.link.map { "<a href=\"#\(id)r\($0)\">" } ?? "")<rect class=\"\(bar.style)\" x=\"\(ChartScale.percent(x + inset))\" y=\"\(top)\" width=\"\(ChartScale.percent(lane - 2 * inset))\" height=\"\(max(1, bottom - top))\"><title>"
        )
        page.text(HTMLWriter.clip(bar.name, to: 120))
        page.markup("</title></rect>")
        if category.link != nil { page.markup("</a>") }
      }
      let peak = bars.flatMap { [$0.from, $0.to] }.max() ?? 0
      page.built("<text class=\"mark\" x=\"\(ChartScale.percent(x + lane / 2))\" y=\"\(y(peak) - 7)\">")
      page.text(category.marks[number])
      page.markup("</text>")
    }
    if let goal = category.goal {
      page.built(
        "<rect class=\"goal\" x=\"\(ChartScale.percent(left + slot / 20))\" y=\"\(y(goal.value) - 1)\" width=\"\(ChartScale.percent(slot * 9 / 10))\" height=\"3\"><title>"
      )
      page.text(HTMLWriter.clip(goal.name, to: 120))
      page.markup("</title></rect>")
    }
    if let value = category.leads {
      // Where nothing is drawn, the line goes on.
      let isFlat = category.lanes.allSatisfy { $0.allSatisfy { $0.from == $0.to } }
      page.built(
        "<line class=\"lead\" x1=\"\(ChartScale.percent(isFlat ? start : start + lane))\" x2=\"\(ChartScale.percent(start + slot))\" y1=\"\(y(value))\" y2=\"\(y(value))\"/>"
      )
    }
    for (line, text) in Self.lines(category.label).enumerated() {
      let present = category.isPresent ? " class=\"now\"" : ""
      page.built(
        "<text\(present) x=\"\(ChartScale.percent(left + slot / 2))\" y=\"\(Self.top + Self.depth + 19 + 15 * line)\">")
      page.text(text)
      page.markup("</text>")
    }
  }

  /// A label in two lines of eighteen characters at most, broken at a space.
  static func lines(_ label: String) -> [String] {
    var lines: [String] = []
    for word in label.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 10 || lines.count == 2 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { HTMLWriter.clip($0, to: 18) }
  }
}
