package import PipelinePlugins

extension Waterfall {
  /// The waterfall between two moments. O(deals).
  ///
  /// A person who sees a deal at the last moment sees its past; one who saw it only then learns no more than of a deal that was
  /// deleted.
  ///
  /// - Parameters:
  ///   - worth: What the deals are worth, by the rows of both sides; `nil` for what they are at the rates that each side is read with.
  ///   - listed: The number of deals with the greatest effect to list for each bar between the ends; see ``Waterfall/deals``.
  ///   - lastDayBefore: The last day that was over at the first moment: a deal that was created by then, and of which the
  ///     journal records only later, is not new, and in no bar where it was closed by then.
  /// - Throws: ``WaterfallError/overflow``.
  package init(
    from opening: WaterfallSide, to closing: WaterfallSide, worth: WaterfallWorth? = nil,
    listed: Int = 0, lastDayBefore: CivilDate? = nil
  ) throws {
    let currency = closing.columns.baseCurrency
    let worth = worth ?? WaterfallWorth(from: opening, to: closing)
    let before = opening.places { .elsewhere($0) }
    let after = closing.places { _ in .absent }
    let early = lastDayBefore.map { closing.columns.days(upTo: $0, .created) } ?? []
    let done = lastDayBefore.map { closing.columns.days(upTo: $0, .closeDay) } ?? []
    let finder = RowFinder(opening.columns.ids, in: closing.columns.ids)
    var sum = WaterfallSum(listed: listed)
    var gaps = WaterfallGaps()
    var dealCount = 0
    var isMet = [Bool](repeating: false, count: after.count)
    func add(_ from: Int?, _ to: Int?) throws {
      let (start, end) = (from.map { before[$0] } ?? .absent, to.map { after[$0] } ?? .absent)
      let existed = to.map { !early.isEmpty && early[Int(closing.columns[.created][$0])] } ?? false
      guard let path = WaterfallPath(from: start, to: end, isKnownToHaveExisted: existed) else { return }
      // Its past is not known, but that it was closed by then is.
      if path.arrival == .recordedLater, path.departure != nil, let to, done[Int(closing.columns[.closeDay][to])] {
        return
      }
      let (first, last) = (start.isComparable ? from : nil, end.isComparable ? to : nil)
      let values = WaterfallValues(
        opening: first.flatMap(worth.opening), carried: path.isRevalued ? last.flatMap(worth.carried) : nil,
        closing: last.flatMap(worth.closing))
      // What can be listed is seen at the last moment.
      try sum.add(path, values, listing: end.isComparable ? to.map { closing.columns.ids[$0] } : nil)
      dealCount += 1
      if let last, values.closing == nil {
        gaps.add(closing.columns.gap(last, hasRates: closing.reading.pricing != nil))
      } else if let first, values.opening == nil {
        gaps.add(opening.columns.gap(first, hasRates: opening.reading.pricing != nil))
      }
    }
    for (row, id) in opening.columns.ids.enumerated() {
      let other = finder.row(of: id, near: row)
      if let other { isMet[other] = true }
      try add(row, other)
    }
    for row in after.indices where !isMet[row] { try add(nil, row) }
    self.init(
      bars: sum.bars(unit: worth.unit), dealCount: dealCount, currency: currency, gaps: gaps.sorted,
      rates: worth.rates())
    deals = sum.lists(unit: worth.unit)
  }
}

extension DealColumns {
  /// Whether each code of a column of days is one of the days up to another.
  fileprivate func days(upTo day: CivilDate, _ column: Column) -> [Bool] {
    (0..<self[column].codeCount).map { code in days.value(code).map { $0 <= Int64(day.daysSince1970) } ?? false }
  }
}

/// Finds deals of some columns in others: nearly always in the same row, since both follow one journal.
private struct RowFinder {
  private let ids: [RecordID]
  /// Made only where it is needed.
  private let index: RowIndex?

  init(_ wanted: [RecordID], in ids: [RecordID]) {
    self.ids = ids
    index = zip(wanted, ids).allSatisfy(==) ? nil : RowIndex(ids)
  }

  func row(of id: RecordID, near row: Int) -> Int? {
    row < ids.count && ids[row] == id ? row : index?.row(of: id, in: ids)
  }
}

/// Counts deals without a value by reason.
private struct WaterfallGaps {
  private var counts: [ReportGap: Int64] = [:]

  mutating func add(_ gap: ReportGap) { counts[gap, default: 0] += 1 }

  var sorted: [ReportGap] {
    counts.map { ReportGap(reason: $0.key.reason, detail: $0.key.detail, count: $0.value) }
      .sorted { ($0.reason, $0.detail) < ($1.reason, $1.detail) }
  }
}
