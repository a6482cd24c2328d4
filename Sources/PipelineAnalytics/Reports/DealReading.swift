public import PipelinePlugins

/// How deals are read: the day, the calendar, the lookup tables, and what likely and weighing mean.
public struct DealReading: Sendable {
  /// The day that is read for: ages and relative periods count from it.
  public var today: CivilDate
  /// How the year is divided.
  public var calendar: FiscalCalendar
  /// The forecast entries, with their categories.
  public var forecasting: LookupTable
  /// Other lookup tables, whose order rows follow; keys that a table does not hold come after those that it does.
  public var tables: [LookupTableName: LookupTable]
  /// The probability rules that are evaluated on reading, in order; the first answer wins, else the stored probability
  /// stands.
  public var probability: [Derivation<BasisPoints?>]
  /// What an open deal weighs.
  public var weight: Derivation<Weight>
  /// The names that accounts are shown by.
  public var accountNames: [RecordID: String]
  /// The attributes of accounts, by account, then by name.
  public var accountAttributes: [RecordID: [String: String]] = [:]
  /// The team of each salesperson who has one.
  public var teams: [String: String]
  /// What amounts in other currencies are worth; `nil` where no rates are configured: such deals are counted, not priced.
  public var pricing: DealPricing?

  /// A way of reading.
  ///
  /// - Parameter rules: All probability rules; those that are evaluated on change are passed over.
  public init(
    today: CivilDate, calendar: FiscalCalendar = .calendarYears, forecasting: LookupTable = .standardForecasting,
    tables: [LookupTableName: LookupTable] = [:], rules: [ProbabilityRule] = [], weighting: any WeightingStrategy,
    accountNames: [RecordID: String] = [:], teams: [String: String] = [:]
  ) {
    self.today = today
    self.calendar = calendar
    self.forecasting = forecasting
    self.tables = tables
    probability = rules.compactMap { if case .onReading(let derivation) = $0 { derivation } else { nil } }
    weight = weighting.weight
    self.accountNames = accountNames
    self.teams = teams
  }
}

/// Exact figures of some deals.
public struct DealFigures: Hashable, Sendable {
  /// How many deals.
  public var count = 0
  /// How many of them have an amount in the base currency, or in one that a rate converts: only those have a value.
  public var pricedCount = 0
  /// The sum of their amounts: exact.
  var unweightedSum = ExactSum.zero
  /// The sum of their amounts times their weights: exact.
  var weightedSum = ExactSum.zero

  /// Nothing.
  public init() {}

  /// The sum of their amounts in minor units of the base currency: the exact sum rounded half-even, once. Without converted
  /// amounts there is nothing to round.
  public var unweighted: Int128 { unweightedSum.minorUnits }

  /// The weighted value in minor units of the base currency: the exact value rounded half-even, once.
  public var weighted: Int128 { weightedSum.minorUnits }

  /// Adds other deals' figures, still exact.
  public static func += (left: inout Self, right: Self) {
    left.count += right.count
    left.pricedCount += right.pricedCount
    left.unweightedSum += right.unweightedSum
    left.weightedSum += right.weightedSum
  }

  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum += right
    return sum
  }
}
