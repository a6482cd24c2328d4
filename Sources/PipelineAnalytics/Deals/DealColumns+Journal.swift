package import PipelinePlugins

extension DealColumns {
  /// Brings the columns up to date with a page of the journal that follows their cursor. Entries that they already hold and
  /// entries of other kinds change nothing.
  package mutating func apply(_ page: JournalPage) {
    for entry in page.entries { apply(entry) }
    cursor = max(cursor, page.cursor)
  }

  /// Applies one entry.
  package mutating func apply(_ entry: JournalEntry) {
    guard entry.sequence > cursor.sequence else { return }
    cursor = Cursor(entry.sequence)
    guard entry.key.kind == .opportunity else { return }
    let row = row(of: entry.key.id)
    switch (entry.event, row) {
    case (.created(let cells), _), (.restored(let cells), _):
      create(entry.key.id, row, cells)
    case (.changed(let change), let row?):
      set(change.field, change.new, row)
      refresh(row)
    case (.deleted, let row?): removeRow(row)
    case (.changed, nil), (.deleted, nil): break
    }
  }

  /// Fills a row, a new one where the deal has none.
  mutating func create(_ id: RecordID, _ known: Int?, _ cells: [FieldValue]) {
    func cell(_ field: FieldName) -> FieldValue {
      OpportunityBody.fields.position(of: field).flatMap { cells.at($0) } ?? .null
    }
    // Cycle and status make one code: set one after the other, they would name a stage that never was.
    let stage = stages.code(cell("cycle").text ?? "", cell("status").text ?? "")
    let row = known ?? appendRow(id, stage)
    self[.stage].set(row, stage)
    for field in Self.fields where field != "cycle" && field != "status" { set(field, cell(field), row) }
    refresh(row)
  }

  private mutating func appendRow(_ id: RecordID, _ stage: UInt32) -> Int {
    let row = ids.count
    ids.append(id)
    rows?.appendLast(of: ids)
    // A column's rows must agree with the others' before any is set.
    for column in Column.allCases { self[column].append(column == .stage ? stage : 0) }
    amounts.append(contentsOf: [AmountColumn.missing])
    if foreign.rowCount > 0 { padForeign() }
    return row
  }

  private mutating func removeRow(_ row: Int) {
    rows?.remove(row, from: ids)
    for column in columns.indices { columns[column].remove(row) }
    amounts.remove(row)
    ids.swapAt(row, ids.count - 1)
    ids.removeLast()
    if foreign.rowCount > 0 { foreign.remove(row) }
  }

  /// Puts a cell where its field is kept.
  private mutating func set(_ field: FieldName, _ cell: FieldValue, _ row: Int) {
    if let column = Self.textFields.first(where: { $0.field == field })?.column {
      let (amount, code) = (rawAmount(row), texts[column, default: ValueCodes()].code(cell.text))
      self[column].set(row, code)
      if column == .currency { setAmount(amount, row) }
      return
    }
    let entry = stages.entries[Int(self[.stage][row])]
    switch field {
    case "cycle": self[.stage].set(row, stages.code(cell.text ?? "", entry.status))
    case "status": self[.stage].set(row, stages.code(entry.cycle, cell.text ?? ""))
    case "amount": setAmount(cell.integer ?? AmountColumn.missing, row)
    default: if let (column, code) = code(field, cell) { self[column].set(row, code) }
    }
  }

  /// The column and the code of a field's cell; `nil` for a field that no column of codes holds by itself.
  mutating func code(_ field: FieldName, _ cell: FieldValue) -> (Column, UInt32)? {
    if let column = Self.textFields.first(where: { $0.field == field })?.column {
      return (column, texts[column, default: ValueCodes()].code(cell.text))
    }
    switch field {
    case "account": return (.account, accounts.code(cell.bytes.flatMap { RecordID(bytes: $0) }))
    case "probability": return (.probability, cell.integer.map { probabilities.code($0) } ?? 0)
    case "expected_close_date": return (.expected, cell.integer.map { days.code($0) } ?? 0)
    case "actual_close_date": return (.actual, cell.integer.map { days.code($0) } ?? 0)
    case "status_since": return (.since, cell.integer.map { dayCode(of: $0) } ?? 0)
    case "created_at": return (.created, cell.integer.map { dayCode(of: $0) } ?? 0)
    default: return nil
    }
  }

  /// Gives every row a place among the amounts in other currencies.
  mutating func padForeign() {
    let missing = ids.count - foreign.rowCount
    if missing > 0 { foreign.append(contentsOf: [Int64](repeating: AmountColumn.missing, count: missing)) }
  }

  /// Works out again what is made from other columns.
  private mutating func refresh(_ row: Int) {
    catchUpMonths()
    let isClosed = stages.entries[Int(self[.stage][row])].outcome.isClosed
    let close = isClosed ? self[.actual][row] : self[.expected][row]
    self[.closeDay].set(row, close)
    self[.closeMonth].set(row, monthOfDay[Int(close)])
  }

  /// The amount in whatever currency.
  func rawAmount(_ row: Int) -> Int64 {
    let own = amounts.values[row]
    return own == AmountColumn.missing ? foreign.values.at(row) ?? AmountColumn.missing : own
  }

  private mutating func setAmount(_ amount: Int64, _ row: Int) {
    let code = pricing(amount, self[.currency][row], base: baseCode())
    self[.pricing].set(row, code)
    amounts.set(row, code == 0 ? amount : AmountColumn.missing)
    if code > 1 { padForeign() }
    if foreign.rowCount > 0 { foreign.set(row, code > 1 ? amount : AmountColumn.missing) }
  }
}
