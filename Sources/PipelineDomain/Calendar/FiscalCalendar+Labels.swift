extension FiscalCalendar {
  /// Returns the period with a label, such as `2026-11`, `2026-Q4`, `FY2027-Q1`, `FY2027` or `2026-P11`; `nil` if there
  /// is none.
  public func period(labelled label: String) -> Period? {
    let parts = (label.hasPrefix("FY") ? label.dropFirst(2) : label[...]).split(
      separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts[0].utf8.count == 4, let year = Int(parts[0]), year > 0 else {
      return nil
    }
    guard let part = parts.dropFirst().first else { return candidate(.year, year, 0, label) }
    let isQuarter = part.hasPrefix("Q")
    guard let number = Int(isQuarter || part.hasPrefix("P") ? part.dropFirst() : part), number > 0 else { return nil }
    return candidate(isQuarter ? .quarter : .month, year, number - 1, label)
  }

  /// The period at an index of a named year, if its label is the given one.
  private func candidate(_ grain: PeriodGrain, _ named: Int, _ place: Int, _ label: String) -> Period? {
    guard place < grain.perYear else { return nil }
    let offset = startMonth == 1 ? 0 : 1
    let period: Period
    switch pattern {
    // Calendar months are named after the calendar year, regardless of the fiscal year.
    case .months where grain == .month: period = monthPeriod(.month, named * 12 + place)
    case .months: period = monthPeriod(grain, (named - offset) * grain.perYear + place)
    case .weeks445: period = weekPeriod(grain, (named - offset) * grain.perYear + place)
    }
    return period.label == label ? period : nil
  }
}
