import PipelinePlugins

extension CivilDays {
  /// The instant at a number of seconds after midnight of a day; during a clock change, the nearest instant that
  /// exists.
  func instant(_ day: CivilDate, secondsOfDay: Int = 0) -> Instant {
    let wall = Instant(startOf: day).adding(microseconds: Int64(secondsOfDay) * 1_000_000)
    // The offset may be that of the other side of a clock change: compute it again from there.
    let first = wall.adding(microseconds: -offset(at: wall))
    let instant = wall.adding(microseconds: -offset(at: first))
    // The first day of the calendar begins before it in UTC, east of Greenwich: such an instant is in no year, and no text.
    return max(instant, Self.start)
  }

  /// The start of the calendar in UTC.
  private static let start = Instant(startOf: CivilDate(year: 1, month: 1, day: 1)!)

  private func offset(at instant: Instant) -> Int64 { Int64(secondsFromUTC(at: instant)) * 1_000_000 }
}
