import PipelineDomain

extension ReportColumnKind: Codable {
  private enum CodingKeys: String, CodingKey { case type, currency }

  private enum TypeName: String, Codable { case text, count, decimal, money, percent, date }

  /// Reads the type, and the currency of amounts.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    self =
      switch try object.decode(TypeName.self, forKey: .type) {
      case .text: .text
      case .count: .count
      case .decimal: .decimal
      case .money: .money(try object.decode(Currency.self, forKey: .currency))
      case .percent: .percent
      case .date: .date
      }
  }

  /// Writes `{"type": "money", "currency": "EUR"}`; other types have no currency.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    let type: TypeName =
      switch self {
      case .text: .text
      case .count: .count
      case .decimal: .decimal
      case .money: .money
      case .percent: .percent
      case .date: .date
      }
    try object.encode(type, forKey: .type)
    if case .money(let currency) = self { try object.encode(currency, forKey: .currency) }
  }
}

/// A cell of a report in JSON, in the form of its column.
package struct JSONReportCell: Encodable {
  private let cell: ReportCell
  private let kind: ReportColumnKind

  private enum CellKeys: String, CodingKey { case key, label, ratio, currency }

  package init(_ cell: ReportCell, _ kind: ReportColumnKind) {
    self.cell = cell
    self.kind = kind
  }

  /// Writes the cell.
  /// - Throws: `EncodingError` for a cell that is not one of its column.
  package func encode(to encoder: any Encoder) throws {
    switch (kind, cell) {
    case (_, .null):
      var value = encoder.singleValueContainer()
      try value.encodeNil()
    case (.text, .text(let text)): try encoder.write(text)
    case (.text, .label(let name, let label)):
      var object = encoder.container(keyedBy: CellKeys.self)
      try object.encode(name, forKey: .key)
      try object.encode(label, forKey: .label)
    case (.count, .count(let count)):
      var value = encoder.singleValueContainer()
      try value.encode(count)
    case (.decimal, .decimal(let number)): try number.encode(to: encoder)
    case (.decimal, .amount(let money)): try money.encode(to: encoder)
    case (.money(let currency), .money(let units)): try JSONAmount(units, currency).encode(to: encoder)
    case (.percent, .percent(let share)): try share.encode(to: encoder)
    case (.percent, .ratio(let points)):
      var object = encoder.container(keyedBy: CellKeys.self)
      try object.encode(ReportCell.percentText(points), forKey: .ratio)
    case (.date, .date(let day)): try day.encode(to: encoder)
    default: throw Self.misfit(cell, encoder.codingPath)
    }
  }

  static func misfit(_ value: Any, _ path: [any CodingKey]) -> EncodingError {
    .invalidValue(
      value, EncodingError.Context(codingPath: path, debugDescription: "the cells do not fit the columns"))
  }

  /// Reads a cell of a kind of column.
  package static func read(_ decoder: any Decoder, _ kind: ReportColumnKind) throws -> ReportCell {
    switch kind {
    case .text:
      guard let object = try? decoder.container(keyedBy: CellKeys.self) else {
        return .text(try decoder.parsed { $0 })
      }
      return .label(
        key: try object.decode(String.self, forKey: .key), try object.decode(LocalizedText.self, forKey: .label))
    case .count: return .count(try decoder.singleValueContainer().decode(Int64.self))
    case .decimal:
      let isAmount = (try? decoder.container(keyedBy: CellKeys.self))?.contains(.currency) ?? false
      return isAmount ? .amount(try Money(from: decoder)) : .decimal(try ExactDecimal(from: decoder))
    case .money(let currency): return .money(try JSONAmount.read(decoder, currency))
    case .percent:
      guard let object = try? decoder.container(keyedBy: CellKeys.self) else {
        return .percent(try BasisPoints(from: decoder))
      }
      let ratio = try object.decode(ExactDecimal.self, forKey: .ratio)
      guard let points = Int64(exactly: ratio.hundredths) else {
        throw JSONValueError(.otherTypeExpected).at(decoder.codingPath)
      }
      return .ratio(points)
    case .date: return .date(try CivilDate(from: decoder))
    }
  }
}
