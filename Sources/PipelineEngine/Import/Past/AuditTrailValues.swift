import PipelinePlugins

/// Reads the values of an audit trail: texts are mapped like those of the deals' columns, numbers and dates are in the
/// trail's formats.
struct AuditTrailValues: Sendable {
  private let table: ImportTable
  private let words: [FieldName: SourceStep]
  private let blanks: Set<String>
  private let percentages: PercentageRule
  private let planner: Planner
  private let days: CivilDays
  private let today: CivilDate

  init(_ table: ImportTable, deals: ImportSection?, planner: Planner, days: CivilDays, today: CivilDate) {
    self.table = table
    self.planner = planner
    self.days = days
    self.today = today
    var words: [FieldName: SourceStep] = [:]
    for (name, source) in deals?.fields ?? [:] {
      words[name] = source.steps.first { if case .column = $0.origin { true } else { false } }
    }
    self.words = words
    blanks = Set(table.section.blanks)
    percentages =
      table.section.fields["probability"]?.percentages ?? deals?.fields["probability"]?.percentages ?? PercentageRule()
  }

  /// The mapped text of a field; `nil` for a blank.
  func word(_ text: String?, _ field: FieldName) -> String? {
    guard let text, !text.isEmpty, !blanks.contains(text) else { return nil }
    guard let step = words[field], !step.blanks.contains(text) else { return words[field] == nil ? text : nil }
    let value = step.values[text] ?? text
    return value.isEmpty ? nil : value
  }

  /// Sets a field of a deal.
  ///
  /// - Parameter source: The section's field whose column contains the value.
  /// - Throws: ``ImportValueError``, ``PipelineDomain/MoneyError``.
  func set(
    _ found: BoundSource.Found?, _ field: FieldName, from source: FieldName, _ body: inout OpportunityBody
  ) throws {
    let formats = formats(source, body.currency)
    switch field {
    case "product", "quantity", "unit_price": try setLine(found, field, formats, &body)
    case "amount":
      guard body.currency != nil else { throw ImportValueError(LocalizedText(ImportPhrase.noCurrency)) }
      body.statedAmount = try found.map { try formats.money($0) }
    case "currency":
      guard let found else { throw Self.missing(field) }
      let currency = try ImportValueKind.currency(found.text)
      if let stated = body.statedAmount {
        body.statedAmount = try Money(parsing: stated.decimalText, currency: currency)
      }
      body.currency = currency
    case "probability": try setProbability(found, formats, &body)
    case "status":
      guard let found else { throw Self.missing(field) }
      body.status = found.text
    default:
      guard let declared = OpportunityBody.fields[field] else { throw Self.missing(field) }
      let cell = try found.map { try declared.read($0, formats) } ?? .null
      guard declared.set(&body, cell) else { throw Self.missing(field) }
    }
  }

  private func formats(_ source: FieldName, _ currency: Currency?) -> ValueFormats {
    var formats = ValueFormats(
      dates: table.section.dates, numbers: table.section.numbers, days: days, fileDays: table.fileDays, today: today,
      currency: currency ?? planner.baseCurrency)
    if let bound = table.sources[source] { (formats.dates, formats.numbers) = (bound.dates, bound.numbers) }
    formats.percentages = percentages
    return formats
  }

  private static func missing(_ field: FieldName) -> ImportValueError {
    ImportValueError(LocalizedText(ImportPhrase.dealWithout, ["field": .text("\(field)")]))
  }

  private func setLine(
    _ found: BoundSource.Found?, _ field: FieldName, _ formats: ValueFormats, _ body: inout OpportunityBody
  ) throws {
    guard body.lines.count == 1, let line = body.lines.first else {
      throw ImportValueError(
        LocalizedText(
          ImportPhrase.notOneLine, ["count": .count(body.lines.count), "field": .text("\(field)")]))
    }
    guard let found else {
      throw ImportValueError(LocalizedText(ImportPhrase.lineWithout, ["field": .text("\(field)")]))
    }
    body.lines = [
      OpportunityLine(
        product: field == "product" ? found.text : line.product,
        quantity: field == "quantity" ? try formats.number(found) : line.quantity,
        unitPrice: field == "unit_price" ? try formats.number(found) : line.unitPrice)
    ]
  }

  private func setProbability(
    _ found: BoundSource.Found?, _ formats: ValueFormats, _ body: inout OpportunityBody
  ) throws {
    guard let found else {
      if body.probabilityOrigin == .person { body.probability = nil }
      return
    }
    let share = try formats.share(found)
    // The probability of a closed deal follows from its stage: the same value in the file is no change.
    if let stage = planner.stage(of: body), stage.outcome.isClosed, share == stage.probability { return }
    body.probability = try percentages.ofOpenDeal(share)
  }
}
