import PipelineAnalytics
public import PipelinePlugins

/// A figure of a report with the deals behind it.
public struct ExplainedFigure: Hashable, Sendable {
  /// The measure of the figure.
  public let measure: ReportMeasure
  /// What the value is: a number, a percentage, or an amount with its currency.
  public let kind: ReportColumnKind
  /// The value of the figure, as in the report.
  public let value: ReportCell
  /// A page of the deals behind the figure, by close date, with their values in the report.
  public let deals: Page<StageDeal>
  /// The deals, their sum as rounded in the report, and the receipt, as a document for exporters.
  public let document: ReportDocument
}

extension SavedReports {
  /// Returns the deals behind a figure of a report. The acting user sees the figure and the deals that the report shows
  /// that user.
  ///
  /// - Parameters:
  ///   - offset: The number of deals to skip.
  ///   - limit: The maximum number of deals returned.
  /// - Throws: ``NotFound``, ``AmbiguousReport``, ``FigureError``.
  public func why(
    _ name: String, _ cell: FigureCell = FigureCell(), _ scope: ReportScope = ReportScope(), offset: Int = 0,
    limit: Int = .max
  ) async throws -> ExplainedFigure {
    try await desk.telemetry.question(.figure) {
      let (snapshot, report) = try await desk.snapshot(ofReport: name, scope, also: .accounts)
      return try await snapshot.explain(cell, of: report.definition, scope, offset: offset, limit: limit)
    }
  }
}

extension Desk {
  /// Returns the deals behind a figure of a report with the given definition.
  /// - Throws: ``FigureError`` if the report has no such figure.
  public func explain(
    _ cell: FigureCell, of definition: ReportDefinition, _ scope: ReportScope = ReportScope(), offset: Int = 0,
    limit: Int = .max
  ) async throws -> ExplainedFigure {
    var moment = scope
    if moment.asOf == nil { moment.asOf = definition.asOf.map(pipeline.endOfDay) }
    return try await telemetry.question(.figure) {
      try await snapshot(moment, definition.extent.union(.accounts))
        .explain(cell, of: definition, scope, offset: offset, limit: limit)
    }
  }
}

extension Snapshot {
  /// Returns a figure with its deals as a document.
  func explained(
    _ sources: FigureSources, _ cell: FigureCell, _ definition: ReportDefinition, _ scope: ReportScope,
    _ page: Page<StageDeal>
  ) throws -> ExplainedFigure {
    var table = DashboardPart.table(of: page.items, setup.baseCurrency, withIdentities: true)
    table.total = table.columns.map { column in
      switch column.key {
      case "amount": .money(sources.figures.unweighted)
      case "weighted": .money(sources.figures.weighted)
      default: .null
      }
    }
    let title = LocalizedText(
      FigurePhrase.title, ["report": .label(definition.title), "figure": .label(sources.label)])
    var document = ReportDocument(
      name: definition.name, title: title, period: nil, today: reading.today, groupedBy: [],
      notes: sources.gaps.map(\.note), gaps: sources.gaps, table: table,
      receipt: ReportReceipt(
        definition: definition.canonical.json, person: desk.user, madeAt: pipeline.environment.now(),
        counted: Int64(sources.figures.count), excluded: sources.gaps, rates: sources.rates),
      language: pipeline.setup.language)
    // A figure of the earlier period of a comparison has other days than the report.
    let days = cell.isEarlier ? nil : definition.period.range(reading.calendar, today: reading.today)
    document.period = days.flatMap { days in days.upperBound.adding(days: -1).map { days.lowerBound...$0 } }
    document.parameters =
      described(document, definition.datedBy).filter { $0.key != "period" || !cell.isEarlier }
      + asked(definition, scope)
    if moment.past == nil {
      document.parameters.append(
        ReportParameter("as_of", LocalizedText(ReportPhrase.asOf), LocalizedText(ReportPhrase.now)))
    }
    // Deals are listed with the names of their accounts.
    document.receipt?.scope = scope.asked
    try complete(&document, uses: definition.extent.union(scope.extent).union(.accounts))
    document.parameters.insert(
      ReportParameter("figure", LocalizedText(FigurePhrase.figure), sources.text), at: 0)
    return ExplainedFigure(
      measure: sources.measure, kind: sources.kind, value: sources.value, deals: page, document: document)
  }
}

extension FigureSources {
  /// The label of the figure.
  fileprivate var text: LocalizedText {
    if case .percent(let share) = value { return LocalizedText(FigurePhrase.value, ["value": .percent(share)]) }
    guard let plain = value.plainText(kind) else { return LocalizedText(FigurePhrase.none) }
    return LocalizedText(FigurePhrase.value, ["value": .decimal(plain)])
  }
}
