import SalesPipeline
import ToolSupport

/// The facts of a record's page: a label and a text each.
struct FactList {
  private var facts: [(label: String, text: String)] = []

  /// Adds a fact, unless it has no text.
  mutating func add(_ label: String, _ text: String?) {
    if let text, !text.isEmpty { facts.append((label, text)) }
  }

  /// Prints the facts, each on as many lines as it needs.
  func show(_ terminal: Terminal) {
    let width = (facts.map { DisplayText.width($0.label) }.max() ?? 0) + 2
    for fact in facts {
      var line = ""
      var start = terminal.styled(DisplayText.padded(fact.label, to: width), .faint)
      func flush() {
        print(start + line)
        (start, line) = (String(repeating: " ", count: width), "")
      }
      for word in DisplayText.safe(fact.text, limit: .max).split(separator: " ").map(String.init) {
        if !line.isEmpty, width + DisplayText.width(line) + 1 + DisplayText.width(word) > terminal.width { flush() }
        line += (line.isEmpty ? "" : " ") + word
      }
      flush()
    }
  }

  /// Prints the first line of a page: the name and the external id.
  static func heading(_ parts: String?..., terminal: Terminal) {
    let text = parts.compactMap { $0 }.map { DisplayText.safe($0) }.joined(separator: "  ")
    print(terminal.styled(DisplayText.clippedInside(text, to: terminal.width), .bold))
  }
}

extension CivilDate {
  /// How many days later another day is.
  func days(until other: CivilDate) -> Int { Int(other.daysSince1970) - Int(daysSince1970) }
}
