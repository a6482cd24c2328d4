import PipelinePlugins

extension CivilDays {
  /// The moment so many seconds after a day's midnight at the place; where the clock jumps, to the nearest second that it shows.
  func instant(_ day: CivilDate, secondsOfDay: Int = 0) -> Instant {
    let wall = Instant(startOf: day).adding(microseconds: Int64(secondsOfDay) * 1_000_000)
    // The offset of the wall clock read as UTC may be that of the other side of a jump: look again from there.
    let first = wall.adding(microseconds: -offset(at: wall))
    return wall.adding(microseconds: -offset(at: first))
  }

  private func offset(at instant: Instant) -> Int64 { Int64(secondsFromUTC(at: instant)) * 1_000_000 }
}
