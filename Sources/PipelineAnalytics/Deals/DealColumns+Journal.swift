package import PipelinePlugins

extension DealColumns {
  /// Brings the columns up to date with a page of the journal that follows their cursor. Entries that they already hold and
  /// entries of other kinds change nothing.
  package mutating func apply(_ page: JournalPage) {
    let changes = page.entries.reduce(0) { $0 + ($1.key.kind == .opportunity ? 1 : 0) }
    if changes > 0 {
      standing(through: changes) { columns in
        for entry in page.entries { columns.follow(entry) }
      }
    }
    cursor = max(cursor, page.entries.last.map { Cursor($0.sequence) } ?? .start, page.cursor)
  }

  /// Applies one entry.
  package mutating func apply(_ entry: JournalEntry) {
    standing(through: 1) { $0.follow(entry) }
  }

  private mutating func follow(_ entry: JournalEntry) {
    guard entry.sequence > cursor.sequence else { return }
    cursor = Cursor(entry.sequence)
    guard entry.key.kind == .opportunity else { return }
    let row = row(of: entry.key.id)
    switch (entry.event, row) {
    case (.created(let cells), _), (.restored(let cells), _):
      create(entry.key.id, row, cells)
    case (.changed(let change), let row?):
      guard let place = Self.places[change.field] else {
        if change.field == "name" { nameKeys?.set(row, change.new.text) }
        return
      }
      let changed = Self.columns(of: place)
      count(row, -1, changing: changed)
      set(place, change.new, row)
      refresh(row)
      count(row, 1, changing: changed)
    case (.deleted, let row?):
      count(row, -1, changing: .all)
      removeRow(row)
    case (.changed, nil), (.deleted, nil): break
    }
  }

  /// Fills a row, a new one where the deal has none.
  mutating func create(_ id: RecordID, _ known: Int?, _ cells: [FieldValue]) {
    func text(_ position: Int?) -> String { position.flatMap { cells.at($0)?.text } ?? "" }
    // Cycle and status make one code: set one after the other, they would name a stage that never was.
    let stage = stages.code(text(Self.cyclePosition), text(Self.statusPosition))
    if let known { count(known, -1, changing: .all) }
    let row = known ?? appendRow(id, stage)
    self[.stage].set(row, stage)
    for (place, position) in Self.cellsBesideStage { set(place, cells.at(position) ?? .null, row) }
    nameKeys?.set(row, Self.namePosition.flatMap { cells.at($0)?.text })
    refresh(row)
    count(row, 1, changing: .all)
  }

  private mutating func appendRow(_ id: RecordID, _ stage: UInt32) -> Int {
    let row = ids.count
    if let last = ids.last, id < last { isInOrder = false }
    ids.append(id)
    rows?.appendLast(of: ids)
    // A column's rows must agree with the others' before any is set.
    for column in Column.allCases { self[column].append(column == .stage ? stage : 0) }
    amounts.append(contentsOf: [AmountColumn.missing])
    nameKeys?.append()
    if foreign.rowCount > 0 { padForeign() }
    return row
  }

  private mutating func removeRow(_ row: Int) {
    rows?.remove(row, from: ids)
    for column in columns.indices { columns[column].remove(row) }
    amounts.remove(row)
    nameKeys?.remove(row)
    if row != ids.count - 1 { isInOrder = false }
    ids.swapAt(row, ids.count - 1)
    ids.removeLast()
    if foreign.rowCount > 0 { foreign.remove(row) }
  }

  /// Puts a cell where its field is kept.
  private mutating func set(_ place: CellPlace, _ cell: FieldValue, _ row: Int) {
    switch place {
    case .cycle:
      self[.stage].set(row, stages.code(cell.text ?? "", stages.entries[Int(self[.stage][row])].status))
    case .status:
      self[.stage].set(row, stages.code(stages.entries[Int(self[.stage][row])].cycle, cell.text ?? ""))
    case .amount: setAmount(cell.integer ?? AmountColumn.missing, row)
    case .text(.currency):
      let amount = rawAmount(row)
      if let (column, code) = code(place, cell) { self[column].set(row, code) }
      setAmount(amount, row)
    case .text, .account, .probability, .day, .moment:
      if let (column, code) = code(place, cell) { self[column].set(row, code) }
    }
  }

  /// The column and the code of a cell; `nil` for one that no column of codes holds by itself.
  mutating func code(_ place: CellPlace, _ cell: FieldValue) -> (Column, UInt32)? {
    switch place {
    case .cycle, .status, .amount: nil
    case .text(let column): (column, texts[column, default: ValueCodes()].code(cell.text))
    case .account: (.account, accounts.code(cell.bytes.flatMap { RecordID(bytes: $0) }))
    case .probability: (.probability, cell.integer.map { probabilities.code($0) } ?? 0)
    case .day(let column): (column, cell.integer.map { days.code($0) } ?? 0)
    case .moment(let column): (column, cell.integer.map { dayCode(of: $0) } ?? 0)
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

  /// The amount in any currency.
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

extension DealColumns {
  /// Where a field's cell is kept.
  enum CellPlace: Hashable, Sendable {
    /// In the column of the stage, which both share.
    case cycle, status
    case amount
    case text(Column)
    case account
    case probability
    case day(Column)
    /// The day of a moment.
    case moment(Column)
  }

  /// Where the cells of each field are kept.
  static let places: [FieldName: CellPlace] = {
    var places: [FieldName: CellPlace] = [
      "cycle": .cycle, "status": .status, "amount": .amount, "account": .account, "probability": .probability,
      "expected_close_date": .day(.expected), "actual_close_date": .day(.actual), "status_since": .moment(.since),
      "created_at": .moment(.created),
    ]
    for (column, field) in textFields { places[field] = .text(column) }
    return places
  }()

  private static let cyclePosition = OpportunityBody.fields.position(of: "cycle")
  private static let namePosition = OpportunityBody.fields.position(of: "name")
  private static let statusPosition = OpportunityBody.fields.position(of: "status")

  /// The cells of a record except cycle and status, in the order in which they are set: the amount after its currency.
  private static let cellsBesideStage: [(place: CellPlace, position: Int)] = fields.compactMap { field in
    guard let place = places[field], place != .cycle, place != .status else { return nil }
    return OpportunityBody.fields.position(of: field).map { (place, $0) }
  }
}
