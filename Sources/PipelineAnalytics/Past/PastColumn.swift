import Synchronization

/// A column of a moment, made of the nearest state that is kept when it is first read: a report reads few of them. All copies of
/// a deals' table share it, so that it is made once.
final class PastColumn<Column: RewindableColumn>: @unchecked Sendable {
  // May be shared between tasks: `column` and `changes` change once, under the lock, before `isMade` is set, and `column` is
  // read by others only after that.
  private let isMade = Atomic(false)
  private let lock = Mutex(())
  private var column: Column
  private var changes: Changes?

  /// What lies between the state and the moment.
  struct Changes: Sendable {
    /// The cells of rows that the state is too short for.
    let added: [Column.Cell]
    let rows: [Int32]
    let cells: [Column.Cell]
    let places: Range<Int>
    let isBack: Bool
  }

  init(_ base: Column, _ changes: Changes) {
    column = base
    self.changes = changes
  }

  /// The column. The first time O(rows) for a copy of the state, and O(changes) between it and the moment.
  var value: Column {
    _read {
      if !isMade.load(ordering: .acquiring) { make() }
      yield column
    }
  }

  private func make() {
    lock.withLock { _ in
      guard let changes else { return }
      column.append(contentsOf: changes.added)
      column.put(changes.cells, at: changes.rows, changes.places, backwards: changes.isBack)
      self.changes = nil
      isMade.store(true, ordering: .releasing)
    }
  }
}

/// The columns of a moment that differ from the latest ones.
struct PastColumns: Sendable {
  /// For each of `DealColumns.Column`; `nil` where it does not differ.
  var codes: [PastColumn<CodedColumn>?]
  var amounts: PastColumn<AmountColumn>?
  var foreign: PastColumn<AmountColumn>?
}
