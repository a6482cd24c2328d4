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
  /// What a deal must be for the asking person to see it, and to be in the scope that was asked for.
  let filters: [PivotFilter]
}

extension Desk {
  /// What the acting person may see of the pipeline at the moment that a scope names.
  func outlook(_ scope: ReportScope) async throws -> Outlook {
    let tables = try await pipeline.lookups.current().tables
    let byName = Dictionary(uniqueKeysWithValues: LookupTableName.allCases.map { ($0, tables[$0]) })
    let reading = DealReading(pipeline.setup, today: scope.today ?? pipeline.today, tables: byName)
    return Outlook(
      setup: pipeline.setup, columns: try await pipeline.columns.current(), reading: reading,
      filters: scope.filters)
  }
}
