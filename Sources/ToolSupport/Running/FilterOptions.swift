public import ArgumentParser
public import SalesPipeline

/// Which deals a command is about: an option for each key that `filters:` has in a configuration.
public struct FilterOptions: ParsableArguments {
  @Option(
    help: "Only this salesperson's deals; may be given several times, as all of these may.", completion: .names(.people)
  )
  var owner: [String] = []
  @Option(help: "Only this team's deals.", completion: .names(.teams)) var team: [String] = []
  @Option(help: "Only deals of this sales cycle.", completion: .names(.cycles)) var cycle: [String] = []
  @Option(help: "Only deals in this status, or CYCLE/STATUS.", completion: .names(.stages)) var status: [String] = []
  @Option(help: "Only open, won or lost deals.") var outcome: [Outcome] = []
  @Option(help: "Only deals with this forecast entry.", completion: .names(.entries(.forecasting))) var forecast:
    [String] = []
  @Option(help: "Only deals of this forecast category.") var category: [ForecastCategory] = []
  @Option(help: "Only deals from this source.", completion: .names(.entries(.source))) var source: [String] = []
  @Option(help: "Only deals with a line of this product.", completion: .names(.entries(.line))) var product: [String] =
    []
  @Option(help: "Only deals with this competitor.", completion: .names(.entries(.competitor))) var competitor:
    [String] = []
  @Option(help: "Only deals lost for this reason.", completion: .names(.entries(.lossReason))) var lossReason:
    [String] = []
  @Option(help: "Only deals of the account with this name.", completion: .names(.accounts)) var account: [String] = []
  @Option(help: "Only deals of accounts with this attribute: NAME=VALUE.") var attribute: [Assignment] = []
  @Option(
    name: .customLong("where"),
    help: "Only deals with this value of a field with entries, names or stages: FIELD=VALUE.",
    completion: .names(.conditions))
  var conditions: [Assignment] = []
  @Option(help: "Only deals in this currency.") var currency: [Currency] = []
  @Option(
    name: [.customLong("search"), .customLong("name")],
    help: "Only deals whose name, or whose account's name, contains this.")
  var search: String?
  @Option(help: "Only deals worth this much or more.") var amountFrom: ExactDecimal?
  @Option(help: "Only deals worth this much or less.") var amountTo: ExactDecimal?
  @Option(help: "Only deals this probable or more, in percent.") var probabilityFrom: BasisPoints?
  @Option(help: "Only deals this probable or less, in percent.") var probabilityTo: BasisPoints?
  @Option(help: "Only deals that close on this day or later.") var closingFrom: CivilDate?
  @Option(help: "Only deals that close on this day or earlier.") var closingTo: CivilDate?
  @Option(help: "Only deals that were created on this day or later.") var createdFrom: CivilDate?
  @Option(help: "Only deals that were created on this day or earlier.") var createdTo: CivilDate?
  @Option(help: "Only deals that were changed on this day or later.") var changedSince: CivilDate?

  @Flag(help: "Only open deals that are past their close date.") var overdue = false
  @Flag(help: "Only deals whose close date was moved to a later day.") var slipped = false

  /// The groupings that have a list of their own in a filter.
  private static let lists: [String: any WritableKeyPath<DealFilter, [String]> & Sendable] = [
    "owner": \.owners, "team": \.teams, "cycle": \.cycles, "stage": \.stages,
    // The field of a deal whose value is a stage.
    "status": \.stages, "forecast": \.forecasts, "source": \.sources, "product": \.products,
    "competitor": \.competitors, "loss_reason": \.lossReasons, "account": \.accounts,
  ]

  /// The names that `--where` takes.
  static let names =
    lists.keys.sorted() + OpportunityBody.fields.fields.filter(\.isGrouping).map(\.name.description)

  /// Nothing given.
  public init() {}

  /// Ranges must not end before they start.
  public func validate() throws {
    func check<Bound: Comparable>(_ name: String, _ from: Bound?, _ to: Bound?) throws {
      if let from, let to, to < from { throw ValidationError.swapped("\(name)-to", to, "\(name)-from", from) }
    }
    try check("amount", amountFrom, amountTo)
    try check("probability", probabilityFrom?.value, probabilityTo?.value)
    try check("closing", closingFrom, closingTo)
    try check("created", createdFrom, createdTo)
    for one in conditions where !Self.names.contains(one.field) {
      throw Words.noSuch("field", one.field, Self.names)
    }
  }

  /// The filter that the options make.
  public var filter: DealFilter {
    var filter = DealFilter()
    (filter.owners, filter.teams, filter.cycles, filter.stages) = (owner, team, cycle, status)
    (filter.outcomes, filter.forecasts, filter.categories) = (outcome, forecast, category)
    (filter.sources, filter.products, filter.competitors) = (source, product, competitor)
    (filter.lossReasons, filter.accounts, filter.currencies) = (lossReason, account, currency)
    for one in attribute { filter.attributes[one.field, default: []].append(one.value) }
    for one in conditions {
      if let list = Self.lists[one.field] {
        filter[keyPath: list].append(one.value)
      } else {
        filter.fields[one.field, default: []].append(one.value)
      }
    }
    filter.text = search
    filter.amount = AmountRange(from: amountFrom, to: amountTo)
    filter.probability = ProbabilityRange(from: probabilityFrom, to: probabilityTo)
    filter.closing = DateRange(from: closingFrom, to: closingTo)
    filter.created = DateRange(from: createdFrom, to: createdTo)
    filter.changedSince = changedSince
    (filter.overdue, filter.slipped) = (overdue, slipped)
    return filter
  }
}

extension Outcome: ExpressibleByArgument {}
extension ForecastCategory: ExpressibleByArgument {}
extension PeriodGrain: ExpressibleByArgument {}
extension ConversionBasis: ExpressibleByArgument {}

extension Currency: ExpressibleByArgument {
  /// Reads an ISO 4217 code.
  public init?(argument: String) { self.init(argument.uppercased()) }
}

extension ExactDecimal: ExpressibleByArgument {
  /// Reads a decimal number with a dot.
  public init?(argument: String) { self.init(argument) }
}

extension BasisPoints: ExpressibleByArgument {
  /// Reads a percentage: `62.5`.
  public init?(argument: String) {
    guard let share = try? BasisPoints(parsingPercent: argument) else { return nil }
    self = share
  }
}
