import PipelinePlugins

/// How the texts of a source are read.
struct ValueFormats: Sendable {
  var dates = DateFormat.iso
  var numbers = NumberFormat.plain
  var percentages = PercentageRule()
  /// The configured place, and the place whose clock the file shows where it is another.
  var days: CivilDays
  var fileDays: CivilDays?
  /// The day that the word `today` among constants means.
  var today: CivilDate
  /// The currency of amounts.
  var currency: Currency

  /// A day.
  /// - Throws: ``PipelineTabular/ImportValueError``.
  func day(_ found: BoundSource.Found) throws -> CivilDate {
    if found.isOurs { return found.text == "today" ? today : try DateFormat.iso.read(found.text).date }
    return days.moment(try dates.read(found.text), in: fileDays).day
  }

  /// A moment; a time that stands beside it is the time of that day.
  /// - Throws: ``PipelineTabular/ImportValueError``.
  func moment(_ found: BoundSource.Found, time: BoundSource.Found? = nil) throws -> (at: Instant, day: CivilDate) {
    var reading = try (found.isOurs ? .iso : dates).read(found.text)
    if let time { reading = reading.at(secondsOfDay: try ImportValueKind.time(time.text)) }
    return days.moment(reading, in: fileDays)
  }

  /// An exact number.
  /// - Throws: ``PipelineTabular/ImportValueError``.
  func number(_ found: BoundSource.Found) throws -> ExactDecimal {
    try (found.isOurs ? .plain : numbers).number(found.text)
  }

  /// An amount in the currency.
  /// - Throws: ``PipelineTabular/ImportValueError``, ``PipelineDomain/MoneyError``.
  func money(_ found: BoundSource.Found) throws -> Money {
    do { return try Money(parsing: number(found).description, currency: currency) } catch let error as MoneyError {
      if case .tooPrecise = error { throw MoneyError.tooPrecise(found.text, currency) }
      throw error
    }
  }

  /// A percentage.
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
  /// The cell that a text of a file is: one way for every kind, so that a field is importable once it is declared.
  ///
  /// References and lines are no texts: accounts are found by their names, and lines have columns of their own.
  /// - Throws: ``PipelineTabular/ImportValueError``, or the error of the value's own reader.
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
    // In the form in which they are stored, so that what an import said can be compared with what is there.
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
