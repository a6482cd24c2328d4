/// Reports whose rows are deals.
extension ReportDefinition {
  /// The columns that a report by deal can be sorted by, besides dimensions: each is what a deal is worth.
  package static let amountsOfDeals: [ReportMeasure] = [.amount, .unweighted, .won, .lost]

  /// Whether a row is a deal.
  package var hasDealRows: Bool { groupBy.contains(.deal) }

  /// Which deals come first: those of the first column that is sorted by, else the greatest amounts; `nil` where deals have no order by
  /// that column.
  package var dealOrder: DealFilter.Order? {
    guard let first = sort.first(where: { $0.column != ReportMeasure.rank.rawValue }) else {
      return DealFilter.Order(.amount, descending: true)
    }
    if Self.amountsOfDeals.contains(where: { $0.rawValue == first.column }) {
      return DealFilter.Order(.amount, descending: first.isDescending)
    }
    guard let dimension = DealDimension(rawValue: first.column), dimension != .product, dimension != .deal else {
      return nil
    }
    return DealFilter.Order(.dimension(dimension), descending: first.isDescending)
  }
}
