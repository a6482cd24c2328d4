/// A configuration file: the declaration of all its sections.
struct ConfigurationFile: PluginSettings {
  var version = 1
  var name = "Sales"
  var workspace = ConfigKey(text: "default")
  var locale = "en"
  var languages: [LanguageChoice] = []
  var currency = CurrencySection()
  var calendar = CalendarSection()
  var storage: PluginChoice<StorageTag>?
  var lookups = LookupChoices()
  var salesCycles = OrderedMap<CycleSection>()
  var history = [PluginChoice<HistoryTag>("grace_window")]
  var probability = [PluginChoice<ProbabilityTag>("stated"), PluginChoice<ProbabilityTag>("by_stage")]
  var weighting = PluginChoice<WeightingTag>("expected_value")
  var rates: PluginChoice<RatesTag>?
  var targets: PluginChoice<TargetsTag>?
  var access = PluginChoice<AccessTag>("everyone_sees_all")
  var exporters = PluginSet<ExporterTag>()
  var dashboard = DashboardSection()
  var reports = OrderedMap<SavedReportSection>()

  static let noun: Wording = "the configuration"
  static let settings: [Setting<Self>] = [
    Setting("version", \.version, "The version of this file's form: 1.", required: true),
    Setting("name", \.name, "What the pipeline is called."),
    Setting("workspace", \.workspace, "The tenant: one store can hold several, each on its own."),
    Setting("locale", \.locale, "The language that people read, such as en or fr.") {
      let hyphened = $0.replacing("_", with: "-").prefix { $0 != "." }
      if LocalizedText.isLanguage($0) { return nil }
      return hyphened != $0 && LocalizedText.isLanguage(String(hyphened))
        ? "expects a language tag with a hyphen: write \(String(hyphened))"
        : "expects a language tag such as en, fr or fr-CA"
    },
    Setting("languages", \.languages, "Languages beside English and French, or in their place: a file each."),
    Setting("currency", \.currency, "The currency of totals, and the days whose rates price deals in others."),
    Setting("calendar", \.calendar, "The fiscal calendar and the time zone."),
    Setting("storage", \.storage, "Where records are kept.", required: true),
    Setting("lookups", \.lookups, "Where the entries of lookup tables come from, by table."),
    Setting(
      "sales_cycles", \.salesCycles, "The sales cycles; deals get the first unless another is asked for.",
      required: true),
    Setting("history", \.history, "Which changes people see; a change is kept where any policy keeps it."),
    Setting("probability", \.probability, "How likely open deals are; the first answer wins."),
    Setting("weighting", \.weighting, "What open deals weigh in forecasts."),
    Setting(
      "rates", \.rates,
      "Exchange rates; where none are configured, deals in other currencies are counted and not priced."),
    Setting("targets", \.targets, "What salespeople and teams are to win."),
    Setting("access", \.access, "Whose deals each person may see and change."),
    Setting("exporters", \.exporters, "The formats that reports are written in; all there are where none is given."),
    Setting("dashboard", \.dashboard, "What the dashboard shows."),
    Setting("reports", \.reports, "Saved reports, by name."),
  ]

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    if let entry = node["version"], version != 1 {
      context.report(
        .unsupportedVersion, "version \(version) is not supported", hint: "this version of the SDK reads version 1",
        at: entry.value.mark)
    }
    if let entry = node["storage"], case .null = entry.value.content {
      context.report(
        .missing, "'storage' has no value", hint: "write for example storage: memory", at: entry.keyMark)
    }
    LanguageChoice.check(languages, node["languages"]?.value, &context)
    checkLookups(node["lookups"]?.value, &context)
    checkCycles(node["sales_cycles"], &context)
    checkReports(node["reports"]?.value, &context)
  }

  private func checkLookups(_ node: ConfigNode?, _ context: inout DecodingContext) {
    let tables = LookupChoices.tables
    for entry in node?.entries ?? [] where !tables.contains(entry.key) {
      if entry.key == LookupTableName.status.rawValue {
        context.report(
          .invalid, "the entries of OpportunityStatus are the stages of the sales cycles",
          hint: "remove it here and edit 'stages'", at: entry.keyMark)
      } else {
        context.report(
          .unknownName, "unknown lookup table '\(entry.key.clipped(to: 40))'",
          hint: hint(for: entry.key, among: tables),
          at: entry.keyMark)
      }
    }
  }

  private func checkCycles(_ cycles: ConfigEntry?, _ context: inout DecodingContext) {
    guard let cycles else { return }
    switch cycles.value.content {
    case .mapping(let entries) where entries.isEmpty: fallthrough
    case .null:
      context.report(.missing, "'sales_cycles' holds no sales cycle", hint: "give at least one", at: cycles.keyMark)
    default: break
    }
    let forecasts = knownForecasts
    for entry in cycles.value.entries {
      ConfigKey.check(entry.key, at: entry.keyMark, &context)
      checkEntrances(entry, &context)
      guard let forecasts else { continue }
      for stage in entry.value["stages"]?.value.groups ?? [] {
        guard let value = stage["forecast"]?.value, case .scalar(let name, _) = value.content,
          !forecasts.contains(name)
        else { continue }
        context.report(
          .unknownName, "OpportunityForecasting has no entry '\(name.clipped(to: 40))'",
          hint: hint(for: name, among: forecasts), at: value.mark)
      }
    }
  }

  /// Checks that a stage's `from` names other sales cycles.
  private func checkEntrances(_ cycle: ConfigEntry, _ context: inout DecodingContext) {
    for stage in cycle.value["stages"]?.value.groups ?? [] {
      for item in stage["from"]?.value.items ?? [] {
        guard case .scalar(let name, _) = item.content else { continue }
        if name == cycle.key {
          context.report(
            .invalid, "'from' names the stage's own sales cycle '\(name.clipped(to: 40))'",
            hint: "the ways within a sales cycle are said by 'next'", at: item.mark)
        } else if salesCycles[name] == nil {
          context.report(
            .unknownName, "'from' names the sales cycle '\(name.clipped(to: 40))', which there is not",
            hint: hint(for: name, among: salesCycles.keys.filter { $0 != cycle.key }), at: item.mark)
        }
      }
    }
  }

  /// The valid values of a stage's `forecast`; `nil` if the entries of the table are not in the configuration.
  private var knownForecasts: [String]? {
    let categories = ForecastCategory.allCases.map(\.rawValue)
    guard let choice = lookups.byTable[LookupTableName.forecasting.rawValue] else { return categories }
    guard let keys = (choice.prepared?.settings as? any KnownLookupEntries)?.knownKeys else { return nil }
    return keys + categories.filter { !keys.contains($0) }
  }

  private func checkReports(_ node: ConfigNode?, _ context: inout DecodingContext) {
    guard let node, !node.entries.isEmpty else { return }
    let names = filterNames
    for entry in node.entries {
      ConfigKey.check(entry.key, at: entry.keyMark, &context)
      if entry.value["author"] == nil, reports[entry.key]?.definition.visibility == .private {
        context.report(
          .missing, "the private report '\(entry.key.clipped(to: 40))' names no author, so nobody would see it",
          hint: "add author: NAME, or make it visible to everyone",
          at: entry.value["visibility"]?.value.mark ?? entry.keyMark)
      }
      if let compare = entry.value["compare"]?.value, compare.isScalar("target"), targets == nil {
        context.report(
          .missing, "the report '\(entry.key.clipped(to: 40))' compares with targets, and none are configured",
          hint: "add 'targets'", at: compare.mark, severity: .warning)
      }
      warnOfTargets(entry, &context)
      let filters = entry.value["filters"]?.value
      for list in [entry.value["cycles"], filters?["cycles"]] {
        checkNames(list, among: salesCycles.keys, &context) { "there is no sales cycle '\($0)'" }
      }
      for filter in filters == nil ? [] : names {
        checkNames(filters?[filter.key], among: filter.names, &context, filter.message)
      }
    }
  }

  /// Warns of a report whose figures are about targets where there are none.
  private func warnOfTargets(_ report: ConfigEntry, _ context: inout DecodingContext) {
    guard targets == nil, let listed = report.value["measures"]?.value else { return }
    for item in listed.items {
      guard case .scalar(let name, _) = item.content, ReportMeasure(rawValue: name)?.needsTargets == true else {
        continue
      }
      context.report(
        .missing, "the report '\(report.key.clipped(to: 40))' has the figure '\(name)', and no targets are configured",
        hint: "add 'targets'", at: item.mark, severity: .warning)
    }
  }

  /// What the filters of reports may name, as far as the configuration says it.
  private var filterNames: [(key: String, names: [String], message: (String) -> Wording)] {
    let stages = salesCycles.pairs.flatMap { cycle in
      cycle.value.stages.flatMap { [$0.key.text, "\(cycle.key)/\($0.key.text)"] }
    }
    var names: [(key: String, names: [String], message: (String) -> Wording)] =
      [("stages", stages, { "no sales cycle has the stage '\($0)'" })]
    if let forecasts = knownForecasts {
      names.append(("forecasts", forecasts, { "OpportunityForecasting has no entry '\($0)'" }))
    }
    for table in LookupTableName.allCases {
      guard let key = Self.filterKeys[table],
        let entries = (lookups.byTable[table.rawValue]?.prepared?.settings as? any KnownLookupEntries)?.knownKeys
      else { continue }
      names.append((key, entries, { "\(table.rawValue) has no entry '\($0)'" }))
    }
    return names
  }

  /// The filters that name entries of lookup tables, except for forecasts, which are checked separately.
  private static let filterKeys: [LookupTableName: String] = [
    .source: "sources", .competitor: "competitors", .lossReason: "loss_reasons", .line: "products",
  ]

  /// Reports unknown names in a list.
  private func checkNames(
    _ list: ConfigEntry?, among known: [String], _ context: inout DecodingContext, _ message: (String) -> Wording
  ) {
    for item in list?.value.items ?? [] {
      guard case .scalar(let name, _) = item.content, !known.contains(name) else { continue }
      context.report(
        .unknownName, message(name.clipped(to: 40)), hint: hint(for: name, among: known), at: item.mark)
    }
  }
}

/// The sources of the lookup tables.
struct LookupChoices: SettingValue {
  var byTable = OrderedMap<PluginChoice<LookupTag>>()

  /// The tables with a source: all but the statuses, which are the stages.
  static let tables = LookupTableName.allCases.filter { $0 != .status }.map(\.rawValue)

  static var shape: SettingShape { .keyed(tables, PluginChoice<LookupTag>.shape) }

  var canonical: CanonicalValue { byTable.canonical }

  static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> LookupChoices? {
    OrderedMap.decode(node, &context).map { LookupChoices(byTable: $0) }
  }
}
