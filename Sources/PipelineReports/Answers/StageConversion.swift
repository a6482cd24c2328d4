public import PipelineDomain

/// What became of the deals that entered each open stage on some days: how many moved on, and how long they stayed.
///
/// Entries are counted, not deals: a deal that returns to a stage enters it again. Each entry begins one stay, with one end and one
/// length, so that the ends of a stage's stays add up to its entries. What a deal passes through within one instant, as one edit
/// after another of the same import, is no stay: it is not shown as of any moment. A deal that is deleted and restored in the same
/// stage continues its stay.
public struct StageConversion: Hashable, Sendable {
  /// An open stage and the stays that began in it.
  public struct Row: Hashable, Sendable, Identifiable {
    /// The stage: `cycle/status`.
    public var id: String { "\(cycle)/\(status)" }
    /// The sales cycle's key.
    public let cycle: String
    /// The status's key.
    public let status: String
    /// The definition; `nil` where the cycle does not define the status any more.
    public let stage: Stage?
    /// How many times a deal entered the stage.
    public internal(set) var entered = 0
    /// The stays that ended in a later stage of the sales cycle, or won.
    public internal(set) var movedOn = 0
    /// The stays that ended in an earlier stage of the sales cycle.
    public internal(set) var movedBack = 0
    /// The stays that ended lost.
    public internal(set) var lost = 0
    /// The stays that ended otherwise: the deal was deleted, went to another sales cycle, or went from or to a stage that the sales
    /// cycle does not define, which has no order.
    public internal(set) var left = 0
    /// The stays that last: the deal is still in the stage.
    public internal(set) var open = 0
    /// The share of the entries that moved on, rounded half-even; `nil` without entries. Stays that last count as entries.
    public internal(set) var conversion: BasisPoints?
    /// The mean length of the stays that ended, in days with two decimals; `nil` where none ended. A stay is as long as the
    /// difference of the days of its ends, as in `days_in_stage`.
    public internal(set) var meanDays: ExactDecimal?
    /// The median length of the stays that ended, in days.
    public internal(set) var medianDays: ExactDecimal?
    /// The stays by what their deals are worth.
    public internal(set) var value = Value()
  }

  /// What the deals of a stage's stays are worth at the moment of the answer, in minor units of the base currency, each sum
  /// rounded half-even, once. A deal counts as often as it entered the stage. Deals without an amount or a rate are not in it.
  public struct Value: Hashable, Sendable {
    /// Of all entries.
    public internal(set) var entered: Int128 = 0
    /// Of the stays that ended in a later stage, or won.
    public internal(set) var movedOn: Int128 = 0
    /// Of the stays that ended lost.
    public internal(set) var lost: Int128 = 0
    /// Of the stays that last.
    public internal(set) var open: Int128 = 0
    /// The share of the value that moved on, rounded half-even from the exact sums; `nil` where nothing of value entered.
    public internal(set) var conversion: BasisPoints?
  }

  /// The rows, by sales cycle: every open stage in order, including those that no deal entered, then statuses that the
  /// configuration does not define.
  public let rows: [Row]
  /// How many deals made the entries.
  public let dealCount: Int
  /// The days on which the stays began, both included.
  public let days: ClosedRange<CivilDate>
  /// The deals that may have entered their first stage on these days, which is not known (`unknown_entry`), and entries of a stage
  /// that is not defined (`unknown_stage`).
  public var gaps: [ReportGap]
  /// The deals among them that have no value, each counted once.
  public let unpriced: [ReportGap]
  /// The base currency, in which values are.
  public let currency: Currency
  /// The rates that values were converted at, by currency, then day.
  public let rates: [RateUse]

  package init(
    rows: [Row], dealCount: Int, days: ClosedRange<CivilDate>, gaps: [ReportGap], unpriced: [ReportGap] = [],
    currency: Currency, rates: [RateUse] = []
  ) {
    self.currency = currency
    self.rows = rows
    self.dealCount = dealCount
    self.days = days
    self.gaps = gaps
    self.unpriced = unpriced
    self.rates = rates
  }
}

/// What a stage conversion is printed by.
public enum ConversionBasis: String, Hashable, Sendable, CaseIterable {
  /// The numbers of stays, and their lengths.
  case count
  /// What their deals are worth.
  case value
}

extension StageConversion {
  /// How a stay ended.
  package enum End: Hashable, Sendable {
    /// In a later stage, or won.
    case movedOn
    /// In an earlier stage.
    case movedBack
    /// Lost.
    case lost
    /// Otherwise.
    case left
  }
}

extension StageConversion.Value {
  /// The values of exact sums.
  package init(entered: ExactSum, movedOn: ExactSum, lost: ExactSum, open: ExactSum) {
    self.entered = entered.minorUnits
    self.movedOn = movedOn.minorUnits
    self.lost = lost.minorUnits
    self.open = open.minorUnits
    conversion = ExactSum.share(movedOn, of: entered, in: 10_000).flatMap(Int.init(exactly:)).flatMap {
      BasisPoints($0)
    }
  }
}

extension StageConversion.Row {
  /// A row of the stays that began in a stage.
  ///
  /// - Parameters:
  ///   - ended: Each stay that ended: how, and after how many days.
  ///   - open: How many stays last.
  package init(
    cycle: String, status: String, stage: Stage?, ended: [(end: StageConversion.End, days: Int64)], open: Int,
    value: StageConversion.Value = StageConversion.Value()
  ) {
    self.value = value
    self.cycle = cycle
    self.status = status
    self.stage = stage
    self.open = open
    entered = ended.count + open
    for (end, _) in ended {
      switch end {
      case .movedOn: movedOn += 1
      case .movedBack: movedBack += 1
      case .lost: lost += 1
      case .left: left += 1
      }
    }
    if entered > 0 {
      conversion = BasisPoints(Int(dividedHalfEven(Int128(movedOn) * 10_000, by: Int128(entered))))
    }
    let lengths = ended.map(\.days).sorted()
    guard !lengths.isEmpty else { return }
    let middle = lengths.count / 2
    meanDays = Self.days(lengths.reduce(Int128(0)) { $0 + Int128($1) }, by: lengths.count)
    medianDays =
      lengths.count % 2 == 1
      ? ExactDecimal(lengths[middle]) : Self.days(Int128(lengths[middle - 1]) + Int128(lengths[middle]), by: 2)
  }

  /// A quotient with two decimals, rounded half-even.
  private static func days(_ sum: Int128, by count: Int) -> ExactDecimal? {
    Int64(exactly: dividedHalfEven(sum * 100, by: Int128(count)))
      .flatMap { ExactDecimal(coefficient: $0, scale: 2)?.normalized }
  }
}

/// Why there is no stage conversion.
public enum StageConversionError: ExplainedError, Hashable {
  /// The last day lies before the first one.
  case endsBeforeItStarts

  /// One line that a person can act on.
  public var explanation: LocalizedText { LocalizedText(ConversionPhrase.endsBeforeItStarts) }
}
