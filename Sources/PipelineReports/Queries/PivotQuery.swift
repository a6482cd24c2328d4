/// A query on deals: the number and the value of the deals that match all filters, by group.
package struct PivotQuery: Hashable, Sendable {
  /// What to group by, in order; nothing makes one group of all.
  package var dimensions: [DealDimension]
  /// What deals must pass.
  package var filters: [PivotFilter]

  /// A question.
  package init(_ dimensions: [DealDimension], where filters: [PivotFilter] = []) {
    self.dimensions = dimensions
    self.filters = filters
  }
}

/// What a deal must be to pass.
package enum PivotFilter: Hashable, Sendable {
  /// Its field has one of these values.
  case values(DealDimension, Set<PivotValue>)
  /// A day of it is one of these, or unknown where those may pass.
  case days(DealDay, Range<CivilDate>, undated: Bool)
  /// Its stored probability is one of these.
  case probability(ClosedRange<BasisPoints>)
  /// Its value in the base currency is one of these, in minor units; a deal without a value does not pass.
  case amount(ClosedRange<Int64>)
  /// A quantity of it is known.
  case known(DealQuantity)
  /// It is one of these.
  case identities(Set<RecordID>)

  /// Its close date is one of these days, or unknown where those may pass.
  package static func closing(_ days: Range<CivilDate>, undated: Bool) -> PivotFilter {
    .days(.close, days, undated: undated)
  }

  /// Its outcome is one of these.
  package static func outcome(_ outcomes: Outcome...) -> PivotFilter {
    .values(.outcome, Set(outcomes.map { .text($0.rawValue) }))
  }

  /// Its field is one of these texts.
  package static func texts(_ field: DealDimension, _ texts: some Sequence<String>) -> PivotFilter {
    .values(field, Set(texts.map { .text($0) }))
  }
}

/// The value of a field for a group of deals.
package enum PivotValue: Hashable, Sendable {
  /// Unknown or not given: an undated deal's close date.
  case none
  /// A key: a source, an owner, a cycle, an outcome.
  case text(String)
  /// A stage of a cycle.
  case stage(cycle: String, status: String)
  /// Basis points.
  case number(Int64)
  /// An account.
  case record(RecordID)
  /// A day.
  case day(CivilDate)
  /// A month, quarter or year.
  case period(Period)
  /// Some days, in a bucket.
  case bucket(DayBucket)
}

extension RelativePeriod {
  /// The period's length, and how many periods it is away from the present one.
  public var distance: (grain: PeriodGrain, offset: Int) {
    switch self {
    case .lastMonth: (.month, -1)
    case .thisMonth: (.month, 0)
    case .nextMonth: (.month, 1)
    case .lastQuarter: (.quarter, -1)
    case .thisQuarter: (.quarter, 0)
    case .nextQuarter: (.quarter, 1)
    case .lastYear: (.year, -1)
    case .thisYear: (.year, 0)
    case .nextYear: (.year, 1)
    }
  }
}

extension ReportPeriod {
  /// The days, half open; `nil` for all of them. An end that is open reaches to the first or last day there is.
  public func range(_ calendar: FiscalCalendar, today: CivilDate) -> Range<CivilDate>? {
    switch self {
    case .all: return nil
    case .relative(let relative):
      let (grain, offset) = relative.distance
      return calendar.period(calendar.period(grain, containing: today), advancedBy: offset).range
    case .offset(let grain, let offset):
      return calendar.period(calendar.period(grain, containing: today), advancedBy: offset).range
    case .rolling(let months): return calendar.months(months, around: today)
    case .days(let from, let to):
      let last = CivilDate.last
      let end = to.flatMap { $0.adding(days: 1) } ?? last
      return min(from ?? .first, end)..<end
    }
  }
}

extension CivilDate {
  static let first = CivilDate(year: 1, month: 1, day: 1)!
  static let last = CivilDate(year: 9999, month: 12, day: 31)!
}
