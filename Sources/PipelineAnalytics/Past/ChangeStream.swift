import PipelinePlugins

/// A column of a deals' table that changes are undone on.
protocol RewindableColumn: Sendable {
  associatedtype Cell: Equatable & Sendable
  var rowCount: Int { get }
  mutating func put(_ cells: [Cell], at rows: [Int32], _ places: Range<Int>, backwards: Bool)
  mutating func append(contentsOf cells: [Cell])
  mutating func narrowZones()
}

extension CodedColumn: RewindableColumn {}
extension AmountColumn: RewindableColumn {
  /// Amounts have no zones.
  func narrowZones() {}
}

/// All changes of one column in the order in which they took effect, from which the column of any moment is told: the nearest
/// state that is kept, with the changes between undone or done again.
///
/// They are kept in parts of equal length that are never changed once they are full, so that a column of the past can hold on
/// to the part that it is made of while the stream grows.
struct ChangeStream<Column: RewindableColumn>: Sendable {
  /// Changes that follow each other.
  struct Part: Sendable {
    var times: [Int64] = []
    var rows: [Int32] = []
    var olds: [Column.Cell] = []
    var news: [Column.Cell] = []
    /// The column before the first of them; `nil` where it is not kept.
    var state: Column?
  }

  private var parts: [Part] = []
  private let interval: Int
  /// The cells of rows that came to be known later, from row `firstAdded` on, as they are before anything happens to them.
  private var added: [Column.Cell] = []
  private let firstAdded: Int

  /// - Parameters:
  ///   - interval: How many changes lie between two states that are kept.
  ///   - rows: How many rows there are.
  init(interval: Int, rows: Int) {
    self.interval = interval
    firstAdded = rows
  }

  /// How many changes there are.
  var count: Int { parts.isEmpty ? 0 : (parts.count - 1) * interval + parts[parts.count - 1].times.count }

  /// Notes a change; they come in the order in which they took effect.
  mutating func append(_ time: Int64, _ row: Int, _ old: Column.Cell, _ new: Column.Cell) {
    if parts.last.map({ $0.times.count == interval }) ?? true { parts.append(Part()) }
    let last = parts.count - 1
    parts[last].times.append(time)
    parts[last].rows.append(Int32(truncatingIfNeeded: row))
    parts[last].olds.append(old)
    parts[last].news.append(new)
  }

  /// Notes the rows that the table has come to have: states that are kept are shorter than it from then on.
  mutating func lengthen(_ cells: [Column.Cell]) { added += cells }

  /// Keeps a state before each part, walking back from the last change. A few changes need none.
  mutating func keepStates(_ latest: Column) {
    let isShort = parts.count == 1 && parts[0].times.count <= interval / 2
    guard !isShort, let first = parts.firstIndex(where: { $0.state == nil }) else { return }
    var column = latest
    for index in (first..<parts.count).reversed() {
      let part = parts[index]
      column.put(part.olds, at: part.rows, part.rows.indices, backwards: true)
      column.narrowZones()
      parts[index].state = column
    }
  }

  /// The column as it was when all changes up to a moment had taken effect, still to be made; `nil` where it is the latest.
  func column(at time: Int64, _ latest: Column) -> PastColumn<Column>? {
    let place = firstPlace(after: time)
    guard place < count else { return nil }
    let (index, offset) = (place / interval, place % interval)
    let part = parts[index]
    if let state = part.state, offset <= part.times.count - offset {
      return past(state, part, 0..<offset, isBack: false)
    }
    let above = parts.at(index + 1)?.state ?? latest
    return past(above, part, offset..<part.times.count, isBack: true)
  }

  private func past(_ base: Column, _ part: Part, _ places: Range<Int>, isBack: Bool) -> PastColumn<Column> {
    let missing = firstAdded + added.count - base.rowCount
    return PastColumn(
      base,
      PastColumn.Changes(
        added: missing > 0 ? Array(added.suffix(missing)) : [], rows: part.rows,
        cells: isBack ? part.olds : part.news, places: places, isBack: isBack))
  }

  private func firstPlace(after time: Int64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if parts[middle / interval].times[middle % interval] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
