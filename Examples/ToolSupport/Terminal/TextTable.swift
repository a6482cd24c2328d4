/// A table as lines of text: columns as wide as they need to be, the flexible ones cut where the terminal is narrow.
public struct TextTable: Sendable {
  /// A column.
  public struct Column: Sendable {
    let header: String
    let isRight: Bool
    let isFlexible: Bool

    /// A column.
    ///
    /// - Parameters:
    ///   - right: Whether cells stand at the right: numbers.
    ///   - flexible: Whether it may be cut to make the table fit.
    public init(_ header: String, right: Bool = false, flexible: Bool = false) {
      self.header = header
      isRight = right
      isFlexible = flexible
    }
  }

  private let columns: [Column]
  private var rows: [[String]] = []
  private var totals: [[String]] = []

  /// An empty table.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; cells are made safe to show.
  public mutating func add(_ cells: [String]) { rows.append(cells.map { DisplayText.safe($0) }) }

  /// Adds a row below the line.
  public mutating func addTotal(_ cells: [String]) { totals.append(cells.map { DisplayText.safe($0) }) }

  /// The lines, none wider than the terminal as long as the inflexible columns fit.
  public func lines(_ terminal: Terminal) -> [String] {
    let (heading, rows, foot) = parts(terminal)
    return heading + rows + foot
  }

  /// How many rows there are, the totals not counted.
  var rowCount: Int { rows.count }

  /// The lines above the rows, the rows, and the lines of the totals.
  func parts(_ terminal: Terminal) -> (heading: [String], rows: [String], foot: [String]) {
    let widths = widths(terminal.width)
    let rule = terminal.hasUnicode ? "─" : "-"
    let separator = terminal.styled(
      widths.map { String(repeating: rule, count: $0) }.joined(separator: "  "), .faint)
    return (
      [terminal.styled(line(columns.map(\.header), widths), .bold), separator],
      rows.map { line($0, widths) },
      totals.isEmpty ? [] : [separator] + totals.map { terminal.styled(line($0, widths), .bold) }
    )
  }

  /// How wide the table would be without cutting.
  public var naturalWidth: Int { natural.reduce(0, +) + 2 * max(0, columns.count - 1) }

  private var natural: [Int] {
    columns.indices.map { index in
      let cells = (rows + totals).map { $0[index] } + [columns[index].header]
      return cells.map(DisplayText.width).max() ?? 0
    }
  }

  private func widths(_ available: Int) -> [Int] {
    var widths = natural
    var excess = widths.reduce(0, +) + 2 * max(0, columns.count - 1) - available
    while excess > 0,
      let widest = columns.indices.filter({ columns[$0].isFlexible && widths[$0] > 6 }).max(by: {
        widths[$0] < widths[$1]
      })
    {
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(zip(cells, widths), columns).map { cell, column in
      DisplayText.padded(cell.0, to: cell.1, right: column.isRight)
    }
    var line = padded.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
