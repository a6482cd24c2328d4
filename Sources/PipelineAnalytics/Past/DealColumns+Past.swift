import PipelinePlugins

/// What only columns of the past need.
extension DealColumns {
  /// Puts every deal in the stage that nothing counts: none exists yet.
  mutating func clearStages() {
    let absent = stages.absentCode()
    self[.stage] = CodedColumn(repeatElement(absent, count: rowCount))
  }

  /// Takes over the rows that others have more than these, none of which exists yet, and the dictionaries of all.
  mutating func adoptRows(of others: DealColumns) {
    let first = rowCount
    texts = others.texts
    accounts = others.accounts
    probabilities = others.probabilities
    days = others.days
    months = others.months
    monthOfDay = others.monthOfDay
    ids = others.ids
    isInOrder = others.isInOrder
    nameKeys = nil
    rows = nil
    let absent = stages.absentCode()
    for column in Column.allCases {
      let source = others[column]
      self[column].append(
        contentsOf: (first..<others.rowCount).map { column == .stage ? absent : source[$0] })
    }
    amounts.append(contentsOf: Array(others.amounts.values[first...]))
    if others.foreign.rowCount > 0 { foreign.append(contentsOf: Array(others.foreign.values[foreign.rowCount...])) }
    padForeign()
  }

  /// Leaves the amounts in other currencies out where there are none.
  mutating func dropEmptyForeign() {
    if foreign.missingCount == foreign.rowCount { foreign = AmountColumn() }
  }

  /// The deals with the present keys of their stages. A writer moves deals whose stage got another key when it opens the pipeline; those
  /// who read before that see them where they belong. O(rows) where there are any, else O(stages).
  package func inPresentStages() -> DealColumns {
    guard stages.hasFormerKeys else { return self }
    var present = self
    present.standing = nil
    present.define(cycles)
    return present
  }

  /// Defines the statuses as other sales cycles do, with all that follows from that. O(rows).
  mutating func define(_ cycles: [SalesCycle]) {
    let before = stages
    self.cycles = cycles
    stages = StageTable(cycles)
    let absent = before.absent
    let translated = before.entries.enumerated().map { code, entry in
      UInt32(code) == absent ? stages.absentCode() : stages.presentCode(entry.cycle, entry.status)
    }
    let old = self[.stage]
    self[.stage] = CodedColumn(ids.indices.lazy.map { translated[Int(old[$0])] })
    let outcomes = stages.entries.map(\.outcome.isClosed)
    let (stage, actual, expected) = (self[.stage], self[.actual], self[.expected])
    let close = ids.indices.map { outcomes[Int(stage[$0])] ? actual[$0] : expected[$0] }
    self[.closeDay] = CodedColumn(close)
    self[.closeMonth] = CodedColumn(close.map { monthOfDay[Int($0)] })
  }

  /// The salesperson of a row; empty where it has none.
  func owner(of row: Int) -> String { owner(code: Int(self[.owner][row])) }

  /// The salesperson of a code; empty for none.
  func owner(code: Int) -> String { texts[.owner]?.value(code) ?? "" }
}
