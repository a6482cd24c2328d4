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

  /// The column that a field is read from.
  func column(_ field: PivotField) -> DealColumns.Column {
    switch field {
    case .stage, .cycle, .outcome: .stage
    case .owner, .team: .owner
    case .product: .product
    case .closeDay: .closeDay
    case .closeMonth, .closeQuarter, .closeYear: monthsFromDays ? .closeDay : .closeMonth
    case .forecast, .category: .forecast
    case .source: .source
    case .competitor: .competitor
    case .account: .account
    case .currency: .currency
    case .probability: .probability
    }
  }

  /// The column that a dimension is read from.
  func column(_ dimension: DimensionID) -> DealColumns.Column {
    switch dimension {
    case .probability: .probability
    case .probabilityOrigin: .origin
    case .stage, .cycle: .stage
    case .category: .forecast
    case .owner: .owner
    case .closeMonth: monthsFromDays ? .closeDay : .closeMonth
    case .daysInStage: .since
    case .daysToClose: .closeDay
    }
  }

  /// The value of a field where its column holds a code.
  func value(_ field: PivotField, _ code: Int) -> PivotValue {
    switch field {
    case .stage:
      columns.stages.entries.at(code).map { .stage(cycle: $0.cycle, status: $0.status) } ?? .none
    case .cycle: columns.stages.entries.at(code).map { .text($0.cycle) } ?? .none
    case .outcome: columns.stages.entries.at(code).map { .text($0.outcome.rawValue) } ?? .none
    case .closeDay: day(code).map { .day($0) } ?? .none
    case .closeMonth: period(.month, code)
    case .closeQuarter: period(.quarter, code)
    case .closeYear: period(.year, code)
    case .category: .text(reading.forecasting.category(of: text(.forecast, code)).rawValue)
    case .account: columns.accounts.value(code).map { .record($0) } ?? .none
    case .probability: columns.probabilities.value(code).map { .number($0) } ?? .none
    case .currency: .text(text(.currency, code) ?? columns.baseCurrency.code)
    case .team: text(.owner, code).flatMap { reading.teams[$0] }.map { .text($0) } ?? .none
    case .owner, .forecast, .source, .competitor, .product: text(column(field), code).map { .text($0) } ?? .none
    }
  }

  /// The value of a dimension where its column holds a code.
  func value(_ dimension: DimensionID, _ code: Int) -> DimensionValue {
    let number: Int64?
    switch dimension {
    case .probability: number = columns.probabilities.value(code)
    case .closeMonth: number = firstDay(code).map { Int64($0.monthIndex) }
    case .daysInStage: number = columns.days.value(code).map { Int64(reading.today.daysSince1970) - $0 }
    case .daysToClose: number = columns.days.value(code).map { $0 - Int64(reading.today.daysSince1970) }
    case .stage: return .text(columns.stages.entries.at(code)?.status ?? "")
    case .cycle: return .text(columns.stages.entries.at(code)?.cycle ?? "")
    case .category: return .text(reading.forecasting.category(of: text(.forecast, code)).rawValue)
    case .owner, .probabilityOrigin: return text(column(dimension), code).map { .text($0) } ?? .none
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
    case .closing(let range, let undated):
      // Whole months are told by the month's column, which is narrower and whose blocks are more often all alike.
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
    case .identities(let wanted): return DealPass(marking: columns.ids.map(wanted.contains))
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

  private func period(_ grain: PeriodGrain, _ code: Int) -> PivotValue {
    firstDay(code).map { .period(reading.calendar.period(grain, containing: $0)) } ?? .none
  }
}

/// Which codes of a column pass a filter.
struct DealPass {
  /// The column; `nil` for one that was made for the filter.
  let column: DealColumns.Column?
  /// The column that was made for the filter.
  let made: CodedColumn?
  /// Whether each code passes.
  let passes: [Bool]

  init(_ column: DealColumns.Column, _ passes: [Bool]) {
    self.column = column
    made = nil
    self.passes = passes
  }

  /// A filter that looks at each row: code 1 for those that pass.
  init(marking rows: [Bool]) {
    column = nil
    made = CodedColumn(rows.lazy.map { $0 ? 1 : 0 })
    passes = [false, true]
  }

  /// The codes that it looks at.
  func codes(_ columns: DealColumns) -> CodedColumn { column.map { columns[$0] } ?? made ?? CodedColumn() }
}

/// The order in which values are shown.
extension DealFields {
  /// Stages and lookup entries as defined, all else by value; unknown last.
  func ordered(_ field: PivotField, _ values: some Sequence<PivotValue>) -> [PivotValue] {
    let keyed = values.map { (value: $0, key: orderKey(field, $0)) }
    return keyed.sorted { $0.key < $1.key }.map(\.value)
  }

  private func orderKey(_ field: PivotField, _ value: PivotValue) -> (Int64, String, RecordID) {
    let noID = RecordID(high: 0, low: 0)
    switch value {
    case .none: return (.max, "", noID)
    case .number(let number): return (number, "", noID)
    case .day(let day): return (Int64(day.daysSince1970), "", noID)
    case .period(let period): return (Int64(period.index), "", noID)
    case .record(let id): return (0, reading.accountNames[id] ?? "", id)
    case .stage(let cycle, let status):
      let place = columns.stages.entries.firstIndex { $0.cycle == cycle && $0.status == status } ?? 0
      return (Int64(place), "", noID)
    case .text(let text): return (Int64(place(field, text)), text, noID)
    }
  }

  private func place(_ field: PivotField, _ text: String) -> Int {
    let place: Int? =
      switch field {
      case .outcome: Outcome.allCases.firstIndex { $0.rawValue == text }
      case .category: ForecastCategory.allCases.firstIndex { $0.rawValue == text }
      case .cycle: columns.stages.entries.firstIndex { $0.cycle == text }
      case .forecast: reading.forecasting.position(of: text)
      case .source: reading.tables[.source]?.position(of: text)
      case .competitor: reading.tables[.competitor]?.position(of: text)
      case .product: reading.tables[.line]?.position(of: text)
      default: 0
      }
    return place ?? .max - 1
  }
}
