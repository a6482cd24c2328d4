import PipelineAnalytics
public import PipelinePlugins

extension Desk {
  /// Returns, for each open stage, how many deals entered it on some days, what became of them up to the moment of the scope,
  /// and how long they stayed.
  ///
  ///     let quarter = try await desk.conversion(from: CivilDate("2026-07-01"), to: CivilDate("2026-09-30"))
  ///     for row in quarter.rows { print(row.status, row.entered, row.conversion?.percentText ?? "-") }
  ///
  /// The scope selects the deals by what they are at its moment, a deleted deal by what it was last; its sales cycles and stages
  /// select the stays instead, so that a deal which left a sales cycle counts among those that entered it. Deals that the acting
  /// user may not see at that moment are not counted. Reads the journal of deals; O(changes of deals).
  ///
  /// - Parameters:
  ///   - from: The first day; `nil` for the first one of the period in which the last day is, as configured for the waterfall.
  ///   - to: The last day; `nil` for the current day of the scope.
  /// - Throws: ``StageConversionError``, ``UnknownName`` for a name in the scope that does not exist, or ``StoreError``.
  public func conversion(
    from: CivilDate? = nil, to: CivilDate? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> StageConversion {
    try await telemetry.question(.conversion) {
      try await snapshot(scope, .stays).conversion(from: from, to: to, scope)
    }
  }

  /// Returns the stage conversion as a document for exporters; the other parameters are those of ``conversion(from:to:_:)``.
  ///
  /// - Parameter basis: Whether its columns are numbers of stays or what their deals are worth.
  /// - Throws: ``StageConversionError``, ``UnknownName`` for a name in the scope that does not exist, or ``StoreError``.
  public func conversionReport(
    from: CivilDate? = nil, to: CivilDate? = nil, by basis: ConversionBasis = .count,
    _ scope: ReportScope = ReportScope()
  ) async throws -> ReportDocument {
    try await telemetry.question(.conversion) {
      try await snapshot(scope, .stays).conversionReport(from: from, to: to, by: basis, scope)
    }
  }
}

extension Snapshot {
  /// Returns what became, up to the snapshot's moment, of the deals that entered each open stage on some days.
  ///
  /// - Parameters:
  ///   - from: The first day; `nil` for the first one of the period in which the last day is, as configured for the waterfall.
  ///   - to: The last day; `nil` for the snapshot's current day.
  ///   - scope: As in ``Desk/conversion(from:to:_:)``. Its moment and day are ignored: those of the snapshot are used.
  /// - Throws: ``StageConversionError``, ``UnknownName`` for a name in the scope that does not exist, or ``StoreError``.
  public func conversion(
    from: CivilDate? = nil, to: CivilDate? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> StageConversion {
    try await desk.telemetry.question(.conversion) { try await converted(from: from, to: to, scope) }
  }

  private func converted(from: CivilDate?, to: CivilDate?, _ scope: ReportScope) async throws -> StageConversion {
    let last = to ?? today
    let period = setup.calendar.fiscal.period(setup.dashboard.waterfall, containing: last)
    let first = from ?? period.range.lowerBound
    guard first <= last else { throw StageConversionError.endsBeforeItStarts }
    var ofStays = DealFilter()
    (ofStays.cycles, ofStays.stages) = (scope.cycles + scope.filter.cycles, scope.filter.stages)
    try await checkNames(ofStays)
    var ofDeals = scope
    (ofDeals.cycles, ofDeals.filter.cycles, ofDeals.filter.stages) = ([], [], [])
    ofStays = ofStays.withStoredNames
    let question = ConversionQuestion(
      days: first...last, filters: try await filters(ofDeals), cycles: Set(ofStays.cycles),
      stages: Set(ofStays.stages))
    var conversion = StageConversion(try await dealStays(), reading, question)
    conversion.gaps += unknown
    return conversion
  }

  /// The stays in stages up to the moment: those that the snapshot was taken with, else from the journal up to its cursor.
  func dealStays() async throws -> DealStays {
    if let stays { return stays }
    let asked = DealMoment(setup, moment.past ?? .latest)
    var parts = try await StoreCache([.dealHistory(asked.key)], from: pipeline.store, upTo: cursor, asked.empty)
    parts.answer([asked])
    let none = asked.empty()
    return parts.stays(asked) ?? DealHistory(none).stays(of: none, asOf: asked.moment.asOf, knownAt: nil)
  }

  /// The stage conversion as a document for exporters.
  func conversionReport(
    from: CivilDate?, to: CivilDate?, by basis: ConversionBasis, _ scope: ReportScope
  ) async throws -> ReportDocument {
    let conversion = try await conversion(from: from, to: to, scope)
    let part = DashboardPart(conversion, by: basis, self)
    var receipt = ReportReceipt(
      definition: CanonicalValue.map(
        [
          CanonicalValue.Member(
            "entered", .text("\(conversion.days.lowerBound) – \(conversion.days.upperBound)"))
        ] + scope.definition
      ).json, person: desk.user, madeAt: pipeline.environment.now())
    receipt.counted = part.counted
    receipt.rates = part.rates
    receipt.excluded = part.gaps.filter { $0.count > 0 }
    var document = ReportDocument(
      name: part.section.key, title: part.section.title, period: scope.closing, today: reading.today,
      groupedBy: part.section.groupedBy, notes: part.gaps.map(\.note), gaps: part.gaps, table: part.section.table,
      chart: part.section.chart, parameters: DashboardPart.parameters(scope, self), receipt: receipt,
      language: setup.language)
    document.lead = ReportHeading(key: part.section.key, title: part.section.title, facts: part.section.facts)
    try complete(&document, uses: scope.extent)
    return document
  }
}
