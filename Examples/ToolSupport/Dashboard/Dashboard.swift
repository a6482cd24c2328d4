public import SalesPipeline

/// A dashboard's figures.
public struct Dashboard: Sendable {
  /// The pipeline's name.
  public var name: String
  /// The day taken for today.
  public var today: CivilDate
  /// The base currency.
  public var currency: Currency
  /// The funnel; `nil` where it is not shown.
  public var funnel: FunnelReport?
  /// The sales grid; `nil` where it is not shown.
  public var grid: SalesGrid?
  /// The waterfall; `nil` where it is not shown.
  public var waterfall: Waterfall?

  /// A dashboard with nothing on it.
  public init(name: String, today: CivilDate, currency: Currency) {
    self.name = name
    self.today = today
    self.currency = currency
  }

  /// What was counted but not priced or left out, each once.
  var gaps: [ReportGap] {
    var gaps = funnel?.gaps ?? []
    for gap in (grid?.gaps ?? []) + (waterfall?.gaps ?? [])
    where !gaps.contains(where: { $0.reason == gap.reason && $0.detail == gap.detail }) {
      gaps.append(gap)
    }
    return gaps
  }

  /// The rates that amounts were converted at, by currency, then day.
  var rates: [RateUse] { RateUse.each((funnel?.rates ?? []) + (grid?.rates ?? []) + (waterfall?.rates ?? [])) }
}

/// How a dashboard is drawn.
public struct DashboardStyle: Sendable {
  /// What it is drawn on.
  public var terminal: Terminal
  /// The language.
  public var language: Phrasebook
  /// The base currency.
  public var currency: Currency
  var numbers: NumberText { NumberText(language) }

  /// A style.
  public init(terminal: Terminal, language: Phrasebook, currency: Currency) {
    self.terminal = terminal
    self.language = language
    self.currency = currency
  }

  func text(_ phrase: ToolPhrase, _ values: [String: PhraseValue] = [:]) -> String { language.text(phrase, values) }
  func text(_ column: ColumnPhrase) -> String { language.text(column) }
  func text(_ title: ReportPhrase) -> String { language.text(title) }
}

extension CivilDate {
  /// The first day there is.
  public static let earliest = CivilDate(year: 1, month: 1, day: 1)!
  /// The last day there is.
  public static let latest = CivilDate(year: 9999, month: 12, day: 31)!
}
