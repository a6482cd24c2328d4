import PipelinePlugins

/// A column of a deals' table that changes are undone on.
protocol RewindableColumn: Sendable {
  associatedtype Cell: Equatable & Sendable & BitwiseCopyable
  mutating func set(_ row: Int, _ cell: Cell)
  mutating func append(contentsOf cells: [Cell])
}

extension CodedColumn: RewindableColumn {}
extension AmountColumn: RewindableColumn {}

/// All changes of one column in the order in which they took effect, from which the column of any moment is computed: the nearest
/// state that is kept, with the changes between undone or done again.
struct ChangeStream<Column: RewindableColumn>: Sendable {
  private var times: [Int64] = []
  private var rows: [Int32] = []
  private var olds: [Column.Cell] = []
  private var news: [Column.Cell] = []
  /// States before the change at a place, by ascending place; made at the first question after a change.
  private var checkpoints: [(place: Int, column: Column)] = []
  private let interval: Int

  init(interval: Int) { self.interval = interval }

  /// Writes the changes; states that are kept are made again when they are needed.
  func write(_ file: inout ColumnFileWriter) throws {
    try file.write(times)
    try file.write(rows)
    try file.write(olds)
    try file.write(news)
  }

  /// Reads changes of so many rows.
  ///
  /// - Parameter isValid: Whether the column can hold a cell.
  /// - Throws: ``ColumnFileDamage``.
  init(_ file: inout ColumnFileReader, rows count: Int, interval: Int, isValid: (Column.Cell) -> Bool) throws {
    self.interval = interval
    times = try file.array()
    rows = try file.array(atMost: times.count)
    olds = try file.array(atMost: times.count)
    news = try file.array(atMost: times.count)
    guard rows.count == times.count, olds.count == times.count, news.count == times.count,
      rows.allSatisfy({ $0 >= 0 && Int($0) < count }), olds.allSatisfy(isValid), news.allSatisfy(isValid),
      zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw ColumnFileDamage() }
  }

  /// Notes a change; they come in the order in which they took effect.
  mutating func append(_ time: Int64, _ row: Int, _ old: Column.Cell, _ new: Column.Cell) {
    times.append(time)
    rows.append(Int32(truncatingIfNeeded: row))
    olds.append(old)
    news.append(new)
  }

  /// Gives the states that are kept the rows that the table has gained, as they are before anything happens to them: a
  /// state as long as the table then was would be too short for the changes that are done again on it.
  mutating func lengthen(_ cells: [Column.Cell]) {
    guard !cells.isEmpty else { return }
    for index in checkpoints.indices { checkpoints[index].column.append(contentsOf: cells) }
  }

  /// Keeps a state every so many changes, walking back from the last one, so that none takes more than half an interval.
  mutating func keepCheckpoints(_ latest: Column) {
    guard times.count > interval else { return }
    let first = (checkpoints.last?.place ?? 0) / interval + 1
    let places = Array(Swift.stride(from: first * interval, to: times.count, by: interval))
    guard !places.isEmpty else { return }
    var column = latest
    var place = times.count
    var fresh: [(place: Int, column: Column)] = []
    for target in places.reversed() {
      while place > target {
        place -= 1
        column.set(Int(rows[place]), olds[place])
      }
      fresh.append((target, column))
    }
    checkpoints += fresh.reversed()
  }

  /// Calls a closure for each change up to a moment, with its time, its row and the cells before and after.
  func forEachChange(upTo time: Int64, _ body: (Int64, Int, Column.Cell, Column.Cell) -> Void) {
    for place in 0..<firstPlace(after: time) { body(times[place], Int(rows[place]), olds[place], news[place]) }
  }

  /// How many changes there are.
  var count: Int { times.count }

  /// The column as it was when all changes up to a moment had taken effect.
  func column(at time: Int64, _ latest: Column) -> Column {
    let place = firstPlace(after: time)
    guard place < times.count else { return latest }
    let above = checkpoints.first { $0.place >= place }
    let below = checkpoints.last { $0.place < place }
    let up = (above?.place ?? times.count) - place
    if let below, place - below.place < up {
      var column = below.column
      for index in below.place..<place { column.set(Int(rows[index]), news[index]) }
      return column
    }
    var column = above?.column ?? latest
    for index in (place..<place + up).reversed() { column.set(Int(rows[index]), olds[index]) }
    return column
  }

  private func firstPlace(after time: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
