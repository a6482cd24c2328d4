public import PipelineSettings

/// The close dates that a report is about.
public enum ReportPeriod: Hashable, Sendable {
  /// All of them, undated deals included.
  case all
  /// A period that moves with the day that the report takes for today.
  case relative(RelativePeriod)
  /// A period so many periods away from the present one: `-1` is the last one, `-9` of quarters lies over two years back.
  case offset(PeriodGrain, Int)
  /// So many months that begin with the present one or, for a negative number, end with it.
  case rolling(months: Int)
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

extension ReportPeriod: SettingValue {
  private static let words = ["all"] + RelativePeriod.allCases.map(\.rawValue)

  /// A name, or one of the longer forms.
  public static var shape: SettingShape { .either([.choice(words), Span.shape]) }

  /// The word or the days.
  public var canonical: CanonicalValue {
    switch self {
    case .all: .text("all")
    case .relative(let period): .text(period.rawValue)
    case .days(let from, let to): Span(from: from, to: to).canonical
    case .rolling(let months): Span(rolling: months).canonical
    case .offset(let grain, let count): Span(grain, count).canonical
    }
  }

  /// Reads `this_quarter`, `last_month`, …, `all`, `{from: 2026-01-01, to: 2026-06-30}`, both days included,
  /// `{quarter: -8}`, or `{rolling_months: 6}`.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ReportPeriod? {
    if case .mapping = node.content {
      return Span.decode(node, &context)?.period
    }
    let expected: Wording = "a period such as \("this_quarter") or \("{from: 2026-01-01, to: 2026-06-30}")"
    guard let text = context.text(node, expected: expected) else { return nil }
    if text == "all" { return .all }
    if let period = RelativePeriod(rawValue: text) { return .relative(period) }
    context.report(
      .wrongType, "\(context.subject) expects \(expected), not '\(text.clipped(to: 40))'",
      hint: hint(for: text, among: words), at: node.mark)
    return nil
  }

  /// The longer forms.
  struct Span: PluginSettings {
    var from: CivilDate?
    var to: CivilDate?
    var rollingMonths: Int?
    var month: Int?
    var quarter: Int?
    var fiscalYear: Int?

    init() {}

    init(from: CivilDate?, to: CivilDate?) {
      self.from = from
      self.to = to
    }

    init(rolling: Int) { rollingMonths = rolling }

    init(_ grain: PeriodGrain, _ offset: Int) {
      switch grain {
      case .month: month = offset
      case .quarter: quarter = offset
      case .year: fiscalYear = offset
      }
    }

    static let noun: Wording = "a period"
    static let settings: [Setting<Self>] = [
      Setting("from", \.from, "The first day."),
      Setting("to", \.to, "The last day."),
      Setting(
        "rolling_months", \.rollingMonths,
        "So many months from the present one on, or back to it where the number is negative.", check: Self.rolling),
      Setting("month", \.month, "The month so many months from the present one: -1 is the last.", check: Self.offset),
      Setting("quarter", \.quarter, "The fiscal quarter so many quarters from the present one.", check: Self.offset),
      Setting(
        "fiscal_year", \.fiscalYear, "The fiscal year so many years from the present one.", check: Self.offset),
    ]

    /// The canonical form has only what was given.
    package var canonical: CanonicalValue {
      .map(
        Self.settings.compactMap { setting in
          let value = setting.canonical(self)
          return value == .null ? nil : CanonicalValue.Member(setting.name, value)
        })
    }

    var period: ReportPeriod {
      if let rollingMonths { return .rolling(months: rollingMonths) }
      if let month { return .offset(.month, month) }
      if let quarter { return .offset(.quarter, quarter) }
      if let fiscalYear { return .offset(.year, fiscalYear) }
      return .days(from: from, to: to)
    }

    private static let rolling: @Sendable (Int?) -> Wording? = {
      guard let count = $0, count == 0 || abs(count) > 1200 else { return nil }
      return "must be 1 to 1200, or -1 to -1200"
    }

    private static let offset: @Sendable (Int?) -> Wording? = {
      guard let count = $0, !(-1200...1200).contains(count) else { return nil }
      return "must be -1200 to 1200"
    }

    func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      if let from, let to, to < from {
        context.report(
          .invalid, "the period ends on \(to), before it starts on \(from)", hint: "swap the days",
          at: node["to"]?.value.mark ?? node.mark)
      }
      let forms = Self.settings.map(\.name).filter { node.given($0) != nil && $0 != "to" && $0 != "from" }
      let hasDays = node.given("from") != nil || node.given("to") != nil
      if forms.isEmpty, !hasDays {
        context.report(.invalid, "a period needs 'from', 'to' or both", hint: "or write all", at: node.mark)
      } else if forms.count + (hasDays ? 1 : 0) > 1 {
        context.report(
          .invalid, "a period takes days or one of rolling_months, month, quarter, fiscal_year",
          hint: "keep one of them", at: node[forms[0]]?.keyMark ?? node.mark)
      }
    }
  }
}
