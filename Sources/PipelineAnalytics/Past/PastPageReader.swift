import PipelinePlugins

/// Reads the cells of a page in the order of its entries, as codes of the columns.
struct PastPageReader {
  /// The places of all fields in the order of a record's cells.
  static let fieldsInOrder: [Int] = DealColumns.fields.indices.sorted {
    position(of: DealColumns.fields[$0]) < position(of: DealColumns.fields[$1])
  }

  private static func position(of field: FieldName) -> Int { OpportunityBody.fields.position(of: field) ?? .max }

  private static let placeOfField: [DealColumns.CellPlace?] = DealColumns.fields.map { DealColumns.places[$0] }
  private static let createdPlace = DealColumns.fields.firstIndex(of: "created_at")

  private let page: JournalPage.Columns
  /// Each field's cells; empty where they are codes, or are numbers.
  private var numbers: [[Int64]] = []
  private var codes: [[UInt32]] = []
  /// For each code of the page the code of the columns, made where a change needs it.
  private var tables: [[UInt32]?]
  /// How many entries with all cells were passed, and how many changes of each field.
  private var whole = 0
  private var own: [Int]
  /// The first `created_at` of the deals that the page creates.
  private(set) var createdAt: [Int64] = []

  init(_ page: JournalPage.Columns) throws {
    self.page = page
    let fields = DealColumns.fields
    guard page.cells.count == fields.count else {
      throw ColumnPageError(field: fields.at(page.cells.count) ?? "created_at")
    }
    tables = Array(repeating: nil, count: fields.count)
    own = Array(repeating: 0, count: fields.count)
    var changes = own
    var wholes = 0
    for event in page.events {
      switch event {
      case .created, .restored: wholes += 1
      case .deleted: break
      case .changed(let field):
        guard changes.indices.contains(Int(field)) else { throw ColumnPageError(field: "created_at") }
        changes[Int(field)] += 1
      }
    }
    for (place, cells) in page.cells.enumerated() {
      guard cells.count == wholes + changes[place] else { throw ColumnPageError(field: fields[place]) }
      switch cells {
      case .integers(let values):
        numbers.append(values)
        codes.append([])
      case .texts(let values, _), .identities(let values, _):
        numbers.append([])
        codes.append(values)
      }
    }
  }

  /// The deals that the page creates, as a page of a load.
  mutating func creations(_ cursor: Cursor) throws -> ColumnPage {
    let created = page.events.indices.filter { page.events[$0] == .created }
    var columns = page.cells
    for place in columns.indices where columns[place].count > created.count {
      columns[place] = columns[place].keeping(isOfCreation(place))
    }
    if let place = Self.createdPlace, case .integers(let values) = columns[place] { createdAt = values }
    guard createdAt.count == created.count else { throw ColumnPageError(field: "created_at") }
    let ids = created.count == page.ids.count ? page.ids : created.map { page.ids[$0] }
    return ColumnPage(ids: ids, versions: [], columns: columns, cursor: cursor, next: nil)
  }

  /// For each cell of a column whether it is a creation's.
  private func isOfCreation(_ place: Int) -> [Bool] {
    var result: [Bool] = []
    for event in page.events {
      switch event {
      case .created: result.append(true)
      case .restored: result.append(false)
      case .deleted: break
      case .changed(let field): if Int(field) == place { result.append(false) }
      }
    }
    return result
  }

  /// Goes on past an entry with all cells.
  mutating func passWhole() { whole += 1 }

  /// Goes on past an entry.
  mutating func pass(_ event: JournalPage.Columns.Event) {
    switch event {
    case .created, .restored: whole += 1
    case .deleted: break
    case .changed(let field): own[Int(field)] += 1
    }
  }

  /// The change that the next entry makes of a field.
  mutating func nextCode(of field: Int, _ events: inout DealEvents) throws -> (DealEvents.Kind, Int64) {
    defer { own[field] += 1 }
    return try code(of: field, &events)
  }

  /// What the present entry says of a field.
  mutating func code(of field: Int, _ events: inout DealEvents) throws -> (DealEvents.Kind, Int64) {
    let index = whole + own[field]
    switch Self.placeOfField[field] {
    case .cycle: return (.cycle, try text(field, index, &events))
    case .status: return (.status, try text(field, index, &events))
    case .amount: return (.amount, try number(field, index))
    case .text(let column): return (.code(column), try text(field, index, &events))
    case .account: return (.code(.account), try text(field, index, &events))
    case .probability: return (.code(.probability), Int64(events.births.probabilities.code(try number(field, index))))
    case .day(let column): return (.code(column), Int64(events.births.days.code(try number(field, index))))
    case .moment(let column): return (.code(column), Int64(events.births.dayCode(of: try number(field, index))))
    case nil: throw ColumnPageError(field: DealColumns.fields[field])
    }
  }

  private func number(_ field: Int, _ index: Int) throws -> Int64 {
    guard index < numbers[field].count else { throw ColumnPageError(field: DealColumns.fields[field]) }
    return numbers[field][index]
  }

  /// The code of a text or an identity.
  private mutating func text(_ field: Int, _ index: Int, _ events: inout DealEvents) throws -> Int64 {
    let table = try table(field, &events)
    guard index < codes[field].count else { throw ColumnPageError(field: DealColumns.fields[field]) }
    let code = codes[field][index]
    // The last one is of null.
    let place = code == CellColumn.missingCode ? table.count - 1 : Int(code)
    guard place < table.count else { throw ColumnPageError(field: DealColumns.fields[field]) }
    return Int64(table[place])
  }

  private mutating func table(_ field: Int, _ events: inout DealEvents) throws -> [UInt32] {
    if let table = tables[field] { return table }
    let table: [UInt32]
    switch (Self.placeOfField[field], page.cells[field]) {
    case (.cycle, .texts(_, let texts)), (.status, .texts(_, let texts)):
      table = (texts + [""]).map { events.words.code($0) }
    case (.text(let column), .texts(_, let texts)):
      table = texts.map { events.births.texts[column, default: ValueCodes()].code($0) } + [0]
    case (.account, .identities(_, let ids)): table = ids.map { events.births.accounts.code($0) } + [0]
    default: throw ColumnPageError(field: DealColumns.fields[field])
    }
    tables[field] = table
    return table
  }
}

extension CellColumn {
  fileprivate var count: Int {
    switch self {
    case .integers(let cells): cells.count
    case .texts(let codes, _), .identities(let codes, _): codes.count
    }
  }

  /// Some of the cells.
  fileprivate func keeping(_ isKept: [Bool]) -> CellColumn {
    func kept<Cell>(_ cells: [Cell]) -> [Cell] { zip(cells, isKept).filter(\.1).map(\.0) }
    return switch self {
    case .integers(let cells): .integers(kept(cells))
    case .texts(let codes, let dictionary): .texts(codes: kept(codes), dictionary: dictionary)
    case .identities(let codes, let dictionary): .identities(codes: kept(codes), dictionary: dictionary)
    }
  }
}
