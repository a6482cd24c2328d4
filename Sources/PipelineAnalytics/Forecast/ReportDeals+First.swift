package import PipelinePlugins

extension DealColumns {
  /// The deals that are the rows of a report by deal, in its order, and how many the report is about in all. O(number of deals).
  package func firstDeals(
    _ definition: ReportDefinition, _ reading: DealReading, _ input: ForecastInput
  ) throws -> (ids: [RecordID], total: Int) {
    let range = definition.period.range(reading.calendar, today: reading.today)
    let scope = ForecastScope(definition, self, reading, input, range)
    let order = definition.dealOrder ?? DealFilter.Order(.amount, descending: true)
    let names = DealNames(text: { _ in nil }, key: { _ in 0 })
    let most = min(definition.limit ?? ReportDefinition.mostDeals, ReportDefinition.mostDeals)
    let page = try page(reading, where: scope.dated(range), in: order, after: nil, names: names) { 0..<min(most, $0) }
    return (page.ids, page.total)
  }
}
