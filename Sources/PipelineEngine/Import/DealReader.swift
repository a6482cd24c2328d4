import PipelinePlugins

/// Reads deals from rows, without side effects.
struct DealReader: Sendable {
  let table: ImportTable
  let planner: Planner
  let today: CivilDate
  let days: CivilDays
  /// Fields that are read by their kind only, with their index and their source.
  private let plain: [(field: Field<OpportunityBody>, place: Int, source: BoundSource)]

  /// Fields with their own way of reading.
  private static let special: Set<FieldName> = [
    "account", "external_id", "lines", "stated_amount", "probability", "currency",
  ]

  init(table: ImportTable, planner: Planner, today: CivilDate, days: CivilDays) {
    self.table = table
    self.planner = planner
    self.today = today
    self.days = days
    plain = OpportunityBody.fields.fields.enumerated().compactMap { place, field in
      guard field.access == .person, !Self.special.contains(field.name) else { return nil }
      return table.sources[field.name].map { (field, place, $0) }
    }
  }

  func read(_ row: CSVRow) -> Result<DealRow, RowProblems> {
    var problems: [ImportProblem] = []
    var deal = DealRow(row: row, baseCurrency: planner.baseCurrency)
    deal.externalID = table.text("external_id", row, deal.known, &problems)?.text ?? ""
    if deal.externalID.isEmpty, problems.isEmpty {
      problems.append(table.problem(row, "external_id", ImportPhrase.blankIdentity))
    }
    readStage(&deal, &problems)
    readCurrency(&deal, &problems)
    for (field, place, source) in plain {
      say(field.name, place, source, &deal, &problems) { try field.read($0, $1) }
    }
    readAmounts(&deal, &problems)
    readProbability(&deal, &problems)
    readMoments(&deal, &problems)
    if !deal.cells.contains(where: { $0.name == "owner" && !$0.cell.isNull }) { deal.assumed.insert(.owner) }
    if row.hasOneValue { deal.assumed.insert(.strayRow) }
    return problems.isEmpty ? .success(deal) : .failure(RowProblems(all: problems))
  }

  /// Reads the outcome of the status and the lookup keys, on which other values depend.
  private func readStage(_ deal: inout DealRow, _ problems: inout [ImportProblem]) {
    deal.known.lookups = planner.lookups
    // Problems are reported when the field itself is read.
    var ignored: [ImportProblem] = []
    for field in table.lookedUp where table.sources[field] != nil {
      deal.known.keys[field] = table.text(field, deal.row, deal.known, &ignored)?.text
    }
    let cycle = table.text("cycle", deal.row, deal.known, &ignored)?.text ?? planner.cycles.first?.key ?? ""
    let stages = planner.cycle(cycle)?.stages
    let said = table.text("status", deal.row, deal.known, &ignored)?.text
    let status = said ?? stages?.first?.key
    deal.known.outcome = stages?.first { $0.key == status }?.outcome
    if said == nil { deal.assumed.insert(.status) }
  }

  private func readCurrency(_ deal: inout DealRow, _ problems: inout [ImportProblem]) {
    guard let place = OpportunityBody.fields.position(of: "currency") else { return }
    let count = deal.cells.count
    say("currency", place, &deal, &problems) { found, _ in .text(try ImportValueKind.currency(found.text).code) }
    deal.currency = deal.cells.dropFirst(count).first?.cell.text.flatMap { Currency($0) }
  }

  private func readMoments(_ deal: inout DealRow, _ problems: inout [ImportProblem]) {
    if deal.known.outcome?.isClosed == true {
      deal.closedOn = value("actual_close_date", deal, &problems) { try $1.day($0) }
    }
    deal.createdAt = value("created_at", deal, &problems) { try $1.moment($0).at }
  }

