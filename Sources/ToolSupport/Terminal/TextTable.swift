/// A table as lines of text: columns as wide as they need to be. On a narrow terminal headers of several words take several
/// lines, then the flexible columns are cut.
public struct TextTable: Sendable {
  /// A column.
  public struct Column: Sendable {
    let header: String
    let isRight: Bool
    let isFlexible: Bool
    let isName: Bool

    /// A column.
    ///
    /// - Parameters:
    ///   - right: Whether cells are aligned to the right: numbers.
    ///   - flexible: Whether it may be cut to make the table fit.
    ///   - isName: Whether it is cut in the middle, since names often differ at their ends.
    public init(_ header: String, right: Bool = false, flexible: Bool = false, isName: Bool = false) {
      self.header = header
      isRight = right
      isFlexible = flexible
      self.isName = isName
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
    let isNarrow = naturalWidth > terminal.width
    let widths = widths(terminal.width)
    let rule = terminal.hasUnicode ? "─" : "-"
    let separator = terminal.styled(
      widths.map { String(repeating: rule, count: $0) }.joined(separator: "  "), .faint)
    let headers = columns.indices.map { isNarrow ? wrapped(columns[$0].header, to: widths[$0]) : [columns[$0].header] }
    let height = headers.map(\.count).max() ?? 0
    let heading = (0..<height).map { row in
      // Headers end on the last line, above their cells.
      line(headers.map { $0.count + row < height ? "" : $0[$0.count + row - height] }, widths)
    }
    // Without rows the line below the headers is enough.
    let foot =
      totals.isEmpty ? [] : (rows.isEmpty ? [] : [separator]) + totals.map { terminal.styled(line($0, widths), .bold) }
    return heading.map { terminal.styled($0, .bold) } + [separator] + rows.map { line($0, widths) } + foot
  }

  /// How wide the table would be without cutting.
  public var naturalWidth: Int { natural.reduce(0, +) + 2 * max(0, columns.count - 1) }

  /// The narrowest column of names, in which they still differ.
  private static let leastName = 6

  /// Whether it fits with headers in several lines.
  ///
  /// - Parameter isCut: Whether flexible columns are as narrow as they can be; otherwise no cell is cut.
  func fits(_ width: Int, isCut: Bool = false) -> Bool {
    let widths = zip(columns, least).map { isCut && $0.isFlexible ? min($1, Self.leastName) : $1 }
    return widths.reduce(0, +) + 2 * max(0, columns.count - 1) <= width
  }

  /// Whether cards take its place: on a narrow terminal where a cell would be cut, on others where it is too wide even when
  /// all names are cut.
  func needsCards(_ terminal: Terminal) -> Bool {
    let width = terminal.width
    return !fits(width)
      && (width <= Terminal.widestCard || (terminal.hasKnownWidth && !fits(width, isCut: true)))
  }

  /// The lines of the table, or of cards where those take its place.
  ///
  /// - Parameter heading: The columns that name a row: the heading of its card.
  func fitted(_ terminal: Terminal, heading: Set<Int>) -> [String] {
    guard needsCards(terminal) else { return lines(terminal) }
    let labels = columns.indices.filter { !heading.contains($0) }.map { columns[$0].header }
    return (rows + totals).flatMap { row in
      let names = row.indices.filter { heading.contains($0) && !row[$0].isEmpty }.map { row[$0] }
      let figures = row.indices.filter { !heading.contains($0) && !row[$0].isEmpty }.map {
        (columns[$0].header, row[$0])
      }
      return Card(names, figures, labels: labels).lines(terminal)
    }
  }

  /// As wide as the cells are, and the longest word of each header.
  private var least: [Int] {
    columnWidths { $0.split(separator: " ").map { DisplayText.width(String($0)) }.max() ?? 0 }
  }

  private var natural: [Int] { columnWidths { DisplayText.width($0) } }

  /// The widths of the columns, with headers of a width.
  private func columnWidths(_ header: (String) -> Int) -> [Int] {
    columns.indices.map { index in
      max(header(columns[index].header), (rows + totals).map { DisplayText.width($0[index]) }.max() ?? 0)
    }
  }

  /// The lines of a header in a column of a width: as many words on each as fit.
  private func wrapped(_ header: String, to width: Int) -> [String] {
    var lines: [String] = []
    for word in header.split(separator: " ").map(String.init) {
      if let last = lines.last, DisplayText.width(last) + 1 + DisplayText.width(word) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines.isEmpty ? [header] : lines
  }

  private func widths(_ available: Int) -> [Int] {
    var widths = natural
    if naturalWidth > available {
      // The longest word of each header, and then wider again while there is room.
      let least = least
      var room = max(0, available - least.reduce(0, +) - 2 * max(0, columns.count - 1))
      for index in columns.indices {
        let wider = min(room, widths[index] - least[index])
        widths[index] = least[index] + wider
        room -= wider
      }
    }
    var excess = widths.reduce(0, +) + 2 * max(0, columns.count - 1) - available
    while excess > 0,
      let widest = columns.indices.filter({ columns[$0].isFlexible && widths[$0] > Self.leastName }).max(by: {
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
      DisplayText.padded(
        column.isName ? DisplayText.clippedInside(cell.0, to: cell.1) : cell.0, to: cell.1, right: column.isRight)
    }
    var line = padded.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
