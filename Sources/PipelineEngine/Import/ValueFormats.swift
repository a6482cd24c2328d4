import PipelinePlugins

/// The formats of a source's texts.
struct ValueFormats: Sendable {
  var dates = DateFormat.iso
  var numbers = NumberFormat.plain
  var percentages = PercentageRule()
  /// The configured time zone, and that of the file if it differs.
  var days: CivilDays
  var fileDays: CivilDays?
  /// The day for the constant `today`.
  var today: CivilDate
  /// The currency of amounts.
  var currency: Currency

  /// Reads a day.
  /// - Throws: ``PipelineTabular/ImportValueError``.
  func day(_ found: BoundSource.Found) throws -> CivilDate {
    if found.isOurs { return found.text == "today" ? today : try DateFormat.iso.read(found.text).date }
    return days.moment(try dates.read(found.text), in: fileDays).day
  }

  /// Reads an instant; a separate time is added to the date.
  /// - Throws: ``PipelineTabular/ImportValueError``.
  func moment(_ found: BoundSource.Found, time: BoundSource.Found? = nil) throws -> (at: Instant, day: CivilDate) {
    var reading = try (found.isOurs ? .iso : dates).read(found.text)
    if let time { reading = reading.at(secondsOfDay: try ImportValueKind.time(time.text)) }
    return days.moment(reading, in: fileDays)
  }

  /// Reads an exact number.
  /// - Throws: ``PipelineTabular/ImportValueError``.
  func number(_ found: BoundSource.Found) throws -> ExactDecimal {
    try (found.isOurs ? .plain : numbers).number(found.text)
  }

  /// Reads an amount in the currency.
  /// - Throws: ``PipelineTabular/ImportValueError``, ``PipelineDomain/MoneyError``.
  func money(_ found: BoundSource.Found) throws -> Money {
    do { return try Money(parsing: number(found).description, currency: currency) } catch let error as MoneyError {
      if case .tooPrecise = error { throw MoneyError.tooPrecise(found.text, currency) }
      throw error
    }
  }

  /// Reads a percentage.
  /// - Throws: ``PipelineTabular/ImportValueError``.
  func share(_ found: BoundSource.Found) throws -> BasisPoints {
    if found.isOurs { return try ImportValueKind.percent(found.text) }
    guard percentages.unit == .percent else {
      let number = try numbers.number(found.text).normalized
      guard number.scale <= 4, number >= 0, number <= 1 else {
        throw ImportValueError(.notAFraction, found.text)
      }
      return BasisPoints(Int(number.coefficient) * Int(powerOfTen(4 - number.scale))) ?? .full
    }
    var text = found.text
    if text.last == "%" { text = String(text.dropLast()).trimmingBlanks }
    return try ImportValueKind.percent(numbers.number(text).description)
  }
}

extension Field {
  /// Reads a cell of any kind, so that a declared field can be imported without further code.
  ///
  /// References and lines are not read here: accounts are found by name, and lines have their own columns.
  /// - Throws: ``PipelineTabular/ImportValueError``, or the error of the kind's parser.
  func read(_ found: BoundSource.Found, _ formats: ValueFormats) throws -> FieldValue {
    switch kind {
    case .date: .integer(Int64(try formats.day(found).daysSince1970))
    case .instant: .integer(try formats.moment(found).at.microsecondsSince1970)
    case .percent: .integer(Int64(try formats.share(found).value))
    case .money: .integer(try formats.money(found).minorUnits)
    case .currency: .text(try ImportValueKind.currency(found.text).code)
    case .flag: .integer(try ImportValueKind.flag(found.text) ? 1 : 0)
    case .integer: .integer(try Self.wholeNumber(found, formats))
    case .choice(let words):
      if words.contains(found.text) {
        .text(found.text)
      } else {
        throw FieldTextError(.notAChoice, found.text, ["allowed": .list(words)])
      }
    case .attributes: try textCell(found.text)
    // In stored form, so that it can be compared with the stored value.
    case .longText: .text(found.text.normalNote(StoredText.composed))
    case .text, .lookup, .salesCycle, .person, .reference, .lines: .text(StoredText.name(found.text))
    }
  }

  private static func wholeNumber(_ found: BoundSource.Found, _ formats: ValueFormats) throws -> Int64 {
    let number = try formats.number(found).normalized
    guard number.scale == 0 else { throw ImportValueError(.notAWholeNumber, found.text) }
    return number.coefficient
  }
}
