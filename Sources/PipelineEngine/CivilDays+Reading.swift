import PipelinePlugins

extension CivilDays {
  /// The instant of a date and time in a file, and its day in the configured time zone.
  ///
  /// A date without a time is a day in the configured time zone, and its instant is the start of the day. A time with
  /// an offset is an instant; one without is in the file's time zone.
  ///
  /// - Parameter file: The file's time zone; `nil` for the configured one.
  func moment(_ reading: DateFormat.Reading, in file: CivilDays?) -> (at: Instant, day: CivilDate) {
    guard reading.hasTime else { return (instant(reading.date), reading.date) }
    if let offset = reading.offset {
      let seconds = Int64(reading.secondsOfDay - offset)
      let at = Instant(startOf: reading.date).adding(microseconds: seconds * 1_000_000 + Int64(reading.microseconds))
      return (at, civilDate(of: at))
    }
    let at = (file ?? self).instant(reading.date, secondsOfDay: reading.secondsOfDay)
      .adding(microseconds: Int64(reading.microseconds))
    return (at, file == nil ? reading.date : civilDate(of: at))
  }
}
