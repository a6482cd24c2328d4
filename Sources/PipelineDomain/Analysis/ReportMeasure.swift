/// A measure of a report: its name, label, unit and formula.
///
/// To add a measure, add a value to ``allCases``: settings, the JSON Schema, the reference page, tables, sorting and
/// `why` are derived from it.
public struct ReportMeasure: Hashable, Sendable, CaseIterable, RawRepresentable {
  /// Its name: in settings, and the key of its column.
  public let rawValue: String
  /// The header of its column.
  package let label: Phrase
  /// What its cells are.
  public let unit: Unit
  /// The formula, with the deals that it counts.
  package let formula: MeasureFormula
  /// What it is, in a sentence.
  public let doc: String
  /// Whether the measure is undefined if a filter excludes any of its outcomes, such as a win rate without lost deals.
  public let needsEveryOutcome: Bool

  /// The unit of a measure's cells. A mean, share or extreme of no deals is null.
  public enum Unit: Hashable, Sendable {
    /// Whole numbers.
    case count
    /// Amounts in the base currency.
    case money
    /// Percentages.
    case percent
    /// Days, with decimals.
    case days
  }

  /// Returns the measure with a name; `nil` if there is none.
  public init?(rawValue: String) {
    guard let known = Self.byName[rawValue] else { return nil }
    self = known
  }

