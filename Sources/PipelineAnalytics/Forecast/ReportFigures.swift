import PipelinePlugins

/// All that a report's figures are made of, for some deals: exact, so that sums of them are.
struct ReportFigures: Hashable, Sendable {
  var open = DealFigures()
  var won = DealFigures()
  var lost = DealFigures()
  /// Days from creation to closing of the won deals whose both ends are known, and how many those are.
  var cycleDays: Int128 = 0
  var cycleCount = 0

  static func += (left: inout Self, right: Self) {
    left.open += right.open
    left.won += right.won
    left.lost += right.lost
    left.cycleDays += right.cycleDays
    left.cycleCount += right.cycleCount
  }

  mutating func add(_ figures: DealFigures, _ outcome: PivotValue) {
    switch outcome {
    case .text(Outcome.won.rawValue): won += figures
    case .text(Outcome.lost.rawValue): lost += figures
    default: open += figures
    }
  }

  /// The deals of some outcomes.
  func sum(_ outcomes: [Outcome]) -> DealFigures {
    var sum = DealFigures()
    for outcome in Outcome.allCases where outcomes.contains(outcome) {
      switch outcome {
      case .open: sum += open
      case .won: sum += won
      case .lost: sum += lost
      }
    }
    return sum
  }
}

/// Figures as cells.
struct ReportCells {
  /// The outcomes that are counted.
  let counted: [Outcome]

  /// A figure as a cell. Each is rounded from its own exact value, once; what cannot be told is null.
  func cell(_ measure: ReportMeasure, _ figures: ReportFigures, target: Int128?) -> ReportCell {
    switch measure {
    case .count: .count(Int64(figures.sum(counted).count))
    case .averageDeal:
      figures.won.pricedCount == 0
        ? .null : .money(figures.won.unweightedSum.divided(by: figures.won.pricedCount))
    case .winRate:
      Self.ratio(
        ExactSum(minorUnits: Int128(figures.won.count)),
        ExactSum(minorUnits: Int128(figures.won.count + figures.lost.count)))
    case .winRateValue:
      Self.ratio(figures.won.unweightedSum, figures.won.unweightedSum + figures.lost.unweightedSum)
    case .averageCycle:
      figures.cycleCount == 0
        ? .null : .count(Int64(dividedHalfEven(figures.cycleDays, by: Int128(figures.cycleCount))))
    case .target: target.map { .money($0) } ?? .null
    case .attainment:
      target.map { Self.ratio(figures.won.unweightedSum, ExactSum(minorUnits: $0)) } ?? .null
    case .coverage:
      target.map { Self.ratio(figures.open.weightedSum, ExactSum(minorUnits: $0) - figures.won.unweightedSum) } ?? .null
    case .unweighted, .weighted, .won, .lost: .money(amount(measure, figures))
    }
  }

  /// An amount that adds up.
  func amount(_ measure: ReportMeasure, _ figures: ReportFigures) -> Int128 {
    switch measure {
    case .unweighted: figures.sum(counted).unweighted
    case .weighted: figures.sum(counted).weighted
    case .won: figures.won.unweighted
    case .lost: figures.lost.unweighted
    default: 0
    }
  }

  /// A share in basis points; null where it is a share of nothing or less.
  static func ratio(_ part: ExactSum, _ whole: ExactSum) -> ReportCell {
    guard let points = ExactSum.share(part, of: whole, in: 10_000).flatMap({ Int64(exactly: $0) }) else { return .null }
    if let share = Int(exactly: points).flatMap({ BasisPoints($0) }) { return .percent(share) }
    return .ratio(points)
  }
}

extension ReportMeasure {
  /// The header of its column.
  var header: LocalizedText { LocalizedText(phrase) }

  private var phrase: ColumnPhrase {
    switch self {
    case .count: .deals
    case .unweighted: .unweighted
    case .weighted: .weighted
    case .won: .won
    case .lost: .lost
    case .averageDeal: .averageDeal
    case .winRate: .winRate
    case .winRateValue: .winRateValue
    case .averageCycle: .averageCycle
    case .target: .target
    case .attainment: .attainment
    case .coverage: .coverage
    }
  }

  /// What its cells are.
  func kind(_ currency: Currency) -> ReportColumnKind {
    switch self {
    case .count, .averageCycle: .count
    case .winRate, .winRateValue, .attainment, .coverage: .percent
    case .unweighted, .weighted, .won, .lost, .averageDeal, .target: .money(currency)
    }
  }
}
