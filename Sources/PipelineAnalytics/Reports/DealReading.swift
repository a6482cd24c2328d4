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
  /// The team of each salesperson who has one.
  public var teams: [String: String]

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
  /// How many of them have an amount in the base currency: only those have a value.
  public var pricedCount = 0
  /// The sum of their amounts, in minor units.
  public var unweighted: Int128 = 0
  /// The sum of their amounts times their weights, in millionths of a minor unit: exact.
  public var weightedMillionths: Int128 = 0

  /// Nothing.
  public init() {}

  /// The weighted value in minor units: the exact value rounded half-even, once.
  public var weighted: Int128 { dividedHalfEven(weightedMillionths, by: 1_000_000) }

  /// Adds other deals' figures, still exact.
  public static func += (left: inout Self, right: Self) {
    left.count += right.count
    left.pricedCount += right.pricedCount
    left.unweighted += right.unweighted
    left.weightedMillionths += right.weightedMillionths
  }
}
