import PipelinePlugins

/// What a code of a column means: for people's fields and for strategies' dimensions.
struct DealFields {
  let columns: DealColumns
  let reading: DealReading
  /// Whether months are read from the day's column: always where periods are of weeks, and where days are asked for anyway,
  /// so that one column serves both.
  let monthsFromDays: Bool

  init(_ columns: DealColumns, _ reading: DealReading, monthsFromDays: Bool = false) {
    self.columns = columns
    self.reading = reading
    self.monthsFromDays = monthsFromDays || reading.calendar.pattern != .months
  }

  /// The column that a dimension is read from.
  func column(_ dimension: DealDimension) -> DealColumns.Column {
    switch dimension.source {
    case .stage, .cycle, .outcome: .stage
    case .category, .omission: .forecast
    case .text(let field), .entry(let field, _): DealColumns.textFields.first { $0.field == field }?.column ?? .owner
    case .team: .owner
    case .product: .product
    case .account, .accountAttribute: .account
    case .currency: .currency
    case .probability: .probability
    case .day(let day), .elapsed(let day): column(of: day)
    case .period(.close, _): monthsFromDays ? .closeDay : .closeMonth
    case .period(let day, _): column(of: day)
    case .age: .age
    case .overdue: .overdue
    case .slips: .slips
    case .deal: .deal
    }
  }

  /// The column that holds a day of a deal.
  func column(of day: DealDay) -> DealColumns.Column {
    switch day {
    case .close: .closeDay
    case .created: .created
    case .closed: .actual
    case .since: .since
    }
  }

  /// The column that a strategy's dimension is read from.
  func column(_ id: DimensionID) -> DealColumns.Column { column(id.dimension) }

  /// The value of a dimension where its column holds a code.
  func value(_ dimension: DealDimension, _ code: Int) -> PivotValue {
    switch dimension.source {
    case .stage: columns.stages.entries.at(code).map { .stage(cycle: $0.cycle, status: $0.status) } ?? .none
    case .cycle: columns.stages.entries.at(code).map { .text($0.cycle) } ?? .none
    case .outcome: columns.stages.entries.at(code).map { .text($0.outcome.rawValue) } ?? .none
    case .omission: category(code) == .omitted ? .number(1) : .none
    case .category: .text(category(code).rawValue)
    case .currency: .text(text(.currency, code) ?? columns.baseCurrency.code)
    case .team: text(.owner, code).flatMap { reading.teams[$0] }.map { .text($0) } ?? .none
    case .text, .entry, .product: text(column(dimension), code).map { .text($0) } ?? .none
    case .account: columns.accounts.value(code).map { .record($0) } ?? .none
    case .accountAttribute(let name):
      columns.accounts.value(code).flatMap { reading.accountAttributes[$0]?[name] }.map { .text($0) } ?? .none
    case .probability: columns.probabilities.value(code).map { .number($0) } ?? .none
    case .day: day(code).map { .day($0) } ?? .none
    case .period(.close, let grain): period(grain, firstDay(code))
    case .period(_, let grain): period(grain, day(code))
    case .elapsed: bucket(columns.days.value(code).map { Int64(reading.today.daysSince1970) - $0 })
    case .age, .overdue: bucket(columns.ages.value(code))
    case .slips: columns.ages.value(code).map { .number($0) } ?? .none
    case .deal: reading.deals.at(code - 1).map { .record($0) } ?? .none
    }
  }

  private func category(_ code: Int) -> ForecastCategory { reading.forecasting.category(of: text(.forecast, code)) }

  private func bucket(_ days: Int64?) -> PivotValue {
    days.flatMap { DayBucket.containing(Int($0)) }.map { .bucket($0) } ?? .none
  }

  /// The value of a strategy's dimension for a code of its column, in the form that the dimension asks for.
  func value(_ id: DimensionID, _ code: Int) -> DimensionValue {
    let today = Int64(reading.today.daysSince1970)
    let number: Int64?
    switch id.form {
    case .monthNumber: number = firstDay(code).map { Int64($0.monthIndex) }
    case .daysSince: number = columns.days.value(code).map { today - $0 }
    case .daysUntil: number = columns.days.value(code).map { $0 - today }
    case .same:
      switch value(id.dimension, code) {
      case .text(let text), .stage(_, let text): return .text(text)
      case .number(let own): number = own
      default: return .none
      }
    }
    return number.map { .number($0) } ?? .none
  }

  /// What deals must be to pass all of some filters: those, and that they are there at all.
  func passes(_ filters: [PivotFilter]) -> [DealPass] {
    let absent = columns.stages.absent.map { absent in
      DealPass(.stage, (0..<columns[.stage].codeCount).map { $0 != Int(absent) })
    }
    return filters.map { passes($0) } + (absent.map { [$0] } ?? [])
  }

  /// Which codes pass a filter, and in which column.
  func passes(_ filter: PivotFilter) -> DealPass {
    switch filter {
    case .values(let field, let values):
      let column = column(field)
      return DealPass(column, (0..<columns[column].codeCount).map { values.contains(value(field, $0)) })
    case .days(let day, let range, let undated) where day != .close:
      let column = column(of: day)
      return DealPass(
        column, (0..<columns[column].codeCount).map { self.day($0).map { range.contains($0) } ?? undated })
    case .days(_, let range, let undated):
      // Whole months are read from the column of months, which is narrower and more often uniform over a block.
      let isWholeMonths = range.lowerBound.components.day == 1 && range.upperBound.components.day == 1
      let column: DealColumns.Column = isWholeMonths && !monthsFromDays ? .closeMonth : .closeDay
      let passes = (0..<columns[column].codeCount).map { code in
        (column == .closeDay ? day(code) : firstDay(code)).map { range.contains($0) } ?? undated
      }
      return DealPass(column, passes)
    case .probability(let range):
      let passes = (0..<columns[.probability].codeCount).map { code in
        columns.probabilities.value(code).flatMap { Int(exactly: $0) }.flatMap { BasisPoints($0) }
          .map(range.contains) ?? false
      }
      return DealPass(.probability, passes)
    case .amount(let range):
      return DealPass(
        marking: columns.worths(reading).map {
          $0.map { Int128(range.lowerBound) <= $0 && $0 <= Int128(range.upperBound) } ?? false
        })
    case .known(let quantity):
      return DealPass(marking: columns.values(quantity, reading).map { $0 != nil })
    case .identities(let wanted): return DealPass(marking: columns.marks(of: wanted))
    }
  }

  private func text(_ column: DealColumns.Column, _ code: Int) -> String? { columns.texts[column]?.value(code) }

  private func day(_ code: Int) -> CivilDate? {
    columns.days.value(code).flatMap { CivilDate(daysSince1970: Int32(truncatingIfNeeded: $0)) }
  }

  /// The day of a day's code, or the first of a month's, whichever column months are read from.
  private func firstDay(_ code: Int) -> CivilDate? {
    guard !monthsFromDays else { return day(code) }
    return columns.months.value(code).flatMap { CivilDate(year: Int($0) / 12, month: Int($0) % 12 + 1, day: 1) }
  }

  private func period(_ grain: PeriodGrain, _ day: CivilDate?) -> PivotValue {
    day.map { .period(reading.calendar.period(grain, containing: $0)) } ?? .none
  }
}
