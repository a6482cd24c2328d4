package import PipelinePlugins

/// The stored cells that the answer to a question depends on, where it depends on nothing but them and the sums of amounts: a
/// store can then group by these cells, and the question is answered from the groups.
package struct DealGrouping: Hashable, Sendable {
  private var names: Set<FieldName>

  /// - Parameters:
  ///   - dimensions: What the question groups by.
  ///   - filters: What it selects.
  ///   - rates: The days whose rates price deals; `nil` where no rates are configured.
  /// - Returns: `nil` if it depends on more, such as on the deals one by one, on their lines or on the journal.
  package init?(
    _ dimensions: [DealDimension], _ filters: [PivotFilter], _ reading: DealReading, rates: (RateDay, RateDay)?
  ) {
    // The outcome decides what counts, and where an amount does.
    names = ["cycle", "status", "currency"]
    let valuation = Valuation(reading)
    var sources = dimensions.map(\.source) + valuation.dimensions.map(\.dimension.source)
    for filter in filters {
      switch filter {
      case .values(let dimension, _): sources.append(dimension.source)
      case .days(let day, _, _): sources.append(.day(day))
      case .probability: sources.append(.probability)
      case .amount, .known, .identities: return nil
      }
    }
    if let rates, rates.0 == .closeDate || rates.1 == .closeDate { sources.append(.day(.close)) }
    for source in sources {
      guard let own = Self.names(of: source) else { return nil }
      names.formUnion(own)
    }
  }

  /// The fields that a dimension is read from; `nil` for one that is not about stored cells.
  private static func names(of source: DimensionSource) -> [FieldName]? {
    switch source {
    case .stage, .cycle, .outcome: []
    case .category, .omission: ["forecast"]
    case .text(let field), .entry(let field, _): [field]
    case .team: ["owner"]
    case .account, .accountAttribute: ["account"]
    case .currency: ["currency"]
    case .probability: ["probability"]
    case .day(let day), .period(let day, _), .elapsed(let day): names(of: day)
    case .age: ["created_at", "actual_close_date"]
    case .overdue: ["expected_close_date"]
    case .product, .slips, .deal: nil
    }
  }

  private static func names(of day: DealDay) -> [FieldName] {
    switch day {
    case .close: ["expected_close_date", "actual_close_date"]
    case .created: ["created_at"]
    case .closed: ["actual_close_date"]
    case .since: ["status_since"]
    }
  }

  /// What the store groups by.
  package var query: RecordGrouping {
    let own = DealColumns.fields.filter(names.contains)
    return RecordGrouping(
      .opportunity,
      by: own.map { RecordGrouping.Field($0, step: Self.instants.contains($0) ? DealColumns.quarterOfAnHour : 1) },
      sum: "amount")
  }

  /// The fields that are instants: only their day counts, which begins and ends with a quarter of an hour in all zones.
  private static let instants: Set<FieldName> = ["status_since", "created_at"]
}

extension ReportDefinition {
  /// The cells that the report depends on; `nil` if it depends on more.
  ///
  /// - Parameters:
  ///   - columns: Columns without deals.
  ///   - filters: What the asking person sees and selects.
  package func grouping(
    _ columns: DealColumns, _ reading: DealReading, _ filters: [PivotFilter], rates: (RateDay, RateDay)?
  ) -> DealGrouping? {
    guard !needsLines, !needsJournal, !needsTargets, !hasDealRows, self.filters.text?.isEmpty ?? true,
      self.filters.changedSince == nil
    else { return nil }
    let range = period.range(reading.calendar, today: reading.today)
    let scope = ForecastScope(self, columns, reading, ForecastInput(filters: filters), range)
    guard scope.isOfSums else { return nil }
    let attributes = self.filters.attributes.isEmpty ? [] : [DealDimension.account]
    let days = range == nil && compare == nil ? [] : [DealDimension.days(of: datedBy.day).day, .closeDay]
    return DealGrouping(
      groupBy + attributes + days + [.outcome] + (scope.leavesOutOmitted ? [.omission] : []), scope.dated(range),
      reading,
      rates: rates)
  }
}

extension ForecastScope {
  /// Whether all figures are made of counts and sums of amounts.
  var isOfSums: Bool {
    summed.isEmpty && distinguished.isEmpty && listed.isEmpty && !countsProducts && !isDivided
  }
}

extension DealColumns {
  /// A quarter of an hour in microseconds.
  static let quarterOfAnHour: Int64 = 900_000_000

  /// Adds a row for each group of a store. Questions that their ``DealGrouping`` is for have the same answers then as from the
  /// deals.
  /// - Throws: ``ColumnPageError`` for groups of other columns.
  package mutating func append(_ groups: RecordGroups, of grouping: RecordGrouping) throws {
    guard groups.columns.count == grouping.fields.count, groups.sums.count == groups.counts.count else {
      throw ColumnPageError(field: grouping.sum)
    }
    let count = groups.counts.count
    let columns = Self.fields.map { field -> CellColumn in
      if let place = grouping.fields.firstIndex(where: { $0.name == field }) { return groups.columns[place] }
      // Whether the deals of a group have an amount; how much is in the weights.
      if field == grouping.sum { return .integers(groups.sums.map { $0 == nil ? CellColumn.missing : 0 }) }
      switch Self.types[field] {
      case .integer: return .integers([Int64](repeating: CellColumn.missing, count: count))
      case .bytes:
        return .identities(codes: [UInt32](repeating: CellColumn.missingCode, count: count), dictionary: [])
      case .text, nil:
        return .texts(codes: [UInt32](repeating: CellColumn.missingCode, count: count), dictionary: [])
      }
    }
    let ids = (0..<count).map { RecordID(high: 0, low: UInt64(rowCount + $0)) }
    try append(
      ColumnPage(
        ids: ids, versions: [Int64](repeating: 1, count: count), columns: columns, cursor: groups.cursor, next: nil))
    var own = weights ?? RowWeights()
    own.counts += groups.counts.map { Int(clamping: $0) }
    own.sums += groups.sums.map { $0 ?? 0 }
    weights = own
  }

  private static let types = Dictionary(
    OpportunityBody.fields.schema.fields.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
}
