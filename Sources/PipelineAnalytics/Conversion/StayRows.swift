package import PipelinePlugins

/// What is known of the stays that the rows of a report are made of, row by row.
package struct StayRows: Sendable {
  /// How many days each lasted; `nil` while it lasts.
  let lengths: [Int128?]
  /// 1 for each that ended in a later stage, or won; `nil` for all others.
  let ofMovedOn: [Int128?]
}

extension DealStays {
  /// The stays in open stages as columns: a row for each stay with the values of its deal, in the stage that the stay was in since the
  /// day on which it began. O(deals + stays).
  ///
  /// - Parameters:
  ///   - filters: What the deals must be.
  ///   - cycles: The sales cycles of stays whose beginning is not known; empty for all.
  ///   - days: The days that those may have begun on; `nil` for all.
  /// - Returns: Also the number of stays that are left out, since the day on which they began is not known.
  package func rows(
    _ reading: DealReading, where filters: [PivotFilter], cycles: Set<String>, days: Range<CivilDate>?
  ) -> (columns: DealColumns, rows: StayRows, unknown: Int) {
    let fields = DealFields(columns, reading)
    let passes = columns.passing(filters.map(fields.passes))
    let entries = columns.stages.entries
    let isOpen = entries.indices.map { entries[$0].outcome == .open && UInt32($0) != absent }
    let isAsked = entries.map { cycles.isEmpty || cycles.contains($0.cycle) }
    let range = days.map { Int64($0.lowerBound.daysSince1970)..<Int64($0.upperBound.daysSince1970) }
    var (kept, unknown): ([DealStay], Int) = ([], 0)
    for stay in stays where passes[stay.row] {
      if stay.isEntryKnown {
        if isOpen[Int(stay.stage)] { kept.append(stay) }
      } else if isAsked[Int(stay.stage)] {
        let mayBe = range.map { stay.earliest < $0.upperBound && $0.lowerBound <= stay.began } ?? true
        if mayBe { unknown += 1 }
      }
    }
    var selected = columns.selecting(kept.map(\.row))
    let began = kept.map { selected.days.code($0.began) }
    selected[.stage] = CodedColumn(kept.map(\.stage))
    selected[.since] = CodedColumn(began)
    selected.catchUpMonths()
    let rows = StayRows(
      lengths: kept.map { stay -> Int128? in stay.ended.map { Int128($0 - stay.began) } },
      ofMovedOn: kept.map { stay -> Int128? in
        guard let next = stay.next, end(stay, next) == .movedOn else { return nil }
        return 1
      })
    return (selected, rows, unknown)
  }
}
