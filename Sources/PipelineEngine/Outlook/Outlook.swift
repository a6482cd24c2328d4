import PipelineAnalytics
import PipelinePlugins

/// All that an answer is read from: the deals, what their codes mean, and which of them the asking person may see. Every
/// dashboard, grid, report and export is answered from one of these, so that access, rates and the moment are decided once.
struct Outlook: Sendable {
  /// The moment; `nil` for the present.
  let moment: PastMoment?
  /// The configuration that is in force at the moment.
  let configuration: ConfigurationInForce
  /// The deals as they stand at the moment.
  let columns: DealColumns
  /// What their codes mean, and what they are worth.
  var reading: DealReading
  /// Whose deals the asking person may see.
  let gate: Gate
  /// What a deal must be for the asking person to see it, and to be in the scope that was asked for.
  let filters: [PivotFilter]
  /// What is not known of the moment: deals of which the journal tells only later, a configuration that nothing remembers.
  let unknown: [ReportGap]

  var setup: PipelineSetup { configuration.setup }
}

extension Desk {
  /// What the acting person may see of the pipeline at the moment that a scope names. Whose deals they may see is told by the
  /// policy of now, of the owners of then.
  func outlook(_ scope: ReportScope) async throws -> Outlook {
    let moment =
      scope.asOf != nil || scope.knownAt != nil
      ? PastMoment(asOf: scope.asOf ?? pipeline.environment.now(), knownAt: scope.knownAt) : nil
    let configuration = try await pipeline.configuration(at: moment)
    let tables = try await pipeline.tables(configuration.setup, at: moment)
    let today = scope.today ?? scope.asOf.map(pipeline.civilDate) ?? pipeline.today
    let byName = Dictionary(uniqueKeysWithValues: LookupTableName.allCases.map { ($0, tables[$0]) })
    var reading = DealReading(configuration.setup, today: today, tables: byName)
    reading.pricing = try await pipeline.pricing(configuration.setup, at: moment)
    let gate = try await pipeline.gate(for: user)
    var unknown: [ReportGap] = []
    let columns: DealColumns
    if let moment {
      let (then, unknownDeals) = try await pipeline.deals(configuration.setup, at: moment, seen: gate.sees)
      columns = then
      if unknownDeals > 0 { unknown.append(ReportGap(reason: "unknown_past", count: Int64(unknownDeals))) }
      if !configuration.isKnown { unknown.append(ReportGap(reason: "unknown_configuration", count: 0)) }
    } else {
      columns = try await pipeline.columns.current()
    }
    return Outlook(
      moment: moment, configuration: configuration, columns: columns, reading: reading, gate: gate,
      filters: gate.filters + scope.filters, unknown: unknown)
  }
}

extension Pipeline {
  /// The lookup tables at a moment.
  func tables(_ setup: PipelineSetup, at moment: PastMoment?) async throws -> LookupTables {
    guard let moment else { return try await lookups.current().tables }
    let records = try await past.records(LookupEntryBody.fields, at: moment)
    var tables = [LookupTables.statuses(of: setup.salesCycles)]
    for name in LookupTableName.allCases where name != .status {
      let entries = records.map(\.body).filter { $0.table == name.rawValue }
        .sorted { ($0.position, $0.key) < ($1.position, $1.key) }.map(\.entry)
      if !entries.isEmpty { tables.append(LookupTable(name, entries)) }
    }
    return LookupTables(tables)
  }

  /// The deals at a moment, and how many of those that may be seen existed then of which the journal tells only later.
  func deals(
    _ setup: PipelineSetup, at moment: PastMoment, seen: DealReach
  ) async throws -> (DealColumns, Int) {
    let empty = DealColumns(setup) { [days = CivilDays(zone: setup.calendar.timeZone)] in days.civilDate(of: $0) }
    return try await past.deals(setup, empty, at: moment, seen: seen)
  }
}

extension Desk {
  /// The accounts' names at the moment.
  func accountNames(_ outlook: Outlook) async throws -> [RecordID: String] {
    guard let moment = outlook.moment else { return try await pipeline.columns.accountNames() }
    let accounts = try await pipeline.past.records(AccountBody.fields, at: moment)
    return Dictionary(uniqueKeysWithValues: accounts.map { ($0.id, $0.body.name) })
  }

  /// The deals with some identities as they stand at the moment.
  func deals(_ ids: [RecordID], _ outlook: Outlook) async throws -> [RecordID: Opportunity] {
    if let moment = outlook.moment { return try await pipeline.past.deals(ids, at: moment) }
    let stored = try await pipeline.store.read(ids.map { RecordKey(.opportunity, $0) })
    let deals = try stored.compactMap { try $0.map(Self.deal) }
    return Dictionary(deals.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What deals are made of at the moment.
  func lines(_ outlook: Outlook) async throws -> DealLines {
    var lines = DealLines()
    if let moment = outlook.moment {
      for deal in try await pipeline.past.records(OpportunityBody.fields, at: moment) {
        lines.set(deal.body.lines, of: deal.id, in: deal.body.currency ?? outlook.setup.baseCurrency)
      }
      return lines
    }
    let (field, currencies) = (OpportunityBody.fields["lines"], OpportunityBody.fields["currency"])
    try await pipeline.eachPage(of: .opportunity, fields: ["lines", "currency"]) { page in
      for row in page.ids.indices {
        var body = OpportunityBody()
        field?.fill(&body, page.columns[0], row)
        currencies?.fill(&body, page.columns[1], row)
        lines.set(body.lines, of: page.ids[row], in: body.currency ?? outlook.setup.baseCurrency)
      }
    }
    return lines
  }
}
