public import SalesPipeline

/// How a document is drawn on a terminal.
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

  /// An amount with all its digits; in few characters where it would take more than a quarter of the terminal.
  func fitting(_ units: Int128) -> String {
    let whole = numbers.amount(units, currency)
    return DisplayText.width(whole) > max(16, terminal.width / 4) ? numbers.compact(units, currency) : whole
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
