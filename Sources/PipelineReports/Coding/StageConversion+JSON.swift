import PipelineDomain

extension StageConversion: Codable {
  private enum CodingKeys: String, CodingKey { case format, currency, days, stages, deals, gaps, unpriced, rates }

  /// Reads a stage conversion.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    let currency = try object.decode(Currency.self, forKey: .currency)
    self.init(
      rows: try object.list(.stages) { try Row(from: $0, currency) },
      dealCount: try object.decode(Int.self, forKey: .deals),
      days: try object.decode(JSONDays.self, forKey: .days).range,
      gaps: try object.decode([ReportGap].self, forKey: .gaps),
      unpriced: try object.decode([ReportGap].self, forKey: .unpriced), currency: currency,
      rates: try object.decode([RateUse].self, forKey: .rates))
  }

  /// Writes the stage conversion; amounts are in its currency.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(currency, forKey: .currency)
    try object.encode(JSONDays(days), forKey: .days)
    var list = object.nestedUnkeyedContainer(forKey: .stages)
    for row in rows { try row.encode(to: list.superEncoder(), currency) }
    try object.encode(dealCount, forKey: .deals)
    try object.encode(gaps, forKey: .gaps)
    try object.encode(unpriced, forKey: .unpriced)
    try object.encode(rates, forKey: .rates)
  }
}

extension StageConversion.Row {
  private enum CodingKeys: String, CodingKey {
    case cycle, stage, definition, entered, lost, left, open, conversion, value
    case movedOn = "moved_on"
    case movedBack = "moved_back"
    case meanDays = "mean_days"
    case medianDays = "median_days"
  }

  fileprivate init(from decoder: any Decoder, _ currency: Currency) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    cycle = try object.decode(String.self, forKey: .cycle)
    status = try object.decode(String.self, forKey: .stage)
    stage = try object.decodeIfPresent(Stage.self, forKey: .definition)
    entered = try object.decode(Int.self, forKey: .entered)
    movedOn = try object.decode(Int.self, forKey: .movedOn)
    movedBack = try object.decode(Int.self, forKey: .movedBack)
    lost = try object.decode(Int.self, forKey: .lost)
    left = try object.decode(Int.self, forKey: .left)
    open = try object.decode(Int.self, forKey: .open)
    conversion = try object.decodeIfPresent(BasisPoints.self, forKey: .conversion)
    meanDays = try object.decodeIfPresent(ExactDecimal.self, forKey: .meanDays)
    medianDays = try object.decodeIfPresent(ExactDecimal.self, forKey: .medianDays)
    value = try StageConversion.Value(from: object.superDecoder(forKey: .value), currency)
  }

  fileprivate func encode(to encoder: any Encoder, _ currency: Currency) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(cycle, forKey: .cycle)
    try object.encode(status, forKey: .stage)
    try object.encode(stage, forKey: .definition)
    try object.encode(entered, forKey: .entered)
    try object.encode(movedOn, forKey: .movedOn)
    try object.encode(movedBack, forKey: .movedBack)
    try object.encode(lost, forKey: .lost)
    try object.encode(left, forKey: .left)
    try object.encode(open, forKey: .open)
    try object.encode(conversion, forKey: .conversion)
    try object.encode(meanDays, forKey: .meanDays)
    try object.encode(medianDays, forKey: .medianDays)
    try value.encode(to: object.superEncoder(forKey: .value), currency)
  }
}

extension StageConversion.Value {
  private enum CodingKeys: String, CodingKey {
    case entered, lost, open, conversion
    case movedOn = "moved_on"
  }

  fileprivate init(from decoder: any Decoder, _ currency: Currency) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    entered = try JSONAmount.read(object.superDecoder(forKey: .entered), currency)
    movedOn = try JSONAmount.read(object.superDecoder(forKey: .movedOn), currency)
    lost = try JSONAmount.read(object.superDecoder(forKey: .lost), currency)
    open = try JSONAmount.read(object.superDecoder(forKey: .open), currency)
    conversion = try object.decodeIfPresent(BasisPoints.self, forKey: .conversion)
  }

  fileprivate func encode(to encoder: any Encoder, _ currency: Currency) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONAmount(entered, currency), forKey: .entered)
    try object.encode(JSONAmount(movedOn, currency), forKey: .movedOn)
    try object.encode(JSONAmount(lost, currency), forKey: .lost)
    try object.encode(JSONAmount(open, currency), forKey: .open)
    try object.encode(conversion, forKey: .conversion)
  }
}
