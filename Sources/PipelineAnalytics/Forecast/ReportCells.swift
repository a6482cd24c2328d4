import PipelinePlugins

/// Makes figures into cells: each is computed from its own exact parts and rounded once.
struct ReportCells {
  /// The deals that measures of the asked outcomes count.
  let asked: DealSubject
  /// The deals that the filter on outcomes lets any measure count.
  let allowed: DealSubject

  /// - Parameter outcomes: The filter on outcomes; empty for none.
  init(outcomes: [Outcome]) {
    asked = DealSubject(outcomes.isEmpty ? [.open, .won] : outcomes)
    allowed = outcomes.isEmpty ? [.open, .closed] : DealSubject(outcomes)
  }

  /// The deals that a subject means here.
  func resolved(_ subject: DealSubject) -> DealSubject {
    subject.contains(.asked) ? asked : subject.intersection(allowed)
  }

  /// A figure as a cell; what is not known is null.
  func cell(_ measure: ReportMeasure, _ figures: ReportFigures, stated: StatedAmounts) -> ReportCell {
    switch measure.unit {
    case .count: number(measure.formula, figures, stated).map { .count(Int64(clamping: $0)) } ?? .null
    case .money: number(measure.formula, figures, stated).map { .money($0) } ?? .null
    case .percent: share(measure.formula, figures, stated)
    case .days: days(measure.formula, figures)
    }
  }

  /// Whether a figure sums amounts of which none is known: of one deal, it is not zero.
  func isUnknown(_ measure: ReportMeasure, _ figures: ReportFigures) -> Bool {
    switch measure.formula {
    case .amount(let subject), .weighted(let subject):
      let deals = figures.deals(resolved(subject))
      return deals.count > 0 && deals.pricedCount == 0
    default: return false
    }
  }

  /// An amount or a count, rounded half-even.
  private func number(_ formula: MeasureFormula, _ figures: ReportFigures, _ stated: StatedAmounts) -> Int128? {
    switch formula {
    case .mean(.amount, let subject):
      let deals = figures.deals(resolved(subject))
      return deals.pricedCount == 0 ? nil : deals.unweightedSum.divided(by: deals.pricedCount)
    case .median, .least, .greatest: return extreme(formula, figures, in: 1)
    case .count(let subject): return Int128(figures.count(resolved(subject)))
    case .products(let subject): return Int128(figures.productCount(resolved(subject)))
    case .total(let quantity, let subject): return figures.sum(quantity, resolved(subject)).sum
    case .velocity: return velocity(figures)
    default: return sum(formula, figures, stated)?.minorUnits
    }
  }

  /// What adds up: counts as whole numbers, amounts exactly.
  private func sum(_ formula: MeasureFormula, _ figures: ReportFigures, _ stated: StatedAmounts) -> ExactSum? {
    switch formula {
    case .count(let subject): ExactSum(minorUnits: Int128(figures.count(resolved(subject))))
    case .amount(let subject): figures.unweightedSum(resolved(subject))
    case .weighted(let subject): figures.weightedSum(resolved(subject))
    case .countOf(let quantity, let subject):
      ExactSum(minorUnits: Int128(figures.deals(resolved(subject), having: quantity).count))
    case .amountOf(let quantity, let subject): figures.deals(resolved(subject), having: quantity).unweightedSum
    case .target: stated.target.map { ExactSum(minorUnits: $0) }
    case .call(let figure): stated.calls[figure].map { ExactSum(minorUnits: $0) }
    case .difference(let left, let right):
      if let left = sum(left, figures, stated), let right = sum(right, figures, stated) { left - right } else { nil }
    case .mean, .median, .least, .greatest, .products, .share, .velocity, .total, .rank: nil
    }
  }

  /// A share in basis points; null where it is a share of nothing or less.
  private func share(_ formula: MeasureFormula, _ figures: ReportFigures, _ stated: StatedAmounts) -> ReportCell {
    guard case .share(let part, let whole) = formula, let part = sum(part, figures, stated),
      let whole = sum(whole, figures, stated),
      let points = ExactSum.share(part, of: whole, in: 10_000).flatMap({ Int64(exactly: $0) })
    else { return .null }
    if let share = Int(exactly: points).flatMap({ BasisPoints($0) }) { return .percent(share) }
    return .ratio(points)
  }

  /// Days with two decimals.
  private func days(_ formula: MeasureFormula, _ figures: ReportFigures) -> ReportCell {
    let hundredths: Int128?
    if case .mean(let quantity, let subject) = formula {
      let sum = figures.sum(quantity, resolved(subject))
      hundredths = sum.count == 0 ? nil : dividedHalfEven(sum.sum * 100, by: Int128(sum.count))
    } else {
      hundredths = extreme(formula, figures, in: 100)
    }
    guard let narrow = hundredths.flatMap({ Int64(exactly: $0) }),
      let number = ExactDecimal(coefficient: narrow, scale: 2)
    else { return .null }
    return .decimal(number.normalized)
  }

  /// The least, the greatest or the middle of the known values, in so many parts, rounded half-even.
  private func extreme(_ formula: MeasureFormula, _ figures: ReportFigures, in parts: Int128) -> Int128? {
    switch formula {
    case .least(let quantity, let subject): return figures.sorted(quantity, resolved(subject)).first.map { $0 * parts }
    case .greatest(let quantity, let subject):
      return figures.sorted(quantity, resolved(subject)).last.map { $0 * parts }
    case .median(let quantity, let subject):
      let values = figures.sorted(quantity, resolved(subject))
      guard !values.isEmpty else { return nil }
      let middle = values.count / 2
      if values.count % 2 == 1 { return values[middle] * parts }
      return dividedHalfEven((values[middle - 1] + values[middle]) * parts, by: 2)
    default: return nil
    }
  }

  /// Open deals × won ÷ closed × won amount ÷ won deals with an amount ÷ days of an average won cycle, per day.
  private func velocity(_ figures: ReportFigures) -> Int128? {
    let (open, won) = (figures.deals(resolved(.open)).count, figures.deals(resolved(.won)))
    let closed = figures.deals(resolved(.closed)).count
    let cycles = figures.sum(.cycle, resolved(.won))
    guard closed > 0, won.pricedCount > 0, cycles.sum > 0 else { return nil }
    let whole = Int128(closed) * Int128(won.pricedCount)
    let (divisor, overflow) = whole.multipliedReportingOverflow(by: cycles.sum)
    guard !overflow, let part = won.unweightedSum.times(Int128(open) * Int128(won.count)),
      let scaled = part.times(Int128(cycles.count))
    else { return nil }
    return ExactSum.share(scaled, of: ExactSum(minorUnits: divisor), in: 1)
  }
}

extension ReportMeasure {
  /// The header of its column.
  var header: LocalizedText { LocalizedText(label) }

  /// What its cells are.
  func kind(_ currency: Currency) -> ReportColumnKind {
    switch unit {
    case .count: .count
    case .days: .decimal
    case .percent: .percent
    case .money: .money(currency)
    }
  }
}
