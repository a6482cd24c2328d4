/// The deals that a measure counts, by outcome.
package struct DealSubject: OptionSet, Hashable, Sendable {
  /// The groups, a bit each.
  package let rawValue: UInt8

  /// A subject of some groups.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Open deals that the forecast holds.
  package static let kept = DealSubject(rawValue: 1)
  /// Open deals that the forecast category `omitted` leaves out.
  package static let omitted = DealSubject(rawValue: 2)
  /// Won deals.
  package static let won = DealSubject(rawValue: 4)
  /// Lost deals.
  package static let lost = DealSubject(rawValue: 8)
  /// The outcomes in the report's filter; open and won if it has none.
  package static let asked = DealSubject(rawValue: 16)

  /// All open deals.
  package static let open: DealSubject = [.kept, .omitted]
  /// All closed deals.
  package static let closed: DealSubject = [.won, .lost]
  /// What a forecast sums: open deals that it holds, and won ones.
  package static let forecast: DealSubject = [.kept, .won]

  /// All deals of some outcomes.
  package init(_ outcomes: some Sequence<Outcome>) {
    self = outcomes.reduce(into: []) { subject, outcome in
      switch outcome {
      case .open: subject.formUnion(.open)
      case .won: subject.insert(.won)
      case .lost: subject.insert(.lost)
      }
    }
  }

  /// The outcomes that it has deals of; none for ``asked``.
  package var outcomes: [Outcome] {
    Outcome.allCases.filter { !isDisjoint(with: DealSubject([$0])) }
  }
}

/// What a measure reads from a deal.
package enum DealQuantity: String, Hashable, Sendable, CaseIterable {
  /// Its amount in the base currency.
  case amount
  /// Days from its creation to its closing.
  case cycle
  /// Days from its creation to the day that is read for.
  case age
  /// Days from the change to the current status to the day of the report.
  case stageAge = "stage_age"
  /// Days since the close date of an open deal that is overdue; unknown for all others.
  case overdue
  /// How often its expected close date was moved to a later day; unknown for a deal where it never was.
  case slips
  /// The days by which its expected close date was moved out, in all; unknown for a deal where it never was.
  case slippedDays = "slipped_days"
  /// 1 for a deal whose forecast category is `commit`; unknown for all others.
  case commit
  /// 1 for a deal whose forecast category is `best_case`; unknown for all others.
  case bestCase = "best_case"
  /// Days that a stay in a stage lasted; unknown while it lasts, and for rows that are deals.
  case stay
  /// 1 for a stay that ended in a later stage, or won; unknown for all others.
  case movedOn = "moved_on"

  /// Whether it is read from the journal.
  package var isOfJournal: Bool { self == .slips || self == .slippedDays }
}

/// A figure of forecast calls.
package enum ForecastCallFigure: Hashable, Sendable, CaseIterable {
  /// What salespeople expect.
  case call
  /// What managers expect instead, where they do.
  case adjustment
  /// The manager's figure where there is one, else the salesperson's.
  case adjusted
}

/// How a measure is computed from the deals of a group. Every part is exact; only the figure is rounded, once.
package indirect enum MeasureFormula: Hashable, Sendable {
  /// How many deals.
  case count(DealSubject)
  /// The sum of their amounts.
  case amount(DealSubject)
  /// The sum of their amounts times their weights.
  case weighted(DealSubject)
  /// The mean of a quantity over the deals where it is known.
  case mean(DealQuantity, DealSubject)
  /// The middle one of the known quantities, or the mean of the two middle ones.
  case median(DealQuantity, DealSubject)
  /// The least of the known quantities.
  case least(DealQuantity, DealSubject)
  /// The greatest of the known quantities.
  case greatest(DealQuantity, DealSubject)
  /// How many deals a quantity is known of.
  case countOf(DealQuantity, DealSubject)
  /// The sum of the amounts of the deals that a quantity is known of.
  case amountOf(DealQuantity, DealSubject)
  /// The sum of a quantity over the deals where it is known.
  case total(DealQuantity, DealSubject)
  /// How many different products the deals have lines of.
  case products(DealSubject)
  /// The place of the row among those of its group, from 1, in the order of the report; rows that are equal in the column
  /// that is sorted by first share a place.
  case rank
  /// The target of the group.
  case target
  /// What people call for the group; no deal has a part in it.
  case call(ForecastCallFigure)
  /// The first less the second.
  case difference(MeasureFormula, MeasureFormula)
  /// The first as a share of the second; unknown where the second is not above zero.
  case share(MeasureFormula, MeasureFormula)
  /// Open deals × win rate × average won deal ÷ average cycle of the won deals, per day.
  case velocity
}

extension MeasureFormula {
  /// The deals that it reads.
  package var subject: DealSubject {
    switch self {
    case .count(let subject), .amount(let subject), .weighted(let subject), .products(let subject): subject
    case .mean(_, let subject), .median(_, let subject), .least(_, let subject), .greatest(_, let subject): subject
    case .countOf(_, let subject), .amountOf(_, let subject), .total(_, let subject): subject
    case .target, .call, .rank: []
    case .difference(let left, let right), .share(let left, let right): left.subject.union(right.subject)
    case .velocity: [.kept, .omitted, .won, .lost]
    }
  }

  /// The quantity that only some deals have, of a figure that is about those; `nil` for every other one.
  package var quantityOfSome: DealQuantity? {
    switch self {
    case .countOf(let quantity, _), .amountOf(let quantity, _), .total(let quantity, _), .mean(let quantity, _):
      [.overdue, .slips, .slippedDays, .commit, .bestCase, .stay, .movedOn].contains(quantity) ? quantity : nil
    default: nil
    }
  }

  /// The formulas that it consists of, including itself.
  package var parts: [MeasureFormula] {
    switch self {
    case .difference(let left, let right), .share(let left, let right): [self] + left.parts + right.parts
    case .velocity: [self, .mean(.cycle, .won)]
    default: [self]
    }
  }
}
