/// A report in a configuration, and in the store.
struct SavedReportSection: PluginSettings {
  var title: LocalizedText?
  var period = ReportPeriod.relative(.thisQuarter)
  var groupBy: [DealDimension] = [.owner, .forecast]
  var owners: [String] = []
  var teams: [String] = []
  var cycles: [String] = []
  var filters = DealFilter()
  var measures = ReportMeasure.standard
  var compare: ReportComparison?
  var sort: [ReportSort] = []
  var subtotals = true
  var asOf: CivilDate?
  var visibility = ReportVisibility.everyone
  var author: String?

  static let noun = "a report"
  static let settings: [Setting<Self>] = [
    Setting("title", \.title, "What people read; the name where it is not given."),
    Setting("period", \.period, "The close dates that it is about."),
    Setting("group_by", \.groupBy, "What its rows are grouped by, in order.") {
      Set($0).count == $0.count ? nil : "names a grouping twice"
    },
    Setting("owners", \.owners, "The salespeople that it is about; all where none is given."),
    Setting("teams", \.teams, "The teams that it is about; all where none is given."),
    Setting("cycles", \.cycles, "The sales cycles that it is about; all where none is given."),
    Setting("filters", \.filters, "What deals must be."),
    Setting("measures", \.measures, "The figures, in order.") {
      Set($0).count == $0.count ? ($0.isEmpty ? "names no figure" : nil) : "names a figure twice"
    },
    Setting("compare", \.compare, "What the first amount is compared with."),
    Setting("sort", \.sort, "The columns that rows are ordered by, - in front for descending order."),
    Setting("subtotals", \.subtotals, "Whether nested groupings have subtotals."),
    Setting("as_of", \.asOf, "The past day at whose end the pipeline is shown."),
    Setting("visibility", \.visibility, "Who may see it: everyone, or only its author."),
    Setting("author", \.author, "Whose it is, where it is private."),
  ]

  init() {}

  init(_ report: ReportDefinition) {
    title = report.title
    period = report.period
    groupBy = report.groupBy
    // Moved to their usual place, so that a definition has one canonical form.
    owners = report.owners
    teams = report.teams
    cycles = report.cycles
    filters = report.filters
    filters.owners = []
    filters.teams = []
    filters.cycles = []
    measures = report.measures
    compare = report.compare
    sort = report.sort
    subtotals = report.subtotals
    asOf = report.asOf
    visibility = report.visibility
    author = report.author
  }

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    let shown = groupBy.map(\.rawValue) + measures.map(\.rawValue)
    for (sort, item) in zip(sort, node["sort"]?.value.items ?? []) where !shown.contains(sort.column) {
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
    if let entry = node["compare"], let compare, compare != .target, period == .all {
      context.report(
        .invalid, "a report of all close dates has no \(compare.rawValue) to compare with", hint: "give it a period",
        at: entry.value.mark)
    }
    if let entry = node["compare"], let compare, compare != .target, !measures.contains(where: \.isAmount) {
      context.report(
        .invalid, "there is no amount among the figures to compare", hint: "add one such as won",
        at: entry.value.mark)
    }
  }

  /// Reports a measure that the filter on outcomes leaves undefined.
  private func check(_ measure: ReportMeasure, at mark: SourceMark, _ context: inout DecodingContext) {
    let missing = measure.outcomes(missingFrom: filters.outcomes)
    guard !missing.isEmpty else { return }
    let (words, asked) = (
      missing.map(\.rawValue).joined(separator: " and "), filters.outcomes.map(\.rawValue).joined(separator: ", ")
    )
    context.report(
      .invalid, "'\(measure.rawValue)' is about \(words) deals, and the filter on outcomes keeps only: \(asked)",
      hint: "remove the figure, or the filter: each figure is about its own deals", at: mark)
  }

  /// The definition. The default measures are the standard ones that agree with the filter on outcomes.
  func report(_ name: String) -> ReportDefinition {
    ReportDefinition(
      name, title: title, period: period, groupBy: groupBy, owners: owners, teams: teams, cycles: cycles,
      filters: filters, measures: measures == ReportMeasure.standard ? nil : measures, compare: compare, sort: sort,
      subtotals: subtotals, asOf: asOf,
      visibility: visibility, author: author)
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
