import PipelinePlugins

/// Reads the values of a file of changes: words as the deals' own columns are read, numbers and dates as the file writes them.
struct TrailValues: Sendable {
  private let words: [FieldName: SourceStep]
  private let blanks: Set<String>
  private let percentages: PercentageRule
  private let numbers: NumberFormat
  private let dates: DateFormat

  init(_ section: ImportSection, deals: ImportSection?) {
    var words: [FieldName: SourceStep] = [:]
    for (name, source) in deals?.fields ?? [:] {
      words[name] = source.steps.first { if case .column = $0.origin { true } else { false } }
    }
    self.words = words
    blanks = Set(section.blanks)
    percentages = deals?.fields["probability"]?.percentages ?? PercentageRule()
    numbers = section.numbers
    dates = section.dates
  }

  /// A text as its field's own column would give it; `nil` for one that counts as blank.
  func word(_ text: String?, _ field: FieldName) -> String? {
    guard let text, !text.isEmpty, !blanks.contains(text) else { return nil }
    guard let step = words[field], !step.blanks.contains(text) else { return words[field] == nil ? text : nil }
    let value = step.values[text] ?? text
    return value.isEmpty ? nil : value
  }

  /// Puts a value into a deal.
  /// - Throws: ``ImportValueError``, ``PipelineDomain/MoneyError``.
  func set(_ text: String?, _ field: FieldName, _ body: inout OpportunityBody) throws {
    switch field {
    case "product", "quantity", "unit_price": try setLine(text, field, &body)
    case "amount":
      guard let currency = body.currency else { throw ImportValueError(LocalizedText(ImportPhrase.noCurrency)) }
      body.statedAmount = try text.map {
        try Money(parsing: numbers.number($0).description, currency: currency)
      }
    case "currency":
      guard let text else { throw Self.missing(field) }
      let currency = try ImportValueKind.currency(text)
      if let stated = body.statedAmount {
        body.statedAmount = try Money(parsing: stated.decimalText, currency: currency)
      }
      body.currency = currency
    case "probability": try setProbability(text, &body)
    case "expected_close_date": body.expectedCloseDate = try text.map { try dates.read($0).date }
    case "status":
      guard let text else { throw Self.missing(field) }
      body.status = text
    default:
      guard OpportunityBody.fields[field]?.set(&body, text.map { .text($0) } ?? .null) == true else {
        throw Self.missing(field)
      }
    }
  }

  private static func missing(_ field: FieldName) -> ImportValueError {
    ImportValueError(LocalizedText(ImportPhrase.dealWithout, ["field": .text("\(field)")]))
  }

  private func setLine(_ text: String?, _ field: FieldName, _ body: inout OpportunityBody) throws {
    guard body.lines.count == 1, let line = body.lines.first else {
      throw ImportValueError(
        LocalizedText(
          ImportPhrase.notOneLine, ["count": .count(body.lines.count), "field": .text("\(field)")]))
    }
    guard let text else {
      throw ImportValueError(LocalizedText(ImportPhrase.lineWithout, ["field": .text("\(field)")]))
    }
    body.lines = [
      OpportunityLine(
        product: field == "product" ? text : line.product,
        quantity: field == "quantity" ? try numbers.number(text) : line.quantity,
        unitPrice: field == "unit_price" ? try numbers.number(text) : line.unitPrice)
    ]
  }

  private func setProbability(_ text: String?, _ body: inout OpportunityBody) throws {
    guard let text else {
      if body.probabilityOrigin == .person { body.probability = nil }
      return
    }
    let share = try DealReader.share(BoundSource.Found(text: text, isOurs: false), percentages, numbers)
    body.probability = try percentages.ofOpenDeal(share)
  }
}
