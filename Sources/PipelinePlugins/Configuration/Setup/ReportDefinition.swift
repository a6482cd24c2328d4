/// A saved forecast report: who, which period, which grouping.
public struct ReportDefinition: Hashable, Sendable {
  /// Its name, unique per author.
  public var name: String
  /// The title that people read.
  public var title: LocalizedText
  /// Which close dates it is about.
  public var period: ReportPeriod
  /// What its rows are grouped by, in order.
  public var groupBy: [ReportGrouping]
  /// The salespeople it is about; empty for all.
  public var owners: [String]
  /// The sales cycles it is about; empty for all.
  public var cycles: [String]
  /// Who may see it.
  public var visibility: ReportVisibility

  /// A report; by default about everyone's deals of this quarter, by salesperson and forecast.
  public init(
    _ name: String, title: LocalizedText? = nil, period: ReportPeriod = .relative(.thisQuarter),
    groupBy: [ReportGrouping] = [.owner, .forecast], owners: [String] = [], cycles: [String] = [],
    visibility: ReportVisibility = .everyone
  ) {
    self.name = name
    self.title = title ?? LocalizedText(name)
    self.period = period
    self.groupBy = groupBy
    self.owners = owners
    self.cycles = cycles
    self.visibility = visibility
  }
}

/// The close dates that a report is about.
public enum ReportPeriod: Hashable, Sendable {
  /// All of them, undated deals included.
  case all
  /// A period that moves with the day that the report takes for today.
  case relative(RelativePeriod)
  /// From a day to a day, both included; `nil` is open.
  case days(from: CivilDate?, to: CivilDate?)
}

/// Periods that move with today. Quarters and years are those of the fiscal calendar.
public enum RelativePeriod: String, Hashable, Sendable, CaseIterable {
  /// The month before this one.
  case lastMonth = "last_month"
  /// The month that today is in.
  case thisMonth = "this_month"
  /// The month after this one.
  case nextMonth = "next_month"
  /// The quarter before this one.
  case lastQuarter = "last_quarter"
  /// The quarter that today is in.
  case thisQuarter = "this_quarter"
  /// The quarter after this one.
  case nextQuarter = "next_quarter"
  /// The year before this one.
  case lastYear = "last_year"
  /// The year that today is in.
  case thisYear = "this_year"
  /// The year after this one.
  case nextYear = "next_year"
}

/// What a report's rows can be grouped by.
public enum ReportGrouping: String, SettingChoice, Hashable {
  /// The salesperson.
  case owner
  /// The forecast entry.
  case forecast
  /// The forecast entry's category.
  case category
  /// The status.
  case stage
  /// The sales cycle.
  case cycle
  /// The month of the close date.
  case month
  /// The fiscal quarter of the close date.
  case quarter
  /// The fiscal year of the close date.
  case fiscalYear = "fiscal_year"
  /// Where the deal comes from.
  case source
  /// Who else bids.
  case competitor
  /// The account.
  case account
  /// The currency.
  case currency
}

/// Who may see a report.
public enum ReportVisibility: String, SettingChoice, Hashable {
  /// Everyone in the workspace.
  case everyone
  /// Its author.
  case `private`
}

extension ReportPeriod: SettingValue {
  private static let words = ["all"] + RelativePeriod.allCases.map(\.rawValue)

  /// A word, or `{from, to}`.
  public static var shape: SettingShape { .either([.choice(words), Span.shape]) }

  /// The word or the days.
  public var canonical: CanonicalValue {
    switch self {
    case .all: .text("all")
    case .relative(let period): .text(period.rawValue)
    case .days(let from, let to): Span(from: from, to: to).canonical
    }
  }

  /// Reads `this_quarter`, `last_month`, …, `all`, or `{from: 2026-01-01, to: 2026-06-30}`, both days included.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ReportPeriod? {
    if case .mapping = node.content {
      return Span.decode(node, &context).map { .days(from: $0.from, to: $0.to) }
    }
    let expected = "a period such as this_quarter or {from: 2026-01-01, to: 2026-06-30}"
    guard let text = context.text(node, expected: expected) else { return nil }
    if text == "all" { return .all }
    if let period = RelativePeriod(rawValue: text) { return .relative(period) }
    context.report(
      .wrongType, "\(context.subject) expects \(expected), not '\(text.clipped(to: 40))'",
      hint: hint(for: text, among: words), at: node.mark)
    return nil
  }

  struct Span: PluginSettings {
    var from: CivilDate?
    var to: CivilDate?

    init() {}

    init(from: CivilDate?, to: CivilDate?) {
      self.from = from
      self.to = to
    }

    static let noun = "a period"
    static let settings: [Setting<Self>] = [
      Setting("from", \.from, "The first day."),
      Setting("to", \.to, "The last day."),
    ]

    func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      if let from, let to, to < from {
        context.report(
          .invalid, "the period ends on \(to), before it starts on \(from)", hint: "swap the days",
          at: node["to"]?.value.mark ?? node.mark)
      }
      if node["from"] == nil, node["to"] == nil {
        context.report(.invalid, "a period needs 'from', 'to' or both", hint: "or write all", at: node.mark)
      }
    }
  }
}
