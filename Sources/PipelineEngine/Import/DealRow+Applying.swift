import PipelinePlugins

/// The result of applying a row to a deal.
struct AppliedRow: Sendable {
  /// The problems of the row.
  var problems: [ImportProblem] = []
  /// The closing date of the row, unless a person's closing date is kept.
  var closedOn: CivilDate?
}

/// Applies the values of a row to a deal.
///
/// A new deal gets all values. In an existing deal, a field whose cell is unchanged in the file since the last import
/// of the mapping is left as it is; if both the file and the field changed, the mapping decides. A blank leaves the
/// field unchanged unless the mapping clears it.
struct RowApplication {
  private let deal: DealRow
  private let table: ImportTable
  private var said: ImportMemory
  private let before: ImportMemory?
  private let names: Set<FieldName>?
  private let accounts: AccountIndex?
  private(set) var result = AppliedRow()

  /// - Parameters:
  ///   - before: The imported values of previous imports; `nil` for a new deal and for its past, which get all values.
  ///   - names: The mapped fields to apply; `nil` for all.
  ///   - accounts: The accounts by what they are called, and those that were merged into them.
  init(
    _ deal: DealRow, _ table: ImportTable, over before: ImportMemory?, mapping: String,
    only names: Set<FieldName>? = nil, accounts: AccountIndex? = nil
  ) {
    self.deal = deal
    self.table = table
    self.before = before
    self.names = names
    self.accounts = accounts
    said = before ?? ImportMemory(nil, of: mapping)
  }

  /// The imported values of this import and, for other fields, of previous ones, in stored form.
  var memory: String? { said.text }

  mutating func apply(to body: inout OpportunityBody, account: RecordID?) {
    let status = body.status
    // Amounts need the currency; a new deal has a default.
    if body.currency == nil { body.currency = deal.currency ?? deal.baseCurrency }
    if let account { put(Places.account, "account", .bytes(account.bytes), &body) }
    for said in deal.cells { put(said.place, said.name, said.cell, &body) }
    putLine(&body)
    body.externalID = deal.externalID
    putClosing(&body, arrives: body.status != status)
  }

  /// Applies one cell, unless the field is to be kept.
  private mutating func put(_ place: Int, _ name: FieldName, _ cell: FieldValue, _ body: inout OpportunityBody) {
    guard isMeant(name), takes(place, name, cell, body) else { return }
    if cell.isNull, place == Places.probability {
      if body.probabilityOrigin == .person { body.probability = nil }
      return
    }
    guard OpportunityBody.fields.set(place, of: &body, to: cell) else {
      result.problems.append(table.problem(deal.row, name, ImportPhrase.cannotBeCleared))
      return
    }
  }

  private func isMeant(_ name: FieldName) -> Bool { names?.contains(name) ?? true }

  /// Whether a field gets the value of the row.
  private mutating func takes(_ place: Int, _ name: FieldName, _ cell: FieldValue, _ body: OpportunityBody) -> Bool {
    let isAmount = place == Places.statedAmount || place == Places.lines
    let code = ImportMemory.code(cell, currency: isAmount ? deal.currency ?? body.currency : nil)
    let last = before?[place]
    said[place] = code
    guard let last else { return true }
    guard last != code, !isMerged(last, into: cell, place) else { return false }
    let present = ImportMemory.code(Self.present(place, body), currency: isAmount ? body.currency : nil)
    guard present != last, present != code else { return true }
    switch table.section.conflicts {
    case .file: return true
    case .person: return false
    case .refuse:
      result.problems.append(
        table.problem(
          deal.row, name, .bothChanged,
          [
            "value": .text(text(place, cell, body)),
            "present": .text(text(place, Self.present(place, body), body)),
          ]))
      return false
    }
  }

  /// Whether the last import's value is an account that was merged into that of the file since: the cell is unchanged.
  private func isMerged(_ last: UInt64, into cell: FieldValue, _ place: Int) -> Bool {
    guard place == Places.account, let accounts, let id = cell.bytes.flatMap({ RecordID(bytes: $0) }) else {
      return false
    }
    return accounts.merged(into: id).contains { ImportMemory.code(.bytes($0.bytes)) == last }
  }

