import PipelinePlugins

extension CivilDays {
  /// The moment that a file's date and time are, and its day at the configured place.
  ///
  /// A date alone is a day of the configured place and means its start. A time with an offset is a moment of its own; one
  /// without is read by the clock of the file.
  ///
  /// - Parameter file: The place whose clock the file shows; `nil` for the configured one.
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
