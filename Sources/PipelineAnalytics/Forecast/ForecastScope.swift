import PipelinePlugins

/// Which deals a report is about, and how they are grouped.
struct ForecastScope {
  let definition: ReportDefinition
  let columns: DealColumns
  let reading: DealReading
  let input: ForecastInput
  let range: Range<CivilDate>?
  /// What deals must be, whenever they close.
  let deals: [PivotFilter]
  /// How figures become cells.
  let cells: ReportCells
  /// How far back the period lies that is compared with.
  let shift: ReportShift?
  /// The formulas of the figures and their parts.
  private let parts: Set<MeasureFormula>

  init(
    _ definition: ReportDefinition, _ columns: DealColumns, _ reading: DealReading, _ input: ForecastInput,
    _ range: Range<CivilDate>?
  ) {
    self.definition = definition
    self.columns = columns
    self.reading = reading
    self.input = input
    self.range = range
    cells = ReportCells(outcomes: definition.filters.outcomes)
    let parts = Set(definition.shownMeasures.flatMap(\.formula.parts))
    self.parts = parts
    let cells = cells
    let outcomes = parts.reduce(cells.asked) { $0.union(cells.resolved($1.subject)) }.outcomes
    deals =
      input.filters + [.values(.outcome, Set(outcomes.map { .text($0.rawValue) }))]
      + definition.filters.pivotFilters(columns, reading, input.lines)
    // What a stay is compared with has no meaning.
    shift =
      definition.datedBy == .entered
      ? nil : range.flatMap { range in definition.compare.flatMap { ReportShift($0, definition, range) } }
  }

  /// Whether deals are divided by their products.
  var isDivided: Bool { definition.groupBy.contains(.product) && reading.stays == nil }

  /// The place of the product among what rows are grouped by, or behind all.
  var productLevel: Int { definition.groupBy.firstIndex(of: .product) ?? definition.groupBy.count }

  /// Whether open deals that the forecast omits are distinguished. A question for categories asks for them.
  var leavesOutOmitted: Bool { definition.filters.categories.isEmpty }

  /// The quantities whose sums are needed.
  var summed: [DealQuantity] {
    DealQuantity.allCases.filter { quantity in
      quantity != .amount
        && parts.contains {
          switch $0 {
          case .mean(quantity, _), .total(quantity, _): true
          default: false
          }
        }
    }
  }

  /// The quantities that figures of only those deals are needed of which have them.
  var distinguished: [DealQuantity] {
    DealQuantity.allCases.filter { quantity in
      parts.contains {
        switch $0 {
        case .countOf(quantity, _), .amountOf(quantity, _): true
        default: false
        }
      }
    }
  }

  /// The quantities that are needed one by one.
  var listed: [DealQuantity] {
    DealQuantity.allCases.filter { quantity in
      parts.contains {
        switch $0 {
        case .median(quantity, _), .least(quantity, _), .greatest(quantity, _): true
        default: false
        }
      }
    }
  }

  /// Whether products are counted.
  var countsProducts: Bool { parts.contains { if case .products = $0 { true } else { false } } }

  /// Whether a figure is a sum of what the forecast holds.
  var sumsForecast: Bool {
    parts.contains {
      switch $0 {
      case .amount(let subject), .weighted(let subject): subject.contains(.kept) && !subject.contains(.omitted)
      default: false
      }
    }
  }

  /// The filters for deals that close on some days.
  func dated(_ range: Range<CivilDate>?) -> [PivotFilter] {
    deals + (range.map { [.days(definition.datedBy.day, $0, undated: false)] } ?? [])
  }

  /// What deals are grouped by. For a period that is compared with, a close date's period is determined by its month, or by the day
  /// itself where months do not agree.
  func fields(shifted: ReportShift?) -> [DealDimension] {
    guard let shifted else { return definition.groupBy }
    let days = DealDimension.days(of: definition.datedBy.day)
    let finest = shifted.isMonths && reading.calendar.pattern == .months ? days.month : days.day
    return definition.groupBy.map { isDated($0) ? finest : $0 }
  }

  /// Whether a grouping is made of the day that the report's period is about.
  func isDated(_ grouping: DealDimension) -> Bool {
    let day = definition.datedBy.day
    return grouping.period(of: day) != nil || grouping == DealDimension.days(of: day).day
  }

  /// The place in the report of a group of the period that is compared with.
  func path(_ values: [PivotValue], _ shift: ReportShift?) -> [PivotValue] {
    guard let shift else { return values }
    return zip(definition.groupBy, values).map { later($1, $0, shift) }
  }

  /// The value of a grouping that one of the period that is compared with is compared to.
  func later(_ value: PivotValue, _ grouping: DealDimension, _ shift: ReportShift) -> PivotValue {
    let day: CivilDate
    switch value {
    case .day(let own) where isDated(grouping): day = own
    case .period(let own) where isDated(grouping): day = own.range.lowerBound
    default: return value
    }
    let later = shift.later(day, reading.calendar)
    guard let grain = grouping.period(of: definition.datedBy.day) else { return .day(later) }
    return .period(reading.calendar.period(grain, containing: later))
  }

  /// The header of the figure of the period that is compared with.
  func earlierHeader(_ measure: ReportMeasure) -> LocalizedText {
    let isYear = definition.compare == .samePeriodLastYear
    return LocalizedText(isYear ? ColumnPhrase.yearBefore : .periodBefore, ["measure": .label(measure.header)])
  }
}

extension ReportDefinition {
  /// The figures of the table: those asked for, and those of targets where it is compared with them.
  var shownMeasures: [ReportMeasure] {
    let ofTargets: [ReportMeasure] = compare == .target ? [.target, .attainment, .coverage] : []
    return measures
      + ofTargets.filter { !measures.contains($0) && $0.outcomes(missingFrom: filters.outcomes).isEmpty }
  }
}
