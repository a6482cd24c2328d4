/// A report in a configuration, and in the store.
struct SavedReportSection: PluginSettings {
  /// The definition, without a name, and without the salespeople, teams and cycles given beside its filters.
  private(set) var definition = ReportDefinition("", title: "")
  private var owners: [String] = []
  private var teams: [String] = []
  private var cycles: [String] = []

  static let noun: Wording = "a report"

  /// Those of the definition; before its filters, the lists that may be given beside them.
  static let settings: [Setting<Self>] = {
    let beside: [Setting<Self>] = [
      Setting("owners", \.owners, "The salespeople that it is about; all where none is given."),
      Setting("teams", \.teams, "The teams that it is about; all where none is given."),
      Setting("cycles", \.cycles, "The sales cycles that it is about; all where none is given."),
    ]
    return ReportDefinition.settings.flatMap { setting -> [Setting<Self>] in
      (setting.name == "filters" ? beside : []) + [Setting(setting, of: \.definition)]
    }
  }()

  init() {}

  init(_ report: ReportDefinition) {
    definition = report
    // Moved to their usual place, so that a definition has one canonical form.
    (owners, teams, cycles) = (report.owners, report.teams, report.cycles)
    (definition.owners, definition.teams, definition.cycles) = ([], [], [])
  }

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    let (groupBy, measures, filters) = (definition.groupBy, definition.measures, definition.filters)
    let shown = groupBy.map(\.rawValue) + measures.map(\.rawValue)
    for (sort, item) in zip(definition.sort, node["sort"]?.value.items ?? []) where !shown.contains(sort.column) {
      context.report(
        .invalid, "'sort' names '\(sort.column)', which is no column of the report",
        hint: "it has: \(shown.joined(separator: ", "))", at: item.mark)
    }
    if let written = node["measures"]?.value {
      for (measure, item) in zip(measures, written.items) { check(measure, at: item.mark, &context) }
    }
    for (key, beside, within) in [
      ("owners", owners, filters.owners), ("teams", teams, filters.teams), ("cycles", cycles, filters.cycles),
    ] where !beside.isEmpty && !within.isEmpty {
      context.report(
        .invalid, "'\(key)' is given beside 'filters' and in it", hint: "keep one of them",
        at: node["filters"]?.value[key]?.keyMark ?? node.mark)
    }
    if let entry = node["compare"], let compare = definition.compare, compare != .target, definition.period == .all {
      context.report(
        .invalid, "a report of all close dates has no \(compare.rawValue) to compare with", hint: "give it a period",
        at: entry.value.mark)
    }
    if let entry = node["compare"], let compare = definition.compare, compare != .target,
      !measures.contains(where: \.isAmount)
    {
      context.report(
        .invalid, "there is no amount among the figures to compare", hint: "add one such as won",
        at: entry.value.mark)
    }
  }

  /// Reports a measure that the filter on outcomes leaves undefined.
  private func check(_ measure: ReportMeasure, at mark: SourceMark, _ context: inout DecodingContext) {
    let missing = measure.outcomes(missingFrom: definition.filters.outcomes)
    guard !missing.isEmpty else { return }
    let (words, asked) = (
      missing.map(\.rawValue).joined(separator: " and "),
      definition.filters.outcomes.map(\.rawValue).joined(separator: ", ")
    )
    context.report(
      .invalid, "'\(measure.rawValue)' is about \(words) deals, and the filter on outcomes keeps only: \(asked)",
      hint: "remove the figure, or the filter: each figure is about its own deals", at: mark)
  }

  /// The definition. The default measures are the standard ones that agree with the filter on outcomes.
  func report(_ name: String) -> ReportDefinition {
    var report = definition
    report.name = name
    if report.title == "" { report.title = LocalizedText(name) }
    report.owners += owners
    report.teams += teams
    report.cycles += cycles
    if report.measures == ReportMeasure.standard {
      report.measures = ReportMeasure.standard(for: report.filters.outcomes)
    }
    return report
  }
}

extension ReportDefinition {
  /// The definition in canonical form, without its name: every setting with its effective value.
  public var canonical: CanonicalValue { SavedReportSection(self).canonical }

  /// Decodes a definition in canonical form or as in a configuration. Errors are reported to the context.
  /// - Returns: `nil` if there are errors.
  public static func decode(_ name: String, _ node: ConfigNode, _ context: inout DecodingContext) -> ReportDefinition? {
    let before = context.diagnostics.hasErrors
    let section = SavedReportSection.decode(node, &context)
    return context.diagnostics.hasErrors && !before ? nil : section?.report(name)
  }
}
