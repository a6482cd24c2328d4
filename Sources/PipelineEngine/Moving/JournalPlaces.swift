import PipelinePlugins

/// The places in one journal of the entries of another one with the same entries: two stores number them differently.
///
/// Kept as runs of entries whose numbers differ by the same amount: one run for two journals without gaps.
struct JournalPlaces {
  private struct Run {
    let first: Int64
    var last: Int64
    /// What is added to a number.
    let offset: Int64
  }

  private var runs: [Run] = []

  /// The last number that has a place; 0 for none.
  var last: Int64 { runs.last?.last ?? 0 }

  /// Whether each entry has the number of its place.
  var areSame: Bool { runs.allSatisfy { $0.offset == 0 } }

  /// Adds entries after the earlier ones.
  ///
  /// - Parameters:
  ///   - numbers: Their numbers, without gaps.
  ///   - end: The place of the last one.
  mutating func append(_ numbers: ClosedRange<Int64>, endingAt end: Int64) {
    // Numbers of an archive can be anything: they are not worth a trap.
    let offset = end &- numbers.upperBound
    if let last = runs.last, last.offset == offset, last.last &+ 1 == numbers.lowerBound {
      runs[runs.count - 1].last = numbers.upperBound
    } else {
      runs.append(Run(first: numbers.lowerBound, last: numbers.upperBound, offset: offset))
    }
  }

  /// The numbers by the places.
  var inverted: JournalPlaces {
    JournalPlaces(
      runs: runs.map { Run(first: $0.first &+ $0.offset, last: $0.last &+ $0.offset, offset: 0 &- $0.offset) })
  }

  init() {}

  private init(runs: [Run]) { self.runs = runs }

  /// The place of an entry, or of the last one before a number that no entry has; 0 before the first. O(log runs).
  subscript(number: Int64) -> Int64 {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].first <= number { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    return min(number, runs[low - 1].last) &+ runs[low - 1].offset
  }
}

extension JournalPlaces {
  /// The cells of a record of a kind with the places that are in them.
  func moved(_ cells: [FieldValue], of kind: RecordKind) -> [FieldValue] {
    guard kind == .consumer, let place = Self.placeOfConsumers, cells.indices.contains(place) else { return cells }
    var cells = cells
    cells[place] = moved(cells[place])
    return cells
  }

  /// A journal event with the places that are in it.
  func moved(_ event: JournalEvent, of kind: RecordKind) -> JournalEvent {
    guard kind == .consumer else { return event }
    switch event {
    case .created(let cells): return .created(moved(cells, of: kind))
    case .restored(let cells): return .restored(moved(cells, of: kind))
    case .changed(let change) where change.field == ConsumerBody.placeField:
      return .changed(
        CellChange(change.field, old: moved(change.old), new: moved(change.new), inHistory: change.inHistory))
    case .changed, .deleted: return event
    }
  }

  /// The greatest number in an event that is a place in the journal.
  static func latest(in event: JournalEvent, of kind: RecordKind) -> Int64? {
    guard kind == .consumer else { return nil }
    let cells: [FieldValue] =
      switch event {
      case .created(let cells), .restored(let cells):
        placeOfConsumers.map { cells.indices.contains($0) ? [cells[$0]] : [] } ?? []
      case .changed(let change): change.field == ConsumerBody.placeField ? [change.old, change.new] : []
      case .deleted: []
      }
    return cells.compactMap(\.integer).max()
  }

  private func moved(_ cell: FieldValue) -> FieldValue { cell.integer.map { .integer(self[$0]) } ?? cell }

  private static var placeOfConsumers: Int? { ConsumerBody.fields.position(of: ConsumerBody.placeField) }
}
