import PipelineAnalytics
import PipelinePlugins

/// All that an answer is read from: the deals, what their codes mean, and which of them the asking person may see. Every
/// dashboard, grid, report and export is answered from one of these, so that access, rates and the moment are decided once.
struct Outlook: Sendable {
  /// The configuration that is in force at the moment.
  let setup: PipelineSetup
  /// The deals as they stand at the moment.
  let columns: DealColumns
  /// What their codes mean, and what they are worth.
  var reading: DealReading
  /// Whose deals the asking person may see.
  let gate: Gate
  /// What a deal must be for the asking person to see it, and to be in the scope that was asked for.
  let filters: [PivotFilter]
}

extension Desk {
  /// What the acting person may see of the pipeline at the moment that a scope names.
  func outlook(_ scope: ReportScope) async throws -> Outlook {
    let tables = try await pipeline.lookups.current().tables
    let byName = Dictionary(uniqueKeysWithValues: LookupTableName.allCases.map { ($0, tables[$0]) })
    var reading = DealReading(pipeline.setup, today: scope.today ?? pipeline.today, tables: byName)
    reading.teams = try await pipeline.teams()
    let gate = try await pipeline.gate(for: user)
    return Outlook(
      setup: pipeline.setup, columns: try await pipeline.columns.current(), reading: reading, gate: gate,
      filters: gate.filters + scope.filters)
  }
}

extension Desk {
  /// The accounts' names at the moment.
  func accountNames(_ outlook: Outlook) async throws -> [RecordID: String] {
    try await pipeline.columns.accountNames()
  }

  /// What deals are made of at the moment.
  func lines(_ outlook: Outlook) async throws -> DealLines {
    var lines = DealLines()
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
