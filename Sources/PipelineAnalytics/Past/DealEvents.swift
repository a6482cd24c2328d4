import PipelinePlugins

/// The contents of a journal about deals, in its order, as codes: each deal's first state, and every later change.
struct DealEvents: Sendable {
  /// A change.
  ///
  /// Thirty-two bytes without a gap, as it is in memory and in a file.
  struct Event: Sendable, BitwiseCopyable {
    /// When it took effect, in microseconds since 1970; never before its deal existed.
    var effectiveAt: Int64
    /// When it was made known.
    var recordedAt: Int64
    /// The code or the amount.
    var value: Int64
    var row: Int32
    private(set) var kindCode: UInt32

    init(effectiveAt: Int64, recordedAt: Int64, row: Int32, kind: Kind, value: Int64) {
      (self.effectiveAt, self.recordedAt, self.row, self.value) = (effectiveAt, recordedAt, row, value)
      kindCode = kind.code
    }

    /// What changed.
    var kind: Kind { Kind(code: kindCode) ?? .death }
  }

  /// What changed.
  enum Kind: Hashable, Sendable {
    case birth
    case death
    case cycle
    case status
    case code(DealColumns.Column)
    case amount

    private static let plain: [Kind] = [.birth, .death, .cycle, .status, .amount]

    /// A number for the kind.
    var code: UInt32 {
      switch self {
      case .birth: 0
      case .death: 1
      case .cycle: 2
      case .status: 3
      case .amount: 4
      case .code(let column): 5 + UInt32(column.place)
      }
    }

    /// The kind of a number; `nil` for one of none.
    init?(code: UInt32) {
      if let plain = Self.plain.at(Int(code)) {
        self = plain
      } else if let column = DealColumns.Column(place: Int(code) - 5) {
        self = .code(column)
      } else {
        return nil
      }
    }
  }

  /// The deals' first states, a row each in the order of the journal.
  var births: DealColumns
  var events: [Event] = []
  /// When each deal was created.
  var bornAt: [Int64] = []
  /// Deals that existed before their first journal entry: since when, and its instant.
  var withoutPast: [(createdAt: Int64, bornAt: Int64, row: Int)] = []
  /// The texts that status and cycle events name.
  var words = ValueCodes<String>()

  init(_ empty: DealColumns) {
    births = empty
    // Codes are given here alone: the timeline must find the base currency's.
    _ = births.baseCode()
  }

  var cursor: Cursor { births.cursor }

  mutating func append(_ page: JournalPage) {
    for entry in page.entries where entry.sequence > births.cursor.sequence { append(entry) }
    births.cursor = max(births.cursor, page.cursor)
    births.catchUpMonths()
  }

  private mutating func append(_ entry: JournalEntry) {
    guard entry.key.kind == .opportunity else { return }
    let effective = entry.effectiveAt.microsecondsSince1970
    func event(_ row: Int, _ kind: Kind, _ value: Int64 = 0) -> Event {
      self.event(row, kind, value, entry.effectiveAt, entry.recordedAt)
    }
    switch entry.event {
    case .created(let cells):
      let row = births.rowCount
      births.create(entry.key.id, nil, cells)
      bornAt.append(effective)
      events.append(event(row, .birth))
      if let created = Self.createdPosition.flatMap({ cells.at($0)?.integer }), created < effective {
        withoutPast.append((created, effective, row))
      }
    case .changed(let change):
      guard let row = births.row(of: entry.key.id), let (kind, value) = coded(change.field, change.new) else { return }
      events.append(event(row, kind, value))
    case .deleted: if let row = births.row(of: entry.key.id) { events.append(event(row, .death)) }
    case .restored(let cells):
      guard let row = births.row(of: entry.key.id) else { return }
      // It is there again as it first was, then as the entry says.
      events.append(event(row, .birth))
      for (place, field) in OpportunityBody.fields.fields.enumerated() {
        guard let (kind, value) = coded(field.name, cells.at(place) ?? .null) else { continue }
        events.append(event(row, kind, value))
      }
    }
  }

  /// A change of a deal.
  func event(_ row: Int, _ kind: Kind, _ value: Int64, _ effective: Instant, _ recorded: Instant) -> Event {
    Event(
      effectiveAt: max(effective.microsecondsSince1970, bornAt[row]), recordedAt: recorded.microsecondsSince1970,
      row: Int32(truncatingIfNeeded: row), kind: kind, value: value)
  }

  private static let createdPosition = OpportunityBody.fields.position(of: "created_at")

  /// A field's new cell as a code of the columns; `nil` for a field that they do not hold.
  private mutating func coded(_ field: FieldName, _ cell: FieldValue) -> (Kind, Int64)? {
    guard let place = DealColumns.places[field] else { return nil }
    return switch place {
    case .cycle: (.cycle, Int64(words.code(cell.text ?? "")))
    case .status: (.status, Int64(words.code(cell.text ?? "")))
    case .amount: (.amount, cell.integer ?? AmountColumn.missing)
    case .text, .account, .probability, .day, .moment: births.code(place, cell).map { (.code($0), Int64($1)) }
    }
  }
}
