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

/// How many digits of amounts a table shows.
enum AmountDigits {
  case all, whole, few
}

extension DashboardStyle {
  /// What is said where there are no rows, in lines that fit the terminal.
  func nothing(_ section: ReportSection) -> [String] {
    DisplayText.wrapped(DisplayText.safe(section.empty?.text(language) ?? text(.noDeals)), to: terminal.width)
  }

  /// The title of a part, in a line of its own.
  func title(_ section: ReportSection) -> String {
    terminal.styled(DisplayText.clipped(DisplayText.safe(section.title.text(language)), to: terminal.width), .bold)
  }

  /// What a reader should know, in lines that fit the terminal.
  func notes(_ document: ReportDocument) -> [String] {
    document.notes.flatMap { note in
      DisplayText.wrapped(DisplayText.safe(note.text(language)), to: terminal.width - 2).enumerated().map {
        terminal.styled(($0 == 0 ? "* " : "  ") + $1, .faint)
      }
    }
  }

  /// A cell as people read it.
  ///
  /// - Parameter digits: How many digits amounts have.
  func cell(
    _ cell: ReportCell, _ column: ReportColumn, isGroup: Bool, _ digits: AmountDigits = .all
  ) -> String {
    switch (cell, column.kind) {
    case (.null, .date): text(.undated)
    case (.null, .text) where isGroup && Self.periods.contains(column.key): text(.undated)
    case (.null, _): text(.none)
    case (.text(let text), _): text
    case (.label(_, let label), _): label.text(language)
    case (.count(let count), _): numbers.count(count)
    case (.decimal(let number), _): numbers.decimal(number.normalized.description)
    case (.money(let units), .money(let currency)):
      switch digits {
      case .all: numbers.amount(units, currency)
      case .whole: numbers.whole(units, currency)
      case .few: numbers.compact(units, currency)
      }
    case (.money(let units), _): numbers.amount(units, currency)
    case (.amount(let money), _): numbers.amount(money)
    case (.percent(let share), _): numbers.percent(share)
    case (.ratio(let points), _): numbers.percent(points: points)
    case (.date(let day), _): numbers.date(day)
    }
  }

  static let periods = Set(["period"] + DealDimension.allCases.filter { $0.closePeriod != nil }.map(\.rawValue))
}

extension CivilDate {
  /// The first day there is.
  public static let earliest = CivilDate(year: 1, month: 1, day: 1)!
  /// The last day there is.
  public static let latest = CivilDate(year: 9999, month: 12, day: 31)!
}
