package import PipelinePlugins

/// How far the expected close dates of deals were moved out, up to a moment.
///
/// A slip is a day at whose end a deal is expected to close later than at the end of the day before. So a date that is
/// corrected on the day on which it was given is no slip, nor is the first one; a date that is moved to an earlier day takes
/// no slip back.
package struct DealSlips: Sendable {
  /// The slips of a deal.
  package struct Slip: Hashable, Sendable {
    /// How many there are, from 1.
    package var count: Int32 = 0
    /// By how many days in all.
    package var days: Int32 = 0
  }

  private var byDeal: [RecordID: Slip] = [:]

  /// No deal has slipped.
  package init() {}

  /// The slips of a deal; `nil` where it has none.
  package subscript(deal: RecordID) -> Slip? { byDeal[deal] }

  /// The deals that have slipped.
  package var deals: Set<RecordID> { Set(byDeal.keys) }

  /// How many deals have slipped.
  package var count: Int { byDeal.count }
}

/// Follows the close dates of deals from day to day.
struct SlipCounting {
  private let columns: DealColumns
  /// The day of the last change of each row: that of its creation before.
  private var lastDay: [Int64]
  /// The close date at the end of the day before that; `Int64.min` where there was none.
  private var before: [Int64]
  /// The close date after the last change.
  private var current: [Int64]
  private var slips: [DealSlips.Slip]

  static let none = Int64.min

  /// - Parameter born: The day on which each row's deal was created.
  init(_ columns: DealColumns, born: [Int64]) {
    self.columns = columns
    lastDay = born
    before = [Int64](repeating: Self.none, count: born.count)
    current = before
    slips = [DealSlips.Slip](repeating: DealSlips.Slip(), count: born.count)
  }

  /// Notes a change of a row's close date, by codes of days; changes come in the order in which they took effect.
  mutating func note(_ row: Int, on day: Int64, from old: UInt32, to new: UInt32) {
    if day > lastDay[row] {
      finish(row)
      before[row] = columns.days.value(Int(old)) ?? Self.none
      lastDay[row] = day
    }
    current[row] = columns.days.value(Int(new)) ?? Self.none
  }

  /// Counts the day of a row's last change.
  private mutating func finish(_ row: Int) {
    guard before[row] != Self.none, current[row] > before[row] else { return }
    slips[row].count += 1
    slips[row].days &+= Int32(truncatingIfNeeded: current[row] - before[row])
  }

  /// The slips of all rows.
  mutating func finished() -> DealSlips {
    for row in slips.indices { finish(row) }
    return DealSlips(slips, of: columns.ids)
  }
}

extension DealSlips {
  fileprivate init(_ slips: [Slip], of ids: [RecordID]) {
    for (row, slip) in slips.enumerated() where slip.count > 0 { byDeal[ids[row]] = slip }
  }
}

extension DealTimeline {
  /// How close dates were moved out up to a moment. O(deals + changes of close dates).
  ///
  /// - Parameter bornAt: When each row's deal was created.
  func slips(upTo time: Int64, bornAt: [Int64]) -> DealSlips {
    var columns = latest
    func day(_ instant: Int64) -> Int64 {
      // The code comes first: it may add the day to the values that are read after it.
      let code = columns.dayCode(of: instant)
      // Instants that no calendar reaches have no day.
      return columns.days.value(Int(code)) ?? instant / 86_400_000_000
    }
    var counting = SlipCounting(latest, born: bornAt.map(day))
    forEachCloseDateChange(upTo: time) { instant, row, old, new in
      counting.note(row, on: day(instant), from: old, to: new)
    }
    return counting.finished()
  }
}

extension DealHistory {
  /// How the deals' close dates were moved out up to a moment. O(deals + changes of close dates) after
  /// ``columns(asOf:cycles:)``.
  ///
  /// - Parameter knownAt: Leaves out changes that were made known later; `nil` for none. O(events) then.
  package func slips(asOf moment: Instant, knownAt: Instant?) -> DealSlips {
    slips(upTo: moment.microsecondsSince1970, knownAt: knownAt.map { $0.microsecondsSince1970 })
  }
}