  /// The value that a person or an import set: a probability of the stage or a rule does not count.
  private static func present(_ place: Int, _ body: OpportunityBody) -> FieldValue {
    if place == Places.probability, body.probabilityOrigin != .person { return .null }
    if place == Places.lines { return cell(body.lines) }
    return OpportunityBody.fields.fields[place].get(body)
  }

  /// Applies the row's line; blanks keep the existing product, quantity or price.
  private mutating func putLine(_ body: inout OpportunityBody) {
    guard let line = deal.line, isMeant("product") || isMeant("quantity") || isMeant("unit_price") else { return }
    let standing = body.lines.count == 1 ? body.lines.first : nil
    guard let product = line.product ?? (line.isOfFile ? standing?.product : nil) else {
      if line.clears {
        if takes(Places.lines, "product", .null, body) { body.lines = [] }
      } else if line.isOfFile {
        result.problems.append(table.problem(deal.row, "product", ImportPhrase.lineWithoutProduct))
      }
      return
    }
    let same = standing?.product == product ? standing : nil
    guard let price = line.unitPrice ?? same?.unitPrice else {
      result.problems.append(
        table.problem(deal.row, "unit_price", .blankPrice, ["product": .text(product.clipped())]))
      return
    }
    let whole = OpportunityLine(
      product: product, quantity: line.quantity ?? same?.quantity ?? 1, unitPrice: price, listPrice: same?.listPrice)
    guard takes(Places.lines, "product", Self.cell([whole]), body) else { return }
    // Equal numbers with other digits are no change.
    if body.lines != [whole] { body.lines = [whole] }
  }

  /// The cell of lines, with equal numbers in equal form.
  private static func cell(_ lines: [OpportunityLine]) -> FieldValue {
    var draft = OpportunityBody()
    draft.lines = lines.map {
      OpportunityLine(product: $0.product, quantity: $0.quantity.normalized, unitPrice: $0.unitPrice.normalized)
    }
    return OpportunityBody.fields.fields[Places.lines].get(draft)
  }

  /// Sets the closing date on closing, or corrects it later.
  private mutating func putClosing(_ body: inout OpportunityBody, arrives: Bool) {
    guard let day = deal.closedOn, names == nil else { return }
    let isTaken = takes(Places.closing, "actual_close_date", .integer(Int64(day.daysSince1970)), body)
    guard isTaken || arrives else { return }
    result.closedOn = day
    if body.actualCloseDate != nil { body.actualCloseDate = day }
  }

  /// The formatted text of a cell.
  private func text(_ place: Int, _ cell: FieldValue, _ body: OpportunityBody) -> String {
    var draft = OpportunityBody()
    draft.currency = body.currency
    let field = OpportunityBody.fields.fields[place]
    guard !cell.isNull, field.set(&draft, cell) else { return "" }
    switch field.kind {
    case .date:
      return cell.integer.flatMap { Int32(exactly: $0) }.flatMap { CivilDate(daysSince1970: $0) }?.description ?? ""
    case .percent: return draft.probability?.description ?? ""
    case .money: return draft.statedAmount?.decimalText ?? ""
    case .lines: return draft.lines.map { "\($0.quantity) x \($0.product) @ \($0.unitPrice)" }.joined(separator: "; ")
    case .reference:
      guard let id = RecordID(bytes: cell.bytes ?? []) else { return "" }
      return accounts?[id]?.body.name.clipped() ?? id.description
    default: return cell.text?.clipped() ?? ""
    }
  }
}

/// The indices of fields with their own way of reading.
private enum Places {
  static let account = place("account")
  static let statedAmount = place("stated_amount")
  static let lines = place("lines")
  static let probability = place("probability")
  static let closing = place("actual_close_date")

  private static func place(_ name: FieldName) -> Int {
    guard let place = OpportunityBody.fields.position(of: name) else {
      preconditionFailure("'\(name)' is a field of every deal")
    }
    return place
  }
}
