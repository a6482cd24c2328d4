/// A span of whole days that deals are grouped by: a week, a month, a quarter, half a year, a year, longer.
package struct DayBucket: Hashable, Sendable, Comparable, CaseIterable {
  /// The fewest days in it.
  package let first: Int
  /// The most; `nil` where there is no end.
  package let last: Int?

  /// The buckets, in order, without a gap between them.
  package static let allCases: [DayBucket] = {
    let starts = [0, 8, 31, 91, 181, 366]
    return starts.indices.map { DayBucket(first: starts[$0], last: $0 + 1 < starts.count ? starts[$0 + 1] - 1 : nil) }
  }()

  /// The bucket that some days lie in; `nil` for a number below zero.
  package static func containing(_ days: Int) -> DayBucket? {
    days < 0 ? nil : allCases.last { $0.first <= days }
  }

  /// What programs call it: `8-30`, `366+`.
  package var key: String { last.map { "\(first)-\($0)" } ?? "\(first)+" }

  /// What people read.
  package var label: LocalizedText {
    guard let last else { return LocalizedText(Self.longer, ["first": .count(Int64(first - 1))]) }
    return LocalizedText(Self.between, ["first": .count(Int64(first)), "last": .count(Int64(last))])
  }

  /// Whether it lies before another one.
  package static func < (left: Self, right: Self) -> Bool { left.first < right.first }

  private static let between = Phrase("column.days_between", english: "{first}–{last}", french: "{first}–{last}")
  private static let longer = Phrase(
    "column.days_longer", english: "over {first}", french: "plus de {first}")
  /// The phrases of buckets, for the catalogue.
  static let phrases = [between, longer]
}
