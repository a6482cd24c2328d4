/// The checked configuration that an engine takes: made from a YAML file, or in plain Swift.
public struct PipelineSetup: Sendable {
  /// What the pipeline is called.
  public var name: String
  /// The tenant; leads every key.
  public var workspace: String
  /// The language that people read, a tag such as `en` or `fr`.
  public var locale: String
  /// Languages beside those that are built in, or in their place; tags are unique.
  public var languages: [Phrasebook] = []
  /// The currency that totals are in.
  public var baseCurrency: Currency
  /// The fiscal calendar and the time zone.
  public var calendar: CalendarSetup
  /// Where records are kept.
  public var storage: any StorageDriver
  /// Where lookup tables' entries come from, by table, in order. Never `OpportunityStatus`, which the stages make.
  public var lookups: [LookupBinding]
  /// The sales cycles, in order; the first is the one that deals get by default. Never empty in a checked setup.
  public var salesCycles: [SalesCycle]
  /// Which changes people see.
  public var history: [any HistoryPolicy]
  /// How likely open deals are; the first answer wins.
  public var probability: [ProbabilityRule]
  /// What open deals weigh in a forecast.
  public var weighting: any WeightingStrategy
  /// Whose deals each person may see and change.
  public var access: any AccessPolicy
  /// The formats that reports are written in, by name.
  public var exporters: OrderedMap<any Exporter>
  /// The dashboard.
  public var dashboard: DashboardSetup
  /// Widgets beside those that are built in, by name.
  public var widgets: [any WidgetSource] = []
  /// The saved reports, in order; names are unique.
  public var reports: [ReportDefinition]
  /// Exchange rates; `nil` where none are configured: deals in other currencies are then counted and not priced.
  public var rates: (any RateSource)?
  /// What salespeople and teams are to win; `nil` where nothing is configured.
  public var targets: (any TargetSource)?
  /// The day whose rate prices open deals.
  public var ratesOfOpenDeals = RateDay.reportDate
  /// The day whose rate prices won and lost deals.
  public var ratesOfClosedDeals = RateDay.closeDate
  /// What was written, where, and what it came to; `nil` for a setup that was made in Swift.
  package var definition: ConfigurationDefinition?
  /// Reads a configuration that the store remembers, in canonical form, with the plugins and the surroundings of this one; `nil`
  /// where it cannot be read any more. Of a setup that was made in Swift, always.
  public var revive: @Sendable (String) -> PipelineSetup? = { _ in nil }

  /// A setup. Only the storage has no default.
  public init(
    name: String = "Sales", workspace: String = "default", locale: String = "en", baseCurrency: Currency = .eur,
    calendar: CalendarSetup = CalendarSetup(), storage: any StorageDriver, lookups: [LookupBinding] = [],
    salesCycles: [SalesCycle] = [.standard], history: [any HistoryPolicy] = standardHistory,
    probability: [ProbabilityRule] = standardProbability, weighting: any WeightingStrategy = standardWeighting,
    access: any AccessPolicy = standardAccess,
    exporters: OrderedMap<any Exporter> = [:], dashboard: DashboardSetup = DashboardSetup(),
    reports: [ReportDefinition] = []
  ) {
    self.name = name
    self.workspace = workspace
    self.locale = locale
    self.baseCurrency = baseCurrency
    self.calendar = calendar
    self.storage = storage
    self.lookups = lookups
    self.salesCycles = salesCycles
    self.history = history
    self.probability = probability
    self.weighting = weighting
    self.access = access
    self.exporters = exporters
    self.dashboard = dashboard
    self.reports = reports
  }
}

/// A lookup table and where its entries come from.
public struct LookupBinding: Sendable {
  /// The table.
  public let table: LookupTableName
  /// Its source.
  public let source: any LookupSource

  /// A binding.
  public init(_ table: LookupTableName, _ source: any LookupSource) {
    self.table = table
    self.source = source
  }
}

/// A configuration as it was written and what it came to.
package struct ConfigurationDefinition: Hashable, Sendable {
  /// The file's name; `nil` where the configuration was in no file.
  package let file: String?
  /// What was written.
  package let written: ConfigNode
  /// Every effective value.
  package let effective: CanonicalValue

  /// A definition.
  package init(file: String?, written: ConfigNode, effective: CanonicalValue) {
    self.file = file
    self.written = written
    self.effective = effective
  }
}
