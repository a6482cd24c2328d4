public import PipelinePlugins

/// Formats values of records in a language: labels instead of keys, and dates, amounts and instants in the configured
/// time zone.
public struct RecordText: Sendable {
  private let book: Phrasebook
  private let numbers: NumberText
  private let lookups: LookupTables
  private let cycles: [String: SalesCycle]
  private let days: CivilDays
  /// The names of some accounts, also of deleted ones.
  private let accounts: [RecordID: String]

  init(
    _ book: Phrasebook, _ lookups: LookupTables, cycles: [SalesCycle], days: CivilDays,
    accounts: [RecordID: String] = [:]
  ) {
    self.accounts = accounts
    self.book = book
    numbers = NumberText(book)
    self.lookups = lookups
    self.cycles = Dictionary(cycles.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    self.days = days
  }

  /// Returns the text of a cell; `nil` for a null cell.
  ///
  /// - Parameter currency: The currency of a money cell.
  public func text(_ cell: FieldValue, _ kind: FieldKind, _ currency: Currency?) -> String? {
    switch (cell, kind) {
    case (.integer(let number), .date):
      guard let day = Int32(exactly: number).flatMap({ CivilDate(daysSince1970: $0) }) else { break }
      return numbers.date(day)
    case (.integer(let number), .instant): return moment(Instant(microsecondsSince1970: number))
    case (.integer(let number), .percent): return numbers.percent(points: number)
    case (.integer(let number), .money):
      guard let currency else { break }
      return numbers.amount(Int128(number), currency) + "\u{a0}" + currency.code
    case (.integer(let number), .flag): return book.text(number == 0 ? CellPhrase.no : .yes)
    case (.text(let key), .lookup(let table)): return lookups[table][key]?.label.text(book) ?? key
    case (.text(let key), .salesCycle): return cycles[key]?.label.text(book) ?? key
    case (.text(let word), .choice): return choice(word)
    case (.text, .lines): return lines(cell)
    case (.bytes(let bytes), .reference(.account)):
      if let name = RecordID(bytes: bytes).flatMap({ accounts[$0] }) { return name }
    default: break
    }
    return CellFormat.text(cell, kind, currency)
  }

  /// Returns an instant to the minute, in the configured time zone.
  public func moment(_ instant: Instant) -> String {
    let local = instant.adding(microseconds: Int64(days.secondsFromUTC(at: instant)) * 1_000_000)
    let day = Instant(startOf: days.civilDate(of: instant))
    let minutes = (local.microsecondsSince1970 - day.microsecondsSince1970) / 60_000_000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return numbers.date(days.civilDate(of: instant)) + " " + two(minutes / 60) + ":" + two(minutes % 60)
  }

  private func choice(_ word: String) -> String {
    switch word {
    case AccountStanding.prospect.rawValue: book.text(CellPhrase.prospect)
    case AccountStanding.customer.rawValue: book.text(CellPhrase.customer)
    case ProbabilityOrigin.stage.rawValue: book.text(ErrorPhrase.stage)
    case ProbabilityOrigin.person.rawValue: book.text(ErrorPhrase.salesperson)
    case ProbabilityOrigin.strategy.rawValue: book.text(CellPhrase.strategy)
    default: word
    }
  }

  /// Returns what differs between two cells of lines, in the order of the new ones: `+` for a line that was added, `−` for one that was
  /// removed. A line that was edited is both.
  public func lineChanges(from old: FieldValue, to new: FieldValue) -> [String] {
    let (before, after) = (lineTexts(old) ?? [], lineTexts(new) ?? [])
    let changes = after.difference(from: before)
    return changes.removals.map { "− " + $0.element } + changes.insertions.map { "+ " + $0.element }
  }

  private func lines(_ cell: FieldValue) -> String {
    lineTexts(cell)?.joined(separator: ", ") ?? CellFormat.text(cell, .lines, nil) ?? ""
  }

  /// A text for each line; `nil` for a cell that is no lines.
  private func lineTexts(_ cell: FieldValue) -> [String]? {
    var body = OpportunityBody()
    guard let field = OpportunityBody.fields["lines"], field.set(&body, cell) else { return nil }
    return body.lines.map { line in
      book.text(
        CellPhrase.line,
        [
          "quantity": .decimal("\(line.quantity)"), "price": .decimal("\(line.unitPrice)"),
          "product": .text(lookups[.line][line.product]?.label.text(book) ?? line.product),
        ])
    }
  }
}

extension CollectionDifference.Change {
  fileprivate var element: ChangeElement {
    switch self {
    case .insert(_, let element, _), .remove(_, let element, _): element
    }
  }
}

extension Desk {
  /// Returns a formatter for a language, with the current lookup tables and sales cycles.
  /// - Throws: ``StoreError``, or ``SourceError``.
  ///
  /// - Parameter cells: The cells that it is for: accounts among them are named, also those that were deleted.
  public func recordText(_ language: Phrasebook, for cells: [FieldValue] = []) async throws -> RecordText {
    let ids = Set(cells.compactMap { cell in cell.bytes.flatMap { RecordID(bytes: $0) } })
    return RecordText(
      language, try await lookups(), cycles: pipeline.setup.salesCycles, days: pipeline.days,
      accounts: try await names(ofAccounts: ids))
  }

  /// The names of accounts, of deleted ones the last.
  private func names(ofAccounts ids: Set<RecordID>) async throws -> [RecordID: String] {
    var names = try await accounts(ids).mapValues(\.body.name)
    for id in ids where names[id] == nil {
      var life = RecordLife(key: RecordKey(.account, id))
      try await life.read(pipeline.store, AccountBody.fields)
      names[id] = try life.cellsAtDeletion.map { try AccountBody.fields.decode($0).name }
    }
    return names
  }
}
