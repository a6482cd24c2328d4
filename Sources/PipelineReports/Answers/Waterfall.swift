public import PipelineDomain

/// What became of the open pipeline between two moments: where it started, what came in, what changed, what went, where it ended.
///
/// A deal is described by its state at the two ends, never by what it did between them: one that was lost and reopened within
/// is in no bar, one that came and was won within is new, then won. It comes in, is revalued, and goes, in this order: a deal
/// won at another value than it carried is increased or decreased first, then won at its last value. The opening value and
/// all bars together are the closing value, to the minor unit.
public struct Waterfall: Hashable, Sendable {
  /// A bar.
  public enum Step: String, Hashable, Sendable, CaseIterable {
    /// The open deals in scope at the first moment.
    case opening
    /// Did not exist at the first moment. At the worth of the last one, as it has no other.
    case new
    /// Was open, and expected to close outside the period.
    case pulledIn = "pulled_in"
    /// Came to be worth more, at the exchange rates of the first moment.
    case increased
    /// Was closed, with another outcome than at the last moment.
    case reopened
    /// Existed, and was not in scope: another person's, or in another sales cycle. At the worth of the last moment.
    case movedIn = "moved_in"
    /// Existed at the first moment, and was journalled only later: it was imported without its past. Not new, and
    /// not known to be anything else. At the worth of the last moment.
    case recordedLater = "recorded_later"
    /// Is won.
    case won
    /// Is lost.
    case lost
    /// Came to be worth less, at the exchange rates of the first moment.
    case decreased
    /// Closes outside the period: is expected to, or did.
    case pushedOut = "pushed_out"
    /// Is not in scope any more. At the worth of the first moment: what became of it is not shown.
    case movedOut = "moved_out"
    /// Was deleted, or went out of the asking person's sight, which must not differ. At the worth of the first moment.
    case removed
    /// What the exchange rates of the last moment make of the values that are left.
    case currency
    /// The open deals in scope at the last moment.
    case closing

    /// Whether it is what the bars are between, not a bar.
    public var isEnd: Bool { self == .opening || self == .closing }
    /// Whether it is shown even where no deal is in it.
    var isAlwaysShown: Bool {
      switch self {
      case .movedIn, .recordedLater, .movedOut, .removed: false
      default: true
      }
    }
  }

  /// A bar's deals and what they make.
  public struct Bar: Hashable, Sendable {
    /// How many deals are in it, those without a value included.
    public var count = 0
    /// What they add, in minor units; below zero for what they take away. The ends round their own exact values half-even; the
    /// bars divide what is between those (largest remainder, ties in the order of ``Step``).
    public var amount: Int128 = 0

    /// Nothing.
    public init() {}
  }

  /// The bars, all of them.
  public let bars: [Step: Bar]
  /// How many deals are in a bar or at an end, each counted once.
  public let dealCount: Int
  /// The currency that amounts are in.
  public let currency: Currency
  /// The deals in the bars that are counted and have no value at an end, each once.
  public var gaps: [ReportGap]
  /// The rates that amounts were converted at, by currency, then day.
  public var rates: [RateUse]
  /// The days of the two moments; `nil` if unknown.
  public var days: ClosedRange<CivilDate>?
  /// The deals with the greatest effect on each bar between the ends, as many as were asked for; only deals that the acting user
  /// sees at the last moment.
  package var deals: [Step: [ListedDeal]] = [:]

  /// A deal in a bar.
  package struct ListedDeal: Hashable, Sendable {
    /// The deal.
    package let id: RecordID
    /// What it adds to the bar, in minor units.
    package let amount: Int128

    package init(id: RecordID, amount: Int128) {
      self.id = id
      self.amount = amount
    }
  }

  package init(bars: [Step: Bar], dealCount: Int, currency: Currency, gaps: [ReportGap], rates: [RateUse]) {
    self.bars = bars
    self.dealCount = dealCount
    self.currency = currency
    self.gaps = gaps
    self.rates = rates
  }

  /// A bar; nothing where no deal is in it.
  public subscript(step: Step) -> Bar { bars[step] ?? Bar() }

  /// The bars to show, in order: all that a waterfall always has, and the others where a deal is in them.
  public var shown: [Step] { Step.allCases.filter { $0.isAlwaysShown || self[$0].count > 0 } }
}

/// Why there is no waterfall.
public enum WaterfallError: ExplainedError, Hashable {
  /// The last moment lies before the first one.
  case endsBeforeItStarts
  /// The deals' values cannot be added in 128 bits.
  case overflow

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    switch self {
    case .endsBeforeItStarts: LocalizedText(WaterfallPhrase.endsBeforeItStarts)
    case .overflow: LocalizedText(WaterfallPhrase.overflow)
    }
  }
}
