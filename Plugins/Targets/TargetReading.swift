import PipelinePlugins

/// Makes targets out of what people write, for one pipeline.
struct TargetReading: Hashable, Sendable {
  let calendar: CalendarSetup
  let currency: Currency

  /// The period with a label; throws a sentence where the calendar has none.
  func period(_ label: String) throws -> Period {
    if let period = calendar.fiscal.period(labelled: label) { return period }
    throw PluginError("'\(label.oneLine)' is no period of the pipeline's calendar; write one like \(examples)")
  }

  /// An amount in minor units.
  func amount(_ value: ExactDecimal) throws -> Int64 {
    guard value >= .zero else { throw PluginError("the amount \(value) is below zero") }
    do {
      return try Money(parsing: value.description, currency: currency).minorUnits
    } catch {
      throw PluginError("\(error)")
    }
  }

  private var examples: Wording {
    guard let day = CivilDate(year: 2026, month: 11, day: 15) else { return "\("2026")" }
    let labels = PeriodGrain.allCases.map { calendar.fiscal.period($0, containing: day).label }
    return "\(labels.dropLast().joined(separator: ", ")) or \(labels.last ?? "")"
  }
}
