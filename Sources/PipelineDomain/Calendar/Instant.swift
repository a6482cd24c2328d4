/// A moment in time, in microseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z, negative before.
  public let microsecondsSince1970: Int64

  /// Creates an instant. `Int64.min`, which represents a missing value in columns, is replaced by the next value.
  public init(microsecondsSince1970: Int64) {
    self.microsecondsSince1970 = max(microsecondsSince1970, -Int64.max)
  }

  /// Midnight UTC at the start of a day.
  public init(startOf day: CivilDate) {
    self.init(microsecondsSince1970: Int64(day.daysSince1970) * 86_400_000_000)
  }

  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool { left.microsecondsSince1970 < right.microsecondsSince1970 }

  /// The moment so many microseconds later, held at the ends of the range.
  public func adding(microseconds: Int64) -> Instant {
    let (sum, overflow) = microsecondsSince1970.addingReportingOverflow(microseconds)
    return Instant(microsecondsSince1970: overflow ? (microseconds < 0 ? -.max : .max) : sum)
  }

  /// The civil day at a place that is so many seconds east of UTC; `nil` beyond the years 1 to 9999.
  public func civilDate(secondsFromUTC offset: Int = 0) -> CivilDate? {
    let shifted = adding(microseconds: Int64(offset) * 1_000_000).microsecondsSince1970
    let day = shifted >= 0 ? shifted / 86_400_000_000 : (shifted - 86_399_999_999) / 86_400_000_000
    return Int32(exactly: day).flatMap { CivilDate(daysSince1970: $0) }
  }
}

extension Instant: CustomStringConvertible {
  /// ISO 8601 in UTC, with as many digits of the second as are needed: `2017-12-31T23:59:59.5Z`.
  public var description: String {
    let day: Int64 = 86_400_000_000
    var rest = microsecondsSince1970 % day
    if rest < 0 { rest += day }
    let date = civilDate().map(String.init(describing:)) ?? "?"
    let seconds = Int(rest / 1_000_000)
    var text = "\(date)T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    let micros = Int(rest % 1_000_000)
    if micros > 0 {
      var fraction = padded(micros, 6)
      while fraction.last == "0" { fraction.removeLast() }
      text += "." + fraction
    }
    return text + "Z"
  }
}

/// A length of time in whole seconds.
public struct Seconds: Hashable, Comparable, Sendable {
  /// How many seconds.
  public let value: Int64

  /// A length of time.
  public init(_ value: Int64) { self.value = value }

  /// So many hours.
  public static func hours(_ hours: Int64) -> Seconds { Seconds(hours * 3600) }

  /// Orders by length.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
