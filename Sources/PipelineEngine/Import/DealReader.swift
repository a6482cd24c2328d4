import PipelinePlugins

/// What a row says about a deal.
struct DealRow: Sendable {
  let row: CSVRow
  var known = KnownOfRow()
  var texts: [(field: FieldName, text: String?)] = []
  var currency: Currency?
  var amount: Money?
  var line: OpportunityLine?
  var probability: BasisPoints?
  var expectedCloseDate: CivilDate?
  var closedOn: CivilDate?
  var createdAt: Instant?
  var externalID = ""
}

/// Reads deals out of rows. Pure.
struct DealReader: Sendable {
  let table: ImportTable
  let planner: Planner
  let today: CivilDate
  let days: CivilDays

  /// Fields that are copied as they stand.
  private static let plainTexts = ImportKind.opportunities.fields.filter {
    $0.kind == .text && !["account", "account_id", "product", "external_id"].contains($0.name)
  }.map(\.name)

  func read(_ row: CSVRow) -> Result<DealRow, RowProblems> {
    var problems: [ImportProblem] = []
    var deal = DealRow(row: row)
    deal.externalID = table.text("external_id", row, deal.known, &problems)?.text ?? ""
    if deal.externalID.isEmpty, problems.isEmpty {
      problems.append(table.problem(row, "external_id", ImportPhrase.blankIdentity))
    }
    readStage(&deal, &problems)
    for name in Self.plainTexts where table.sources[name] != nil {
      deal.texts.append((name, table.text(name, row, deal.known, &problems)?.text))
    }
    deal.currency = value("currency", deal, &problems) { try ImportValueKind.currency($0.text) }
    readDates(&deal, &problems)
    readAmounts(&deal, &problems)
    deal.probability = probability(deal, &problems)
    return problems.isEmpty ? .success(deal) : .failure(RowProblems(all: problems))
  }

  /// The status's outcome and the row's lookup keys, which other values may depend on.
  private func readStage(_ deal: inout DealRow, _ problems: inout [ImportProblem]) {
    deal.known.lookups = planner.lookups
    for field in ImportKind.lookupFields where table.sources[field] != nil {
      // A problem here is found again where the field itself is read.
      var ignored: [ImportProblem] = []
      deal.known.keys[field] = table.text(field, deal.row, deal.known, &ignored)?.text
    }
    var ignored: [ImportProblem] = []
    let cycle = table.text("cycle", deal.row, deal.known, &ignored)?.text ?? planner.cycles.first?.key ?? ""
    let stages = planner.cycle(cycle)?.stages
    let status = table.text("status", deal.row, deal.known, &ignored)?.text ?? stages?.first?.key
    deal.known.outcome = stages?.first { $0.key == status }?.outcome
  }

  private func readDates(_ deal: inout DealRow, _ problems: inout [ImportProblem]) {
    deal.expectedCloseDate = value("expected_close_date", deal, &problems) { try date($0, "expected_close_date") }
    if deal.known.outcome?.isClosed == true {
      deal.closedOn = value("actual_close_date", deal, &problems) { try date($0, "actual_close_date") }
    }
    deal.createdAt = value("created_at", deal, &problems) { found in
      let format = found.isOurs ? DateFormat.iso : table.sources["created_at"]?.dates ?? .iso
      let reading = try format.read(found.text)
      return days.instant(reading.date, secondsOfDay: reading.secondsOfDay)
    }
  }

  private func date(_ found: BoundSource.Found, _ name: FieldName) throws -> CivilDate {
    if found.isOurs { return found.text == "today" ? today : try DateFormat.iso.read(found.text).date }
    return try (table.sources[name]?.dates ?? .iso).read(found.text).date
  }

  private func readAmounts(_ deal: inout DealRow, _ problems: inout [ImportProblem]) {
    let currency = deal.currency ?? planner.baseCurrency
    deal.amount = value("amount", deal, &problems) { found in
      do { return try Money(parsing: number(found, "amount").description, currency: currency) } catch let error
        as MoneyError
      {
        if case .tooPrecise = error { throw MoneyError.tooPrecise(found.text, currency) }
        throw error
      }
    }
    guard table.sources["product"] != nil else { return }
    let before = problems.count
    let product = table.text("product", deal.row, deal.known, &problems)?.text
    let quantity = value("quantity", deal, &problems) { try number($0, "quantity") } ?? 1
    let price = value("unit_price", deal, &problems) { try number($0, "unit_price") }
    guard problems.count == before, let product else { return }
    guard let price else {
      // An unknown product has no list price: that it is unknown is said instead, by the rules.
      if planner.lookups[.line][product] != nil {
        problems.append(
          table.problem(
            deal.row, "unit_price", .blankPrice, ["product": .text(product.clipped())]))
      } else if let refusal = planner.lookups.refusal(of: product, "product", .line) {
        problems.append(table.problem(deal.row, "product", refusal.sentence))
      }
      return
    }
    deal.line = OpportunityLine(product: product, quantity: quantity, unitPrice: price)
  }

  private func number(_ found: BoundSource.Found, _ name: FieldName) throws -> ExactDecimal {
    try (found.isOurs ? .plain : table.sources[name]?.numbers ?? .plain).number(found.text)
  }

  /// An open deal's own probability.
  private func probability(_ deal: DealRow, _ problems: inout [ImportProblem]) -> BasisPoints? {
    guard deal.known.outcome == .open, let source = table.sources["probability"] else { return nil }
    return value("probability", deal, &problems) { found in
      try source.percentages.ofOpenDeal(Self.share(found, source.percentages, source.numbers))
    } ?? nil
  }

  static func share(
    _ found: BoundSource.Found, _ percentages: PercentageRule, _ numbers: NumberFormat
  ) throws -> BasisPoints {
    if found.isOurs { return try ImportValueKind.percent(found.text) }
    guard percentages.unit == .percent else {
      let number = try numbers.number(found.text).normalized
      guard number.scale <= 4, number >= 0, number <= 1 else {
        throw ImportValueError(.notAFraction, found.text)
      }
      return BasisPoints(Int(number.coefficient) * Self.power(4 - Int(number.scale))) ?? .full
    }
    var text = found.text
    if text.last == "%" { text = String(text.dropLast()).trimmingBlanks }
    return try ImportValueKind.percent(numbers.number(text).description)
  }

  private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  /// A field's value; what is wrong with it is added to the problems.
  private func value<Value>(
    _ name: FieldName, _ deal: DealRow, _ problems: inout [ImportProblem],
    _ read: (BoundSource.Found) throws -> Value
  ) -> Value? {
    guard let found = table.text(name, deal.row, deal.known, &problems) else { return nil }
    do { return try read(found) } catch {
      problems.append(table.problem(deal.row, name, error))
      return nil
    }
  }
}

extension PercentageRule {
  /// An open deal's own probability; `nil` where the strategy is to decide.
  /// - Throws: ``ImportValueError`` for one that no open deal can have.
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

/// All that is wrong with a row.
struct RowProblems: Error {
  let all: [ImportProblem]
}
