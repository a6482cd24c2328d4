public import PipelineSettings

/// A filter on deals, for lists, reports, dashboards and `why`. A deal must meet all conditions; an empty one matches
/// all deals.
///
/// The keys of `filters:` in YAML, the canonical form of saved reports, the JSON Schema and the reference page are
/// derived from ``settings``, and the tools have an option for each.
public struct DealFilter: PluginSettings, Hashable {
  /// The salespeople.
  public var owners: [String] = []
  /// The salespeople's teams.
  public var teams: [String] = []
  /// The sales cycles.
  public var cycles: [String] = []
  /// The statuses; `cycle/status` names one of a sales cycle.
  public var stages: [String] = []
  /// The outcomes; if empty, each measure of a report has its own.
  public var outcomes: [Outcome] = []
  /// The forecast entries.
  public var forecasts: [String] = []
  /// The forecast categories.
  public var categories: [ForecastCategory] = []
  /// The sources.
  public var sources: [String] = []
  /// Deals with a line of one of these products.
  public var products: [String] = []
  /// The competitors.
  public var competitors: [String] = []
  /// Why deals were lost.
  public var lossReasons: [String] = []
  /// The accounts' names.
  public var accounts: [String] = []
  /// The currencies.
  public var currencies: [Currency] = []
  /// A text in the name of the deal or its account, ignoring case and accents; an empty text matches all deals.
  public var text: String?
  /// The amount in the base currency, both ends included. Of a report that groups by product, the product's part.
  public var amount = AmountRange()
  /// The stored probability, both ends included.
  public var probability = ProbabilityRange()
  /// The close dates: the actual one of a closed deal, else the expected one. Undated deals do not pass.
  public var closing = DateRange()
  /// The days of creation.
  public var created = DateRange()
  /// Deals that were changed on this day or later.
  public var changedSince: CivilDate?
  /// Whether only open deals pass that are past their close date.
  public var overdue = false
  /// Whether only deals pass whose expected close date was moved to a later day.
  public var slipped = false
  /// Values of account attributes, by attribute name, such as `sector`. In YAML each is a key, such as `account.sector`.
  public var attributes: [String: [String]] = [:]

  /// Values of text fields of deals that are declared as groupings, by the field's name. In YAML each is a key.
  public var fields: [String: [String]] = [:]

  /// Everything passes.
  public init() {}

  /// What errors call it.
  public static let noun: Wording = "filters"
  /// What can be filtered by: the only keys there are.
  public static let settings: [Setting<Self>] =
    [
      Setting("owners", \.owners, "The salespeople."),
      Setting("teams", \.teams, "The salespeople's teams."),
      Setting("cycles", \.cycles, "The sales cycles."),
      Setting("stages", \.stages, "The statuses; cycle/status names one of a sales cycle."),
      Setting("outcomes", \.outcomes, "Open, won, lost; where none is given, each figure is about its own deals."),
      Setting("forecasts", \.forecasts, "The forecast entries."),
      Setting("categories", \.categories, "The forecast categories."),
      Setting("sources", \.sources, "Where deals come from."),
      Setting("products", \.products, "Deals with a line of one of these products."),
      Setting("competitors", \.competitors, "Who else bids."),
      Setting("loss_reasons", \.lossReasons, "Why deals were lost."),
      Setting("accounts", \.accounts, "The accounts' names."),
      Setting("currencies", \.currencies, "The currencies."),
      Setting("text", \.text, "A text in the name of the deal or of its account, regardless of case."),
      Setting("amount", \.amount, "The amount in the base currency; grouped by product, the product's part."),
      Setting("probability", \.probability, "The stored probability in percent."),
      Setting("closing", \.closing, "The close dates."),
      Setting("created", \.created, "The days of creation."),
      Setting("changed_since", \.changedSince, "Deals that were changed on this day or later."),
      Setting("overdue", \.overdue, "Whether only open deals pass that are past their close date."),
      Setting("slipped", \.slipped, "Whether only deals pass whose close date was moved to a later day."),
    ] + OpportunityBody.fields.fields.filter(\.isGrouping).map(setting)

  /// The filter with its effective values. What came after the first version is left out unless it is given, so that the digest of
  /// an older configuration does not change.
  public var canonical: CanonicalValue {
    let later = (overdue ? [] : ["overdue"]) + (slipped ? [] : ["slipped"])
    return .map(
      (Self.settings + Self.ofFamily(self)).filter { !later.contains($0.name) }
        .map { CanonicalValue.Member($0.name, $0.canonical(self)) })
  }

  /// The setting of a field that is declared as a grouping.
  package static func setting(_ field: Field<OpportunityBody>) -> Setting<Self> {
    let name = field.name.description
    return Setting(name, \DealFilter.[field: name], "The deal's \(name).")
  }

  /// The attributes of accounts, as keys such as `account.sector`.
  public static let family: SettingFamily<Self>? = SettingFamily(
    prefix: DealDimension.attributePrefix, placeholder: "attribute",
    "What this attribute of the account is.", names: { $0.attributes.keys.sorted() },
    path: { \DealFilter.[attribute: $0] })

  /// The values of an account attribute; empty for all.
  public subscript(attribute name: String) -> [String] {
    get { attributes[name] ?? [] }
    set { attributes[name] = newValue.isEmpty ? nil : newValue }
  }

  /// The values of a field that is declared as a grouping; empty for all.
  public subscript(field name: String) -> [String] {
    get { fields[name] ?? [] }
    set { fields[name] = newValue.isEmpty ? nil : newValue }
  }

  /// Whether every deal passes.
  public var isAll: Bool { self == DealFilter() || (self.withoutText == DealFilter() && text?.isEmpty ?? true) }

  /// The conditions with names that may not exist.
  package var named: DealFilter {
    var filter = DealFilter()
    (filter.owners, filter.teams, filter.cycles, filter.stages) = (owners, teams, cycles, stages)
    (filter.forecasts, filter.sources, filter.products) = (forecasts, sources, products)
    (filter.competitors, filter.lossReasons, filter.accounts) = (competitors, lossReasons, accounts)
    (filter.attributes, filter.fields) = (attributes, fields)
    return filter
  }

  private var withoutText: DealFilter {
    var filter = self
    filter.text = nil
    return filter
  }
}

/// A range of days, both ends included; `nil` is open.
public struct DateRange: PluginSettings, Hashable {
  /// The first day.
  public var from: CivilDate?
  /// The last day.
  public var to: CivilDate?

  /// All days, unknown ones included.
  public init() {}

  /// A range.
  public init(from: CivilDate? = nil, to: CivilDate? = nil) {
    self.from = from
    self.to = to
  }

  /// Whether every day is in it.
  public var isAll: Bool { from == nil && to == nil }

  /// The days, half open; an end that is open reaches to the first or last day there is. `nil` where every day is in it.
  public var range: Range<CivilDate>? {
    isAll ? nil : ReportPeriod.days(from: from, to: to).range(.calendarYears, today: from ?? to ?? .first)
  }

  /// What errors call it.
  public static let noun: Wording = "a range of days"
  /// The ends.
  public static let settings: [Setting<Self>] = [
    Setting("from", \.from, "The first day."), Setting("to", \.to, "The last day."),
  ]

  /// The ends must not be swapped.
  public func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard let from, let to, to < from else { return }
    context.report(
      .invalid, "the range ends on \(to), before it starts on \(from)", hint: "swap the days",
      at: node["to"]?.value.mark ?? node.mark)
  }
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
  public static let noun: Wording = "an amount range"
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
  public static let noun: Wording = "a probability range"
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