  init(
    _ name: String, _ label: Phrase, _ unit: Unit, _ formula: MeasureFormula, _ doc: String, every: Bool = false
  ) {
    rawValue = name
    self.label = label
    self.unit = unit
    self.formula = formula
    self.doc = doc
    needsEveryOutcome = every
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// Whether two are the same measure.
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension ReportMeasure {
  /// The measures there are, in the order of the reference page.
  public static let allCases: [ReportMeasure] =
    [
      rank, count, amount, unweighted, weighted, dealsWon, won, dealsLost, lost, average, averageDeal, median, least,
      greatest, winRate, winRateValue, averageCycle, averageWonCycle, medianCycle, leastCycle, greatestCycle,
      averageAge, averageStageAge, products, velocity, overdue,
      overdueAmount, averageOverdue, slipped, slippedAmount, slippedShare, slips, averageSlip, target, missing,
      attainment, coverage, coverageUnweighted, commit, bestCase, call, adjustment, adjustedCall,
    ] + ofStays

  /// How many deals: open and won ones, or those of the outcomes that the report filters by.
  public static let count = ReportMeasure(
    "count", ColumnPhrase.deals.phrase, .count, .count(.asked),
    "How many deals: open and won ones, or those of the outcomes that the report filters by.")
  /// The amount of the open deals that the forecast holds, and of the won ones.
  public static let unweighted = ReportMeasure(
    "unweighted", ColumnPhrase.unweighted.phrase, .money, .amount(.forecast),
    "The amount of the open deals, omitted ones left out, and of the won ones.")
  /// The same, open deals by their weight, won ones in full.
  public static let weighted = ReportMeasure(
    "weighted", ColumnPhrase.weighted.phrase, .money, .weighted(.forecast),
    "The same, open deals by their weight, won ones in full.")
  /// How many deals were won.
  public static let dealsWon = ReportMeasure(
    "deals_won", ColumnPhrase.dealsWon.phrase, .count, .count(.won), "How many deals were won.")
  /// How many deals were lost.
  public static let dealsLost = ReportMeasure(
    "deals_lost", ColumnPhrase.dealsLost.phrase, .count, .count(.lost), "How many deals were lost.")
  /// The amount of the won deals.
  public static let won = ReportMeasure(
    "won", ColumnPhrase.won.phrase, .money, .amount(.won), "The amount of the won deals.")
  /// The last amount of the lost deals.
  public static let lost = ReportMeasure(
    "lost", ColumnPhrase.lost.phrase, .money, .amount(.lost), "The last amount of the lost deals.")
  /// The mean amount of the deals that are counted.
  public static let average = ReportMeasure(
    "average", Phrase("column.average", english: "Average", french: "Moyenne"), .money, .mean(.amount, .asked),
    "The mean amount of the deals that are counted.")
  /// The mean amount of the won deals.
  public static let averageDeal = ReportMeasure(
    "average_deal", ColumnPhrase.averageDeal.phrase, .money, .mean(.amount, .won), "The mean amount of the won deals.")
  /// The middle amount of the deals that are counted.
  public static let median = ReportMeasure(
    "median", Phrase("column.median", english: "Median", french: "Médiane"), .money, .median(.amount, .asked),
    "The middle amount of the deals that are counted; of an even number, the mean of the two middle ones.")
  /// The least amount of the deals that are counted.
  public static let least = ReportMeasure(
    "least", Phrase("column.least", english: "Smallest", french: "Minimum"), .money, .least(.amount, .asked),
    "The least amount of the deals that are counted.")
  /// The greatest amount of the deals that are counted.
  public static let greatest = ReportMeasure(
    "greatest", Phrase("column.greatest", english: "Largest", french: "Maximum"), .money, .greatest(.amount, .asked),
    "The greatest amount of the deals that are counted.")
  /// The won deals' share of the closed ones, by number.
  public static let winRate = ReportMeasure(
    "win_rate", ColumnPhrase.winRate.phrase, .percent, .share(.count(.won), .count(.closed)),
    "The won deals' share of the closed ones, by number.", every: true)
  /// The won deals' share of the closed ones, by amount.
  public static let winRateValue = ReportMeasure(
    "win_rate_value", ColumnPhrase.winRateValue.phrase, .percent, .share(.amount(.won), .amount(.closed)),
    "The won deals' share of the closed ones, by amount.", every: true)
  /// Days from creation to closing of the closed deals, on average.
  public static let averageCycle = ReportMeasure(
    "average_cycle", ColumnPhrase.averageCycle.phrase, .days, .mean(.cycle, .closed),
    "Days from creation to closing of the closed deals, on average; with `outcomes: [won]`, of the won ones.")
  /// Days from creation to closing of the won deals, on average.
  public static let averageWonCycle = ReportMeasure(
    "average_won_cycle",
    Phrase("column.average_won_cycle", english: "Won cycle (days)", french: "Cycle gagné (jours)"),
    .days, .mean(.cycle, .won), "Days from creation to closing of the won deals, on average.")
  /// Days from creation to closing of the closed deals: the middle number.
  public static let medianCycle = ReportMeasure(
    "median_cycle", Phrase("column.median_cycle", english: "Median cycle (days)", french: "Cycle médian (jours)"),
    .days, .median(.cycle, .closed), "Days from creation to closing of the closed deals: the middle number.")
  /// The fewest days from creation to closing of the closed deals.
  public static let leastCycle = ReportMeasure(
    "least_cycle", Phrase("column.least_cycle", english: "Shortest cycle (days)", french: "Cycle minimal (jours)"),
    .days, .least(.cycle, .closed), "The fewest days from creation to closing of the closed deals.")
  /// The most days from creation to closing of the closed deals.
  public static let greatestCycle = ReportMeasure(
    "greatest_cycle",
    Phrase("column.greatest_cycle", english: "Longest cycle (days)", french: "Cycle maximal (jours)"), .days,
    .greatest(.cycle, .closed), "The most days from creation to closing of the closed deals.")
  /// Days since the creation of the open deals, on average.
  public static let averageAge = ReportMeasure(
    "average_age", Phrase("column.average_age", english: "Average age (days)", french: "Âge moyen (jours)"), .days,
    .mean(.age, .open), "Days since the creation of the open deals, on average.")
  /// Days that open deals have been in their status, on average.
  public static let averageStageAge = ReportMeasure(
    "average_stage_age",
    Phrase("column.average_stage_age", english: "Average days in stage", french: "Jours moyens à l’étape"), .days,
    .mean(.stageAge, .open), "Days that the open deals have been in their present status, on average.")
  /// How many different products the deals that are counted have lines of.
  public static let products = ReportMeasure(
    "products", Phrase("column.products", english: "Products", french: "Produits"), .count, .products(.asked),
    "How many different products the deals that are counted have lines of.")
  /// The velocity: open deals × win rate × average won deal ÷ average cycle of the won deals, per day.
  public static let velocity = ReportMeasure(
    "velocity", Phrase("column.velocity", english: "Velocity per day", french: "Vélocité par jour"), .money, .velocity,
    "What a day of the pipeline brings: open deals × win rate × average won deal ÷ average cycle of the won deals.",
    every: true)
  /// The target of the salesperson or team.
  public static let target = ReportMeasure(
    "target", ColumnPhrase.target.phrase, .money, .target, "The target of the salesperson or team.")
  /// What was won, as a share of the target.
  public static let attainment = ReportMeasure(
    "attainment", ColumnPhrase.attainment.phrase, .percent, .share(.amount(.won), .target),
    "What was won, as a share of the target.")
  /// The weighted value of open deals, as a share of what is missing to the target.
  public static let coverage = ReportMeasure(
    "coverage", ColumnPhrase.coverage.phrase, .percent,
    .share(.weighted(.kept), .difference(.target, .amount(.won))),
    "The weighted value of the open deals, as a share of what is missing to the target.", every: true)

  /// The default measures of a report.
  public static var standard: [ReportMeasure] { [.count, .unweighted, .weighted, .won] }

  /// The default measures of a report with a filter on outcomes: the standard measures of these outcomes, and the lost
  /// amount if lost deals are among them.
  public static func standard(for outcomes: [Outcome]) -> [ReportMeasure] {
    if outcomes.isEmpty { return standard }
    let all = standard + (outcomes.contains(.lost) ? [.lost] : [])
    return all.filter { $0.outcomes(missingFrom: outcomes).isEmpty }
  }
}

extension ReportMeasure {
  /// Whether it is an amount.
  public var isAmount: Bool { unit == .money }

  /// Whether targets have a part in it.
  public var needsTargets: Bool { formula.parts.contains(.target) }

  /// Whether the journal has a part in it.
  package var needsJournal: Bool { formula.parts.contains { $0.quantityOfSome?.isOfJournal ?? false } }

  /// Whether deals' lines have a part in it.
  public var needsLines: Bool {
    formula.parts.contains { if case .products = $0 { true } else { false } }
  }

  /// The outcomes that the measure needs and a filter on outcomes excludes; empty if there are none.
  public func outcomes(missingFrom filter: [Outcome]) -> [Outcome] {
    let about = formula.subject.outcomes
    guard !filter.isEmpty, !about.isEmpty else { return [] }
    let missing = about.filter { !filter.contains($0) }
    return needsEveryOutcome || missing.count == about.count ? missing : []
  }
}
