// Values as JSON. All but amounts are texts, which no reader rounds.

extension CivilDate: Codable {
  /// Reads `"yyyy-MM-dd"`.
  public init(from decoder: any Decoder) throws { self = try decoder.parsed { try CivilDate(parsing: $0) } }

  /// Writes `"yyyy-MM-dd"`.
  public func encode(to encoder: any Encoder) throws { try encoder.write(description) }
}

extension Instant: Codable {
  /// Reads ISO 8601: see ``init(parsing:)``.
  public init(from decoder: any Decoder) throws { self = try decoder.parsed { try Instant(parsing: $0) } }

  /// Writes ISO 8601 in UTC.
  /// - Throws: `EncodingError` for an instant beyond the years 1 to 9999.
  public func encode(to encoder: any Encoder) throws {
    guard civilDate() != nil else {
      throw EncodingError.invalidValue(
        self, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "the instant is in no year"))
    }
    try encoder.write(description)
  }
}

extension RecordID: Codable {
  /// Reads the usual text of a UUID.
  public init(from decoder: any Decoder) throws { self = try decoder.parsed { try RecordID(parsing: $0) } }

  /// Writes the usual text in lower case.
  public func encode(to encoder: any Encoder) throws { try encoder.write(description) }
}

extension Currency: Codable {
  /// Reads the code: `"EUR"`.
  public init(from decoder: any Decoder) throws { self = try decoder.parsed { try Currency(parsing: $0) } }

  /// Writes the code.
  public func encode(to encoder: any Encoder) throws { try encoder.write(code) }
}

extension ExactDecimal: Codable {
  /// Reads a decimal in quotes: `"1.50"`. A number without quotes is refused, since decoders round it.
  public init(from decoder: any Decoder) throws { self = try decoder.parsed { try ExactDecimal(parsing: $0) } }

  /// Writes the digits as given, in quotes.
  public func encode(to encoder: any Encoder) throws { try encoder.write(description) }
}

extension BasisPoints: Codable {
  /// Reads a percentage in quotes: `"62.5"`.
  public init(from decoder: any Decoder) throws { self = try decoder.parsed { try BasisPoints(parsingPercent: $0) } }

  /// Writes the percentage in quotes, without its sign.
  public func encode(to encoder: any Encoder) throws { try encoder.write(percentText) }
}

extension FieldName: Codable {
  /// Reads the name.
  public init(from decoder: any Decoder) throws {
    self = try decoder.parsed { text in
      guard let name = FieldName(text) else { throw FieldTextError(.notAValue, text) }
      return name
    }
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws { try encoder.write(description) }
}

extension RecordKind: Codable {
  /// Reads the name.
  public init(from decoder: any Decoder) throws {
    self = try decoder.parsed { text in
      guard let kind = RecordKind(text) else { throw FieldTextError(.notAValue, text) }
      return kind
    }
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws { try encoder.write(description) }
}

extension Money: Codable {
  private enum CodingKeys: String, CodingKey { case amount, currency }

  /// Reads `{"amount": "4821.00", "currency": "EUR"}`.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    let currency = try object.decode(Currency.self, forKey: .currency)
    self = try object.superDecoder(forKey: .amount).parsed { try Money(parsing: $0, currency: currency) }
  }

  /// Writes `{"amount": "4821.00", "currency": "EUR"}`, with all minor digits of the currency.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(decimalText, forKey: .amount)
    try object.encode(currency, forKey: .currency)
  }
}

extension OpportunityLine: Codable {
  private enum CodingKeys: String, CodingKey {
    case product, quantity
    case unitPrice = "unit_price"
    case listPrice = "list_price"
  }

  /// Reads `{"product": "gtx-pro", "quantity": "3", "unit_price": "4821.00", "list_price": "5000.00"}`; without a quantity it
  /// is one.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      product: try object.decode(String.self, forKey: .product),
      quantity: try object.decodeIfPresent(ExactDecimal.self, forKey: .quantity) ?? 1,
      unitPrice: try object.decode(ExactDecimal.self, forKey: .unitPrice),
      listPrice: try object.decodeIfPresent(ExactDecimal.self, forKey: .listPrice))
  }

  /// Writes the product, and the numbers as decimals in quotes.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(product, forKey: .product)
    try object.encode(quantity, forKey: .quantity)
    try object.encode(unitPrice, forKey: .unitPrice)
    try object.encodeIfPresent(listPrice, forKey: .listPrice)
  }
}

extension Outcome: Codable {}
extension PeriodGrain: Codable {}
extension ForecastCategory: Codable {}
extension ReportMeasure: Codable {}
extension LookupTableName: Codable {}

extension LookupTable: Codable {
  private enum CodingKeys: String, CodingKey { case format, name, entries }

  /// Reads a table; of entries with the same key the first is kept.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    self.init(
      try object.decode(LookupTableName.self, forKey: .name), try object.decode([LookupEntry].self, forKey: .entries))
  }

  /// Writes `{"format": 1, "name": "OpportunitySource", "entries": […]}`, with the entries in their order.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(name, forKey: .name)
    try object.encode(entries, forKey: .entries)
  }
}

extension Period: Codable {
  private enum CodingKeys: String, CodingKey { case grain, index, label, from, to }

  /// Reads a period with its days.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    let days = try JSONDays(from: decoder).range
    // The last day that there is has no next one, and periods leave it out.
    let end = days.upperBound.adding(days: 1) ?? days.upperBound
    self.init(
      grain: try object.decode(PeriodGrain.self, forKey: .grain), index: try object.decode(Int.self, forKey: .index),
      range: days.lowerBound..<end, label: try object.decode(String.self, forKey: .label))
  }

  /// Writes `{"grain": "quarter", "index": 8068, "label": "2017-Q1", "from": "2017-01-01", "to": "2017-03-31"}`.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(grain, forKey: .grain)
    try object.encode(index, forKey: .index)
    try object.encode(label, forKey: .label)
    try object.encode(range.lowerBound, forKey: .from)
    try object.encode(max(range.lowerBound, range.upperBound.adding(days: -1) ?? range.lowerBound), forKey: .to)
  }
}
