/// A figure of a report.
public enum ReportMeasure: String, SettingChoice, Hashable {
  /// How many deals: open and won ones, or those of the outcomes that the report filters by.
  case count
  /// Their amount.
  case unweighted
  /// Their amount, open deals by their weight, won ones in full, lost ones not at all.
  case weighted
  /// The amount of the won deals.
  case won
  /// The last amount of the lost deals.
  case lost
  /// The amount of a won deal on average.
  case averageDeal = "average_deal"
  /// The won deals' share of those that were closed, by number.
  case winRate = "win_rate"
  /// The same, by amount.
  case winRateValue = "win_rate_value"
  /// Days from a won deal's creation to its closing, on average.
  case averageCycle = "average_cycle"
  /// The target of the salesperson or team.
  case target
  /// What was won, as a share of the target.
  case attainment
  /// The weighted value of open deals, as a share of what is missing to the target.
  case coverage

  /// What a report shows where nothing is said.
  public static var standard: [ReportMeasure] { [.count, .unweighted, .weighted, .won] }

  /// Whether it is an amount.
  public var isAmount: Bool {
    switch self {
    case .unweighted, .weighted, .won, .lost, .averageDeal, .target: true
    case .count, .winRate, .winRateValue, .averageCycle, .attainment, .coverage: false
    }
  }

  /// Whether lost deals have a part in it.
  public var needsLost: Bool { self == .lost || self == .winRate || self == .winRateValue }

  /// Whether targets have a part in it.
  public var needsTargets: Bool { self == .target || self == .attainment || self == .coverage }
}

/// What a report's first amount is compared with.
public enum ReportComparison: String, SettingChoice, Hashable {
  /// The period of the same length before.
  case previousPeriod = "previous_period"
  /// The same period a year before.
  case samePeriodLastYear = "same_period_last_year"
  /// The targets.
  case target
}

/// How a report's rows are ordered: by a column, up or down.
public struct ReportSort: Hashable, Sendable {
  /// The column: one of the report's groupings or figures.
  public var column: String
  /// Whether the greatest comes first.
  public var isDescending: Bool

  /// An order.
  public init(_ column: String, descending: Bool = false) {
    self.column = column
    isDescending = descending
  }
}

extension ReportSort: SettingValue {
  private static let columns = ReportGrouping.allCases.map(\.rawValue) + ReportMeasure.allCases.map(\.rawValue)

  /// A column, with `-` in front for descending order.
  public static var shape: SettingShape { .choice(columns.flatMap { [$0, "-\($0)"] }) }

  /// The column, with `-` in front for descending order.
  public var canonical: CanonicalValue { .text((isDescending ? "-" : "") + column) }

  /// Reads `weighted` or `-weighted`.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ReportSort? {
    guard let text = context.text(node, expected: "a column") else { return nil }
    let sort = ReportSort(text.hasPrefix("-") ? String(text.dropFirst()) : text, descending: text.hasPrefix("-"))
    if columns.contains(sort.column) { return sort }
    context.report(
      .wrongType,
      "\(context.subject) expects a column, with - in front for descending order, not '\(text.clipped(to: 40))'",
      hint: hint(for: sort.column, among: columns), at: node.mark)
    return nil
  }
}
