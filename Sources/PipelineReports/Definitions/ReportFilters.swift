/// What deals must be, beside their period, salespeople and sales cycles, to be in a report. Deals must meet all of them.
public struct ReportFilters: PluginSettings, Hashable {
  /// The statuses; empty for all.
  public var stages: [String] = []
  /// The outcomes; empty for open and won deals, and lost ones where a figure is about them.
  public var outcomes: [Outcome] = []
  /// The forecast entries; empty for all.
  public var forecasts: [String] = []
  /// The forecast categories; empty for all but `omitted`.
  public var categories: [ForecastCategory] = []
  /// Where deals come from; empty for all.
  public var sources: [String] = []
  /// Deals with a line of one of these products; empty for all.
  public var products: [String] = []
  /// Who else bids; empty for all.
  public var competitors: [String] = []
  /// The accounts' names; empty for all.
  public var accounts: [String] = []
  /// The amount in the base currency, both ends included.
  public var amount = AmountRange()
  /// The stored probability, both ends included.
  public var probability = ProbabilityRange()

  /// Everything passes.
  public init() {}

  /// What errors call it.
  public static let noun = "filters"
  /// What can be filtered by: the only keys there are.
  public static let settings: [Setting<Self>] = [
    Setting("stages", \.stages, "The statuses."),
    Setting("outcomes", \.outcomes, "Open, won, lost; open and won where none is given."),
    Setting("forecasts", \.forecasts, "The forecast entries."),
    Setting("categories", \.categories, "The forecast categories; all but omitted where none is given."),
    Setting("sources", \.sources, "Where deals come from."),
    Setting("products", \.products, "Deals with a line of one of these products."),
    Setting("competitors", \.competitors, "Who else bids."),
    Setting("accounts", \.accounts, "The accounts' names."),
    Setting("amount", \.amount, "The amount in the base currency."),
    Setting("probability", \.probability, "The stored probability in percent."),
  ]
}

/// A range of amounts in whole units and minor digits of the base currency, both ends included; `nil` is open.
public struct AmountRange: PluginSettings, Hashable {
  /// The least.
  public var from: ExactDecimal?
  /// The greatest.
  public var to: ExactDecimal?

  /// All amounts, unknown ones included.
  public init() {}

  /// A range.
  public init(from: ExactDecimal? = nil, to: ExactDecimal? = nil) {
    self.from = from
    self.to = to
  }

  /// Whether every amount is in it.
  public var isAll: Bool { from == nil && to == nil }
  /// What errors call it.
  public static let noun = "an amount range"
  /// The ends.
  public static let settings: [Setting<Self>] = [
    Setting("from", \.from, "The least amount."), Setting("to", \.to, "The greatest amount."),
  ]

  /// The ends must not be swapped.
  public func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard let from, let to, to < from else { return }
    context.report(
      .invalid, "the range ends at \(to), before it starts at \(from)", hint: "swap them",
      at: node["to"]?.value.mark ?? node.mark)
  }
}

/// A range of probabilities, both ends included; `nil` is open.
public struct ProbabilityRange: PluginSettings, Hashable {
  /// The least.
  public var from: BasisPoints?
  /// The greatest.
  public var to: BasisPoints?

  /// All probabilities.
  public init() {}

  /// A range.
  public init(from: BasisPoints? = nil, to: BasisPoints? = nil) {
    self.from = from
    self.to = to
  }

  /// Whether every probability is in it.
  public var isAll: Bool { from == nil && to == nil }
  /// What errors call it.
  public static let noun = "a probability range"
  /// The ends.
  public static let settings: [Setting<Self>] = [
    Setting("from", \.from, "The least probability."), Setting("to", \.to, "The greatest probability."),
  ]

  /// The ends must not be swapped.
  public func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard let from, let to, to.value < from.value else { return }
    context.report(
      .invalid, "the range ends at \(to), before it starts at \(from)", hint: "swap them",
      at: node["to"]?.value.mark ?? node.mark)
  }
}
