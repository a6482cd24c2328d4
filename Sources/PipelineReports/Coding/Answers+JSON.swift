import PipelineDomain

extension FunnelReport: Codable {
  private enum CodingKeys: String, CodingKey { case format, currency, stages, cycles, total, gaps, rates }
  private enum RowKeys: String, CodingKey {
    case cycle, stage, figures, definition
    case firstRow = "from_row"
    case lastRow = "to_row"
  }

  /// Reads a funnel. The sums of its figures are the rounded ones that were written.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    let currency = try object.decode(Currency.self, forKey: .currency)
    let rows = try object.list(.stages) { decoder in
      let row = try decoder.container(keyedBy: RowKeys.self)
      return Row(
        cycle: try row.decode(String.self, forKey: .cycle), status: try row.decode(String.self, forKey: .stage),
        stage: try row.decodeIfPresent(Stage.self, forKey: .definition),
        figures: try JSONFigures.read(row.superDecoder(forKey: .figures), currency))
    }
    let cycles = try object.list(.cycles) { decoder in
      let cycle = try decoder.container(keyedBy: RowKeys.self)
      let first = try cycle.decode(Int.self, forKey: .firstRow)
      let last = try cycle.decode(Int.self, forKey: .lastRow)
      guard rows.indices.contains(first), rows.indices.contains(last), first <= last else {
        throw JSONValueError(.otherTypeExpected).at(decoder.codingPath)
      }
      return Cycle(
        cycle: try cycle.decode(String.self, forKey: .cycle), rows: first..<last + 1,
        figures: try JSONFigures.read(cycle.superDecoder(forKey: .figures), currency))
    }
    self.init(
      rows: rows, cycles: cycles, total: try JSONFigures.read(object.superDecoder(forKey: .total), currency),
      gaps: try object.decode([ReportGap].self, forKey: .gaps), currency: currency,
      rates: try object.decode([RateUse].self, forKey: .rates))
  }

  /// Writes the funnel; amounts are in its currency.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(currency, forKey: .currency)
    var stages = object.nestedUnkeyedContainer(forKey: .stages)
    for row in rows {
      var stage = stages.nestedContainer(keyedBy: RowKeys.self)
      try stage.encode(row.cycle, forKey: .cycle)
      try stage.encode(row.status, forKey: .stage)
      try stage.encode(JSONFigures(row.figures, currency), forKey: .figures)
      try stage.encode(row.stage, forKey: .definition)
    }
    var list = object.nestedUnkeyedContainer(forKey: .cycles)
    for one in cycles where !one.rows.isEmpty {
      var cycle = list.nestedContainer(keyedBy: RowKeys.self)
      try cycle.encode(one.cycle, forKey: .cycle)
      try cycle.encode(one.rows.lowerBound, forKey: .firstRow)
      try cycle.encode(one.rows.upperBound - 1, forKey: .lastRow)
      try cycle.encode(JSONFigures(one.figures, currency), forKey: .figures)
    }
    try object.encode(JSONFigures(total, currency), forKey: .total)
    try object.encode(gaps, forKey: .gaps)
    try object.encode(rates, forKey: .rates)
  }
}

extension SalesGrid: Codable {
  private enum CodingKeys: String, CodingKey { case format, currency, grain, rows, total, gaps, rates }
  private enum RowKeys: String, CodingKey { case owner, period, won, open }

  /// Reads a grid. The sums of its figures are the rounded ones that were written.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    let currency = try object.decode(Currency.self, forKey: .currency)
    func figures(_ decoder: any Decoder) throws -> Figures {
      let object = try decoder.container(keyedBy: RowKeys.self)
      var figures = Figures()
      figures.won = try JSONFigures.read(object.superDecoder(forKey: .won), currency)
      figures.open = try JSONFigures.read(object.superDecoder(forKey: .open), currency)
      return figures
    }
    self.init(
      grain: try object.decode(PeriodGrain.self, forKey: .grain),
      rows: try object.list(.rows) { decoder in
        let row = try decoder.container(keyedBy: RowKeys.self)
        return Row(
          owner: try row.decode(String.self, forKey: .owner),
          period: try row.decodeIfPresent(Period.self, forKey: .period), figures: try figures(decoder))
      },
      total: try figures(object.superDecoder(forKey: .total)),
      gaps: try object.decode([ReportGap].self, forKey: .gaps), currency: currency,
      rates: try object.decode([RateUse].self, forKey: .rates))
  }

  /// Writes the grid; amounts are in its currency.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    func encode(_ figures: Figures, _ row: inout KeyedEncodingContainer<RowKeys>) throws {
      try row.encode(JSONFigures(figures.won, currency), forKey: .won)
      try row.encode(JSONFigures(figures.open, currency), forKey: .open)
    }
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(currency, forKey: .currency)
    try object.encode(grain, forKey: .grain)
    var list = object.nestedUnkeyedContainer(forKey: .rows)
    for one in rows {
      var row = list.nestedContainer(keyedBy: RowKeys.self)
      try row.encode(one.owner, forKey: .owner)
      try row.encode(one.period, forKey: .period)
      try encode(one.figures, &row)
    }
    var total = object.nestedContainer(keyedBy: RowKeys.self, forKey: .total)
    try encode(self.total, &total)
    try object.encode(gaps, forKey: .gaps)
    try object.encode(rates, forKey: .rates)
  }
}

extension Waterfall.Step: Codable, Identifiable {
  /// The step itself.
  public var id: Self { self }
}

extension Waterfall: Codable {
  private enum CodingKeys: String, CodingKey { case format, currency, bars, deals, days, gaps, rates }
  private enum BarKeys: String, CodingKey { case bar, count, amount }

  /// Reads a waterfall.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    let currency = try object.decode(Currency.self, forKey: .currency)
    let bars = try object.list(.bars) { decoder in
      let object = try decoder.container(keyedBy: BarKeys.self)
      var bar = Bar()
      bar.count = try object.decode(Int.self, forKey: .count)
      bar.amount = try JSONAmount.read(object.superDecoder(forKey: .amount), currency)
      return (try object.decode(Step.self, forKey: .bar), bar)
    }
    self.init(
      bars: Dictionary(bars, uniquingKeysWith: { first, _ in first }),
      dealCount: try object.decode(Int.self, forKey: .deals), currency: currency,
      gaps: try object.decode([ReportGap].self, forKey: .gaps),
      rates: try object.decode([RateUse].self, forKey: .rates))
    days = try object.decodeIfPresent(JSONDays.self, forKey: .days)?.range
  }

  /// Writes the waterfall, its bars in order; amounts are in its currency.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(currency, forKey: .currency)
    var list = object.nestedUnkeyedContainer(forKey: .bars)
    for step in Step.allCases {
      guard let one = bars[step] else { continue }
      var bar = list.nestedContainer(keyedBy: BarKeys.self)
      try bar.encode(step, forKey: .bar)
      try bar.encode(one.count, forKey: .count)
      try bar.encode(JSONAmount(one.amount, currency), forKey: .amount)
    }
    try object.encode(dealCount, forKey: .deals)
    try object.encode(days.map { JSONDays($0) }, forKey: .days)
    try object.encode(gaps, forKey: .gaps)
    try object.encode(rates, forKey: .rates)
  }
}
