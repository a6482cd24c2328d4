/// A checked configuration for an engine, from a YAML file or created in Swift.
///
///     var setup = PipelineSetup(storage: driver)
///     setup.baseCurrency = .eur
///     let pipeline = try await Pipeline.open(setup)
public struct PipelineSetup: Sendable {
  /// The name of the pipeline.
  public var name: String
  /// The tenant. One store can contain several workspaces.
  public var workspace: String
  /// The language tag of the pipeline, such as `en` or `fr`.
  public var locale: String
  /// Additional languages, or replacements of built-in ones; tags are unique.
  public var languages: [Phrasebook] = []
  /// The currency of totals.
  public var baseCurrency: Currency
  /// The fiscal calendar and the time zone.
  public var calendar: CalendarSetup
  /// The driver that opens the store.
  public var storage: any StorageDriver
  /// The sources of lookup tables, in order; never of `OpportunityStatus`, whose entries are the stages.
  public var lookups: [LookupBinding]
  /// The sales cycles, in order; the first is the default of new deals. Never empty in a checked setup.
  public var salesCycles: [SalesCycle]
  /// The history policies: a change is in the history if any policy keeps it.
  public var history: [any HistoryPolicy]
  /// The probability rules, in order: the first answer is used.
  public var probability: [ProbabilityRule]
  /// The weighting strategy for open deals.
  public var weighting: any WeightingStrategy
  /// The access policy.
  public var access: any AccessPolicy
  /// The exporters, by the name of their format.
  public var exporters: OrderedMap<any Exporter>
  /// The dashboard.
  public var dashboard: DashboardSetup
  /// Widgets of programs and plugins.
  public var widgets: [any WidgetSource] = []
  /// The reports of the configuration, in order; names are unique.
  public var reports: [ReportDefinition]
  /// The source of exchange rates; `nil` if none is configured: deals in other currencies are then counted but not
  /// priced.
  public var rates: (any RateSource)?
  /// The source of sales targets; `nil` if none is configured.
  public var targets: (any TargetSource)?
  /// The day of the exchange rate for open deals.
  public var ratesOfOpenDeals = RateDay.reportDate
  /// The day of the exchange rate for closed deals.
  public var ratesOfClosedDeals = RateDay.closeDate
  /// The configuration as written, with its effective values; `nil` for a setup created in Swift.
  package var definition: ConfigurationDefinition?
  /// Decodes a configuration that the store recorded in canonical form, with this setup's plugins; `nil` if it cannot
  /// be decoded any more. Always `nil` for a setup created in Swift.
  public var revive: @Sendable (String) -> PipelineSetup? = { _ in nil }

  /// Creates a setup. Only the storage has no default.
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

/// A lookup table and its source.
public struct LookupBinding: Sendable {
  /// The table.
  public let table: LookupTableName
  /// Its source.
  public let source: any LookupSource

  /// Creates a binding.
  public init(_ table: LookupTableName, _ source: any LookupSource) {
    self.table = table
    self.source = source
  }
}

/// A configuration as written, with its effective values.
package struct ConfigurationDefinition: Sendable {
  /// The name of the file; `nil` if there was none.
  package let file: String?
  /// The configuration as written.
  package let written: ConfigNode
  private let resolve: @Sendable () -> CanonicalValue

  /// The effective values. Computed at each call: only opening a pipeline for writing needs them, not checking a file.
  package var effective: CanonicalValue { resolve() }

  /// Creates a definition.
  package init(file: String?, written: ConfigNode, effective: @autoclosure @escaping @Sendable () -> CanonicalValue) {
    self.file = file
    self.written = written
    resolve = effective
  }
}
