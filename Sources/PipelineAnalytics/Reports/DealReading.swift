package import PipelinePlugins

/// How deals are read: the day, the calendar, the lookup tables, and what likely and weighing mean.
package struct DealReading: Sendable {
  /// The day that is read for: ages and relative periods count from it.
  package var today: CivilDate
  /// How the year is divided.
  package var calendar: FiscalCalendar
  /// The forecast entries, with their categories.
  package var forecasting: LookupTable
  /// Other lookup tables, whose order rows follow; keys that a table does not hold come after those that it does.
  package var tables: [LookupTableName: LookupTable]
  /// The probability rules that are evaluated on reading, in order; the first answer wins, else the stored probability
  /// is used.
  package var probability: [Derivation<BasisPoints?>]
  /// What an open deal weighs.
  package var weight: Derivation<Weight>
  /// The names that accounts are shown by.
  package var accountNames: [RecordID: String]
  /// The attributes of accounts, by account, then by name.
  package var accountAttributes: [RecordID: [String: String]] = [:]
  /// The names of the deals that rows are made of, where a report groups by deal.
  package var dealNames: [RecordID: String] = [:]
  /// The deals that rows are made of, in their order.
  package var deals: [RecordID] = []
  /// How the deals' expected close dates were moved out; none where no question needs the journal.
  package var slips = DealSlips()
  /// The stays that rows are made of, where a report is about those; `nil` where rows are deals.
  package var stays: StayRows?
  /// A text for each name, in whose order names are shown; different names have different ones.
  package var sortText: @Sendable (String) -> String = { $0 }
  /// The team of each salesperson who has one.
  package var teams: [String: String]
  /// What amounts in other currencies are worth; `nil` where no rates are configured: such deals are counted, not priced.
  package var pricing: DealPricing?

  /// A way of reading.
  ///
  /// - Parameter rules: All probability rules; those that are evaluated on change are passed over.
  package init(
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
