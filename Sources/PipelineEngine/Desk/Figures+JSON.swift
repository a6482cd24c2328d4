import PipelinePlugins

extension StageDeal: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, deal, agreed, probability, currency, unweighted, weighted
    case accountName = "account_name"
    case closeDate = "close_date"
  }

  /// Reads a deal with its values.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    let currency = try object.decode(Currency.self, forKey: .currency)
    func amount(_ key: CodingKeys) throws -> Int128? {
      guard try object.decodeIfPresent(String.self, forKey: key) != nil else { return nil }
      return try JSONAmount.read(object.superDecoder(forKey: key), currency)
    }
    self.init(
      deal: try object.decode(Opportunity.self, forKey: .deal),
      accountName: try object.decode(String.self, forKey: .accountName),
      closeDate: try object.decodeIfPresent(CivilDate.self, forKey: .closeDate),
      agreed: try object.decodeIfPresent(Money.self, forKey: .agreed),
      probability: try object.decode(BasisPoints.self, forKey: .probability), currency: currency,
      unweighted: try amount(.unweighted), weighted: try amount(.weighted))
  }

  /// Writes the deal as a record, and its values in the base currency.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(deal, forKey: .deal)
    try object.encode(accountName, forKey: .accountName)
    try object.encode(closeDate, forKey: .closeDate)
    try object.encode(agreed, forKey: .agreed)
    try object.encode(probability, forKey: .probability)
    try object.encode(currency, forKey: .currency)
    try object.encode(unweighted.map { JSONAmount($0, currency) }, forKey: .unweighted)
    try object.encode(weighted.map { JSONAmount($0, currency) }, forKey: .weighted)
  }
}

extension ExplainedFigure: Codable {
  private enum CodingKeys: String, CodingKey { case format, measure, value, deals, document }

  /// Reads a figure with its deals.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    let kind = try ReportColumnKind(from: decoder)
    let isKnown = try object.contains(.value) && !object.decodeNil(forKey: .value)
    self.init(
      measure: try object.decode(ReportMeasure.self, forKey: .measure), kind: kind,
      value: isKnown ? try JSONReportCell.read(object.superDecoder(forKey: .value), kind) : .null,
      deals: try object.decode(Page<StageDeal>.self, forKey: .deals),
      document: try object.decode(ReportDocument.self, forKey: .document))
  }

  /// Writes the measure, the type and the value of the figure, the page of its deals, and the document.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(measure, forKey: .measure)
    try kind.encode(to: encoder)
    try object.encode(JSONReportCell(value, kind), forKey: .value)
    try object.encode(deals, forKey: .deals)
    try object.encode(document, forKey: .document)
  }
}