  private func readAmounts(_ deal: inout DealRow, _ problems: inout [ImportProblem]) {
    if let place = OpportunityBody.fields.position(of: "stated_amount") {
      say("amount", place, &deal, &problems) { .integer(try $1.money($0).minorUnits) }
    }
    guard let source = table.sources["product"] else { return }
    var line = SaidLine()
    line.product = table.text("product", deal.row, deal.known, &problems)?.text
    line.quantity = value("quantity", deal, &problems) { found, formats in
      if !found.isOurs { line.isOfFile = true }
      return try formats.number(found)
    }
    line.unitPrice = value("unit_price", deal, &problems) { found, formats in
      if !found.isOurs { line.isOfFile = true }
      return try formats.number(found)
    }
    line.clears = source.clears
    deal.line = line
    // An unknown product has no list price: only the unknown product is reported.
    guard let product = line.product, line.unitPrice == nil, planner.lookups[.line][product] == nil,
      let refusal = planner.lookups.refusal(of: product, "product", .line)
    else { return }
    problems.append(table.problem(deal.row, "product", refusal.sentence))
  }

  /// Reads the probability of an open deal.
  private func readProbability(_ deal: inout DealRow, _ problems: inout [ImportProblem]) {
    guard deal.known.outcome == .open, let place = OpportunityBody.fields.position(of: "probability") else { return }
    say("probability", place, &deal, &problems) { found, formats in
      try formats.percentages.ofOpenDeal(formats.share(found)).map { .integer(Int64($0.value)) } ?? .null
    }
  }

  /// Adds the value of a field, or null for a blank that clears it.
  private func say(
    _ name: FieldName, _ place: Int, _ deal: inout DealRow, _ problems: inout [ImportProblem],
    _ read: (BoundSource.Found, ValueFormats) throws -> FieldValue
  ) {
    if let source = table.sources[name] { say(name, place, source, &deal, &problems, read) }
  }

  private func say(
    _ name: FieldName, _ place: Int, _ source: BoundSource, _ deal: inout DealRow, _ problems: inout [ImportProblem],
    _ read: (BoundSource.Found, ValueFormats) throws -> FieldValue
  ) {
    let count = problems.count
    if let cell = value(name, source, deal, &problems, read) {
      deal.cells.append(SaidCell(place: place, name: name, cell: cell))
    } else if source.clears, problems.count == count {
      deal.cells.append(SaidCell(place: place, name: name, cell: .null))
    }
  }

  /// The value of a field; problems are added.
  private func value<Value>(
    _ name: FieldName, _ deal: DealRow, _ problems: inout [ImportProblem],
    _ read: (BoundSource.Found, ValueFormats) throws -> Value
  ) -> Value? {
    table.sources[name].flatMap { value(name, $0, deal, &problems, read) }
  }

  private func value<Value>(
    _ name: FieldName, _ source: BoundSource, _ deal: DealRow, _ problems: inout [ImportProblem],
    _ read: (BoundSource.Found, ValueFormats) throws -> Value
  ) -> Value? {
    guard let found = table.text(of: source, deal.row, deal.known, &problems) else { return nil }
    let currency = deal.currency ?? planner.baseCurrency
    do { return try read(found, table.formats(source, days: days, today: today, currency: currency)) } catch {
      problems.append(table.problem(deal.row, name, error))
      return nil
    }
  }

}

extension PercentageRule {
  /// The probability of an open deal; `nil` if the probability rules decide.
  /// - Throws: ``ImportValueError`` for 0 or 100 %, unless the mapping allows it.
  func ofOpenDeal(_ share: BasisPoints) throws -> BasisPoints? {
    let isZero = share == .zero
    guard isZero || share == .full else { return share }
    switch isZero ? openAtZero : openAtFull {
    case .replace(let other): return other
    case .strategy: return nil
    case .refuse:
      let key = isZero ? "open_at_0" : "open_at_100"
      throw ImportValueError(
        LocalizedText(ImportPhrase.openAtEnd, ["share": .percent(share), "key": .text(key)]))
    }
  }
}
