import PipelinePlugins

/// What became of a deal when a row was put into it.
struct AppliedRow: Sendable {
  /// What is wrong.
  var problems: [ImportProblem] = []
  /// The fields that the row states: they got their values from it, also where those stood there already.
  var stated: Set<FieldName> = []
  /// The day that the deal closed, where the row says it and nobody else's day is to stay.
  var closedOn: CivilDate?
}

/// Puts what a row says into a deal.
///
/// Into a new deal all of it goes. Of a deal that is there, a cell that has not changed in the file since the last import of the
/// mapping is left as somebody else may have made it; where both changed, the mapping decides. A blank keeps what is there
/// unless the mapping says that it clears.
struct RowApplication {
  private let deal: DealRow
  private let table: ImportTable
  private var said: ImportMemory
  private let before: ImportMemory?
  private let names: Set<FieldName>?
  private(set) var result = AppliedRow()

  /// - Parameters:
  ///   - before: What the last import said of the deal; `nil` for a new deal and for its past, which takes all of it.
  ///   - names: The fields of the mapping that are put; `nil` for all.
  init(
    _ deal: DealRow, _ table: ImportTable, over before: ImportMemory?, mapping: String,
    only names: Set<FieldName>? = nil
  ) {
    self.deal = deal
    self.table = table
    self.before = before
    self.names = names
    said = before ?? ImportMemory(nil, of: mapping)
  }

  /// What this import says of the deal and the ones before it said of other fields, as the deal keeps it.
  var memory: String? { said.text }

  mutating func apply(to body: inout OpportunityBody, account: RecordID?) {
    let status = body.status
    // Amounts are read in a currency, which a new deal has by default.
    if body.currency == nil { body.currency = deal.currency ?? deal.baseCurrency }
    if let account { put(Places.account, "account", .bytes(account.bytes), &body) }
    for said in deal.cells { put(said.place, said.name, said.cell, &body) }
    putLine(&body)
    body.externalID = deal.externalID
    putClosing(&body, arrives: body.status != status)
  }

  /// Puts one cell, where the row is to be followed.
  private mutating func put(_ place: Int, _ name: FieldName, _ cell: FieldValue, _ body: inout OpportunityBody) {
    guard isMeant(name), takes(place, name, cell, body) else { return }
    let field = OpportunityBody.fields.fields[place]
    result.stated.insert(field.name)
    if cell.isNull, place == Places.probability {
      if body.probabilityOrigin == .person { body.probability = nil }
      return
    }
    guard field.set(&body, cell) else {
      result.problems.append(table.problem(deal.row, name, ImportPhrase.cannotBeCleared))
      return
    }
  }

  private func isMeant(_ name: FieldName) -> Bool { names?.contains(name) ?? true }

  /// Whether a field gets what the row says of it.
  private mutating func takes(_ place: Int, _ name: FieldName, _ cell: FieldValue, _ body: OpportunityBody) -> Bool {
    let isAmount = place == Places.statedAmount || place == Places.lines
    let code = ImportMemory.code(cell, currency: isAmount ? deal.currency ?? body.currency : nil)
    let last = before?[place]
    said[place] = code
    guard let last else { return true }
    guard last != code else { return false }
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
            "value": .text(Self.text(place, cell, body)),
            "present": .text(Self.text(place, Self.present(place, body), body)),
          ]))
      return false
    }
  }

  /// What a deal holds by somebody's doing: a probability that is not a person's is none.
  private static func present(_ place: Int, _ body: OpportunityBody) -> FieldValue {
    if place == Places.probability, body.probabilityOrigin != .person { return .null }
    if place == Places.lines { return cell(body.lines) }
    return OpportunityBody.fields.fields[place].get(body)
  }

  /// The line that the row says, with what it leaves open as it is there.
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
    let whole = OpportunityLine(product: product, quantity: line.quantity ?? same?.quantity ?? 1, unitPrice: price)
    guard takes(Places.lines, "product", Self.cell([whole]), body) else { return }
    result.stated.insert("lines")
    // Equal numbers in other digits are no change.
    if body.lines != [whole] { body.lines = [whole] }
  }

  /// The cell of lines whose equal numbers are written alike.
  private static func cell(_ lines: [OpportunityLine]) -> FieldValue {
    var draft = OpportunityBody()
    draft.lines = lines.map {
      OpportunityLine(product: $0.product, quantity: $0.quantity.normalized, unitPrice: $0.unitPrice.normalized)
    }
    return OpportunityBody.fields.fields[Places.lines].get(draft)
  }

  /// The day that a closed deal closed: it goes with the closing, and can be corrected afterwards.
  private mutating func putClosing(_ body: inout OpportunityBody, arrives: Bool) {
    guard let day = deal.closedOn, names == nil else { return }
    let isTaken = takes(Places.closing, "actual_close_date", .integer(Int64(day.daysSince1970)), body)
    guard isTaken || arrives else { return }
    result.closedOn = day
    if body.actualCloseDate != nil { body.actualCloseDate = day }
  }

  /// A cell as people read it.
  private static func text(_ place: Int, _ cell: FieldValue, _ body: OpportunityBody) -> String {
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
    case .reference: return RecordID(bytes: cell.bytes ?? [])?.description ?? ""
    default: return cell.text?.clipped() ?? ""
    }
  }
}

/// The places of the fields that rows say in ways of their own.
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
