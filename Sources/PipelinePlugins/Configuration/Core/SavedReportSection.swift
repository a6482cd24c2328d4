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
    let (measures, filters) = (definition.measures, definition.filters)
    checkOrder(node, &context)
    checkRows(node, &context)
    if let written = node["measures"]?.value {
      for (measure, item) in zip(measures, written.items) {
        check(measure, at: item.mark, &context)
        checkRows(of: measure, at: item.mark, &context)
      }
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

  /// Reports an order by what the report does not show.
  private func checkOrder(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard !definition.sort.isEmpty else { return }
    let shown = definition.groupBy.map(\.rawValue) + definition.measures.map(\.rawValue)
    for (sort, item) in zip(definition.sort, node["sort"]?.value.items ?? []) where !shown.contains(sort.column) {
      context.report(
        .invalid, "'sort' names '\(sort.column)', which is no column of the report",
        hint: "it has: \(shown.joined(separator: ", "))", at: item.mark)
    }
  }

  /// Reports what a limit and the day of creation leave undefined.
  private func checkRows(_ node: ConfigNode, _ context: inout DecodingContext) {
    let groupBy = definition.groupBy
    if let entry = node["limit"], groupBy.first == .product || groupBy.isEmpty {
      let (what, hint): (Wording, Wording) =
        groupBy.isEmpty
        ? ("a report without groupings has no rows to limit", "add a grouping, or remove the limit")
        : (
          "a report whose first grouping is 'product' takes no limit",
          "a deal may have several products: sort it instead"
        )
      context.report(.invalid, what, hint: hint, at: entry.value.mark)
    }
    if definition.hasDealRows {
      if groupBy.first != .deal, let items = node["group_by"]?.value.items, let place = groupBy.firstIndex(of: .deal) {
        context.report(
          .invalid, "'deal' is not the first grouping", hint: "each row is a deal: put it first", at: items[place].mark)
      }
      if definition.dealOrder == nil, let entry = node["sort"] {
        context.report(
          .invalid, "deals have no order by '\(definition.sort[0].column)'",
          hint: "sort by amount, unweighted, won, lost or a grouping", at: entry.value.mark)
      }
    }
    if definition.datedBy == .entered { checkStays(node, &context) }
    if definition.datedBy != .close, let entry = node["dated_by"],
      definition.compare == .target || definition.measures.contains(where: { $0.needsTargets || $0.needsCalls })
    {
      context.report(
        .invalid, "targets and calls are about close dates, and the report is about days of creation",
        hint: "remove dated_by, or the figures of targets and calls", at: entry.value.mark)
    }
  }

  /// Reports what a report of stays in stages cannot have.
  private func checkStays(_ node: ConfigNode, _ context: inout DecodingContext) {
    for (grouping, item) in zip(definition.groupBy, node["group_by"]?.value.items ?? [])
    where grouping == .product || grouping == .deal {
      context.report(
        .invalid, "dated_by: entered makes a report of stays in stages, which have no '\(grouping.rawValue)'",
        hint: "remove the grouping", at: item.mark)
    }
    if definition.compare != nil, let entry = node["compare"] {
      context.report(
        .invalid, "a report of stays in stages is compared with nothing", hint: "remove compare", at: entry.keyMark)
    }
  }

  /// Reports a measure of stays in a report of deals, and the other way round.
  private func checkRows(of measure: ReportMeasure, at mark: SourceMark, _ context: inout DecodingContext) {
    let isOfStays = ReportMeasure.ofStays.contains(measure)
    guard isOfStays != (definition.datedBy == .entered) else { return }
    context.report(.invalid, Wording(FigureError.otherRows(measure, isOfStays: isOfStays).explanation), at: mark)
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

  /// The definition with its effective values. What came after the first version is left out unless it is given, so that the digest
  /// of an older configuration does not change.
  var canonical: CanonicalValue {
    let later = (definition.datedBy == .close ? ["dated_by"] : []) + (definition.limit == nil ? ["limit"] : [])
    return .map(
      Self.settings.filter { !later.contains($0.name) }.map { CanonicalValue.Member($0.name, $0.canonical(self)) })
  }

  /// The definition. The default measures are the standard ones that agree with the filter on outcomes.
  func report(_ name: String) -> ReportDefinition {
    var report = definition
    report.name = name
    if report.title == "" { report.title = LocalizedText(name) }
    report.owners += owners
    report.teams += teams
    report.cycles += cycles
    if report.datedBy == .entered, report.measures == ReportMeasure.standard {
      report.measures = ReportMeasure.ofStays
    } else if report.measures == ReportMeasure.standard {
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
