public import PipelinePlugins

extension DealColumns {
  /// Brings the columns up to date with a page of the journal that follows their cursor. Entries that they already hold and
  /// entries of other kinds change nothing.
  public mutating func apply(_ page: JournalPage) {
    for entry in page.entries { apply(entry) }
    cursor = max(cursor, page.cursor)
  }

  /// Applies one entry.
  public mutating func apply(_ entry: JournalEntry) {
    guard entry.sequence > cursor.sequence else { return }
    cursor = Cursor(entry.sequence)
    guard entry.key.kind == .opportunity else { return }
    let row = row(of: entry.key.id)
    switch (entry.event, row) {
    case (.created(let cells), _):
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
    var codes = [UInt32](repeating: 0, count: Column.allCases.count)
    var amount = AmountColumn.missing
    // Cycle and status make one code: set one after the other, they would name a stage that never was.
    var (cycle, status) = ("", "")
    for (place, home) in Self.homes where place < cells.count {
      let cell = cells[place]
      switch home {
      case .cycle: cycle = cell.text ?? ""
      case .status: status = cell.text ?? ""
      case .amount: amount = cell.integer ?? AmountColumn.missing
      default: if let (column, code) = code(home, cell) { codes[column.rawValue] = code }
      }
    }
    let stage = stages.code(cycle, status)
    codes[Column.stage.rawValue] = stage
    catchUpMonths()
    let close = codes[(stages.isClosed(stage) ? Column.actual : .expected).rawValue]
    codes[Column.closeDay.rawValue] = close
    codes[Column.closeMonth.rawValue] = monthOfDay[Int(close)]
    let row = known ?? appendRow(id, codes)
    if known != nil { for column in Column.allCases { self[column].set(row, codes[column.rawValue]) } }
    setAmount(amount, row)
  }

  private mutating func appendRow(_ id: RecordID, _ codes: [UInt32]) -> Int {
    let row = ids.count
    ids.append(id)
    rows?.appendLast(of: ids)
    for column in Column.allCases { self[column].append(codes[column.rawValue]) }
    amounts.append(AmountColumn.missing)
    if foreign.rowCount > 0 { padForeign() }
    return row
  }

  private mutating func removeRow(_ row: Int) {
    rows?.remove(row, from: ids)
    for column in Column.allCases { self[column].remove(row) }
    amounts.remove(row)
    ids.swapAt(row, ids.count - 1)
    ids.removeLast()
    if foreign.rowCount > 0 { foreign.remove(row) }
  }

  /// Puts a cell where its field is kept.
  private mutating func set(_ field: FieldName, _ cell: FieldValue, _ row: Int) {
    guard let home = Self.home[field] else { return }
    switch home {
    case .cycle:
      self[.stage].set(row, stages.code(cell.text ?? "", stages.entries[Int(self[.stage][row])].status))
    case .status:
      self[.stage].set(row, stages.code(stages.entries[Int(self[.stage][row])].cycle, cell.text ?? ""))
    case .amount: setAmount(cell.integer ?? AmountColumn.missing, row)
    case .text(.currency):
      let amount = rawAmount(row)
      if let (column, code) = code(home, cell) { self[column].set(row, code) }
      setAmount(amount, row)
    default: if let (column, code) = code(home, cell) { self[column].set(row, code) }
    }
  }

  /// Where a field's cells are kept.
  enum Home: Sendable {
    case text(Column)
    case account
    case probability
    case day(Column)
    case moment(Column)
    // What no column of codes holds by itself.
    case amount
    case cycle
    case status
  }

  /// Where the cells of each field are kept that the columns hold.
  static let home: [FieldName: Home] = {
    var home: [FieldName: Home] = [
      "account": .account, "probability": .probability, "expected_close_date": .day(.expected),
      "actual_close_date": .day(.actual), "status_since": .moment(.since), "created_at": .moment(.created),
      "amount": .amount, "cycle": .cycle, "status": .status,
    ]
    for (column, field) in textFields { home[field] = .text(column) }
    return home
  }()

  /// The same by the fields' places among a record's cells.
  private static let homes: [(place: Int, home: Home)] = OpportunityBody.fields.fields.enumerated().compactMap {
    place, field in home[field.name].map { (place, $0) }
  }

  /// The column and the code of a cell; `nil` for one that no column of codes holds by itself.
  mutating func code(_ home: Home, _ cell: FieldValue) -> (Column, UInt32)? {
    switch home {
    case .text(let column): (column, texts[column, default: ValueCodes()].code(cell.text))
    case .account: (.account, accounts.code(cell.bytes.flatMap { RecordID(bytes: $0) }))
    case .probability: (.probability, cell.integer.map { probabilities.code($0) } ?? 0)
    case .day(let column): (column, cell.integer.map { days.code($0) } ?? 0)
    case .moment(let column): (column, cell.integer.map { dayCode(of: $0) } ?? 0)
    case .amount, .cycle, .status: nil
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
    let close = stages.isClosed(self[.stage][row]) ? self[.actual][row] : self[.expected][row]
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
