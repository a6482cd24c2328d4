/// A saved forecast report: who, which period, which deals, how they are grouped and measured.
public struct ReportDefinition: Hashable, Sendable {
  /// Its name, unique per author.
  public var name: String
  /// The title that people read.
  public var title: LocalizedText
  /// Which close dates it is about.
  public var period: ReportPeriod
  /// What its rows are grouped by, in order.
  public var groupBy: [ReportGrouping]
  /// The salespeople it is about; empty for all.
  public var owners: [String]
  /// The teams it is about; empty for all.
  public var teams: [String]
  /// The sales cycles it is about; empty for all.
  public var cycles: [String]
  /// What deals must be beside that.
  public var filters: ReportFilters
  /// The figures, in order.
  public var measures: [ReportMeasure]
  /// What the first figure that is an amount is compared with.
  public var compare: ReportComparison?
  /// How rows are ordered within what they are grouped by; where nothing is given, as stages and lookups are, else by value.
  public var sort: [ReportSort]
  /// Whether nested groupings have subtotals.
  public var subtotals: Bool
  /// The past day at whose end the pipeline is shown; `nil` for the present.
  public var asOf: CivilDate?
  /// Who may see it.
  public var visibility: ReportVisibility
  /// Whose it is, for a private report of the configuration. Of a saved one the store knows the author.
  public var author: String?

  /// A report; by default about everyone's deals of this quarter, by salesperson and forecast.
  public init(
    _ name: String, title: LocalizedText? = nil, period: ReportPeriod = .relative(.thisQuarter),
    groupBy: [ReportGrouping] = [.owner, .forecast], owners: [String] = [], teams: [String] = [],
    cycles: [String] = [], filters: ReportFilters = ReportFilters(), measures: [ReportMeasure] = ReportMeasure.standard,
    compare: ReportComparison? = nil, sort: [ReportSort] = [], subtotals: Bool = true, asOf: CivilDate? = nil,
    visibility: ReportVisibility = .everyone, author: String? = nil
  ) {
    self.name = name
    self.title = title ?? LocalizedText(name)
    self.period = period
    self.groupBy = groupBy
    self.owners = owners
    self.teams = teams
    self.cycles = cycles
    self.filters = filters
    self.measures = measures
    self.compare = compare
    self.sort = sort
    self.subtotals = subtotals
    self.asOf = asOf
    self.visibility = visibility
    self.author = author
  }
}

extension ReportDefinition {
  /// Whether a text can be a report's name: a key of `a-z`, `0-9`, `-` and `_`, at most 64 of them.
  public static func isName(_ text: String) -> Bool { ConfigKey.isKey(text) }
}

/// What a report's rows can be grouped by.
public enum ReportGrouping: String, SettingChoice, Hashable {
  /// The salesperson.
  case owner
  /// The salesperson's team.
  case team
  /// The forecast entry.
  case forecast
  /// The forecast entry's category.
  case category
  /// The status.
  case stage
  /// The sales cycle.
  case cycle
  /// The month of the close date.
  case month
  /// The fiscal quarter of the close date.
  case quarter
  /// The fiscal year of the close date.
  case fiscalYear = "fiscal_year"
  /// Where the deal comes from.
  case source
  /// Who else bids.
  case competitor
  /// The product; a deal's amount is divided among its products, by their lines.
  case product
  /// The account.
  case account
  /// The currency.
  case currency
}

/// Who may see a report.
public enum ReportVisibility: String, SettingChoice, Hashable {
  /// Everyone in the workspace.
  case everyone
  /// Its author.
  case `private`
}
