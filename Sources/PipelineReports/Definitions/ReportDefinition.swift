public import PipelineSettings

/// The definition of a forecast report: period, filters, groupings and measures.
///
/// To add an option, add a property and its setting in ``settings``: the configuration file, saved reports, `explain`, the
/// JSON Schema and the reference page are derived from it.
public struct ReportDefinition: Hashable, Sendable {
  /// Its name, unique per author.
  public var name: String
  /// The title that people read.
  public var title: LocalizedText
  /// Which close dates it is about, or which days of creation.
  public var period: ReportPeriod
  /// The day of a deal that must lie in the period.
  public var datedBy = Dating.close
  /// What its rows are grouped by, in order.
  public var groupBy: [DealDimension]
  /// What deals must be.
  public var filters: DealFilter
  /// The figures, in order.
  public var measures: [ReportMeasure]
  /// What the first figure that is an amount is compared with.
  public var compare: ReportComparison?
  /// How rows are ordered within what they are grouped by; where nothing is given, as stages and lookups are, else by value.
  public var sort: [ReportSort]
  /// How many groups of the first grouping the report shows, the first ones in its order; `nil` for all. Totals are those of the
  /// groups that are shown.
  public var limit: Int?
  /// Whether nested groupings have subtotals. For people, a group of one row shows none.
  public var subtotals: Bool
  /// The past day at whose end the report is computed; `nil` for the current state.
  public var asOf: CivilDate?
  /// The visibility.
  public var visibility: ReportVisibility
  /// The author of a private report of the configuration. The author of a saved report is in the store.
  public var author: String?

  /// Creates a definition; by default all deals of this quarter, by salesperson and forecast.
  ///
  /// - Parameters:
  ///   - owners: Salespeople to filter by, in addition to those of `filters`; likewise `teams` and `cycles`.
  ///   - measures: The measures; `nil` for the standard ones that agree with the filter on outcomes.
  public init(
    _ name: String, title: LocalizedText? = nil, period: ReportPeriod = .relative(.thisQuarter),
    groupBy: [DealDimension] = [.owner, .forecast], owners: [String] = [], teams: [String] = [],
    cycles: [String] = [], filters: DealFilter = DealFilter(), measures: [ReportMeasure]? = nil,
    compare: ReportComparison? = nil, sort: [ReportSort] = [], subtotals: Bool = true, asOf: CivilDate? = nil,
    visibility: ReportVisibility = .everyone, author: String? = nil, datedBy: Dating = .close, limit: Int? = nil
  ) {
    self.name = name
    self.datedBy = datedBy
    self.limit = limit
    self.title = title ?? LocalizedText(name)
    self.period = period
    self.groupBy = groupBy
    self.filters = filters
    self.filters.owners += owners
    self.filters.teams += teams
    self.filters.cycles += cycles
    self.measures =
      measures ?? (datedBy == .entered ? ReportMeasure.ofStays : ReportMeasure.standard(for: filters.outcomes))
    self.compare = compare
    self.sort = sort
    self.subtotals = subtotals
    self.asOf = asOf
    self.visibility = visibility
    self.author = author
  }
}

extension ReportDefinition {
  /// The settings of a report in a configuration and in the store, in the order of the reference page.
  package static let settings: [Setting<ReportDefinition>] = [
    Setting("title", \.givenTitle, "What people read; the name where it is not given."),
    Setting("period", \.period, "The close dates that it is about, or the days of creation."),
    Setting(
      "dated_by", \.datedBy,
      "The day of a deal that lies in the period: its close date, its creation, or that on which it entered a stage; the figures are then those of stays in stages."
    ),
    Setting("group_by", \.groupBy, "What its rows are grouped by, in order.") {
      Set($0).count == $0.count ? nil : "names a grouping twice"
    },
    Setting("filters", \.filters, "What deals must be."),
    Setting("measures", \.measures, "The figures, in order.") {
      Set($0).count == $0.count ? ($0.isEmpty ? "names no figure" : nil) : "names a figure twice"
    },
    Setting("compare", \.compare, "What the first amount is compared with."),
    Setting("sort", \.sort, "The columns that rows are ordered by, - in front for descending order."),
    Setting(
      "limit", \.limit,
      "How many groups of the first grouping it shows, the first ones; totals are those of these groups."
    ) {
      $0.map { (1...mostDeals).contains($0) } ?? true ? nil : "must be 1 to 1000"
    },
    Setting("subtotals", \.subtotals, "Whether nested groupings have subtotals."),
    Setting("as_of", \.asOf, "The past day at whose end the pipeline is shown."),
    Setting("visibility", \.visibility, "Who may see it: everyone, or only its author."),
    Setting("author", \.author, "Whose it is, where it is private."),
  ]

  /// The most rows of a report that groups by deal.
  package static let mostDeals = 1_000

  /// The day of a deal that a report's period is about.
  public enum Dating: String, SettingChoice, Hashable {
    /// The close date: the actual one of a closed deal, else the expected one.
    case close
    /// The day of the creation.
    case created
    /// The day on which a deal entered a stage: what is counted are stays in open stages, each in the stage that it was in.
    case entered

    /// The day of a deal.
    package var day: DealDay {
      switch self {
      case .close: .close
      case .created: .created
      case .entered: .since
      }
    }
  }

  /// The title; `nil` for an empty one.
  private var givenTitle: LocalizedText? {
    get { title == "" ? nil : title }
    set { title = newValue ?? "" }
  }

  /// The salespeople it is about; empty for all.
  public var owners: [String] {
    get { filters.owners }
    set { filters.owners = newValue }
  }

  /// The teams it is about; empty for all.
  public var teams: [String] {
    get { filters.teams }
    set { filters.teams = newValue }
  }

  /// The sales cycles it is about; empty for all.
  public var cycles: [String] {
    get { filters.cycles }
    set { filters.cycles = newValue }
  }

  /// Whether a text can be a report's name: a key of `a-z`, `0-9`, `-` and `_`, at most 64 of them.
  public static func isName(_ text: String) -> Bool { ConfigKey.isKey(text) }
}

/// The visibility of a report.
public enum ReportVisibility: String, SettingChoice, Hashable {
  /// Everyone in the workspace.
  case everyone
  /// Its author.
  case `private`
}
