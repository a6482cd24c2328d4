/// Cells as the binary numbers of spreadsheets, which hold 15 decimal digits.
package enum SheetNumber {
  /// Day zero of spreadsheets is so many days before 1970-01-01, for every day from 1900-03-01 on.
  package static let dayOffset = 25_569.0

  /// The number of a cell: a percentage as a fraction, a date as a day number. `nil` if it has more than 15 digits, is
  /// a date that spreadsheets cannot represent, or is not a number.
  package static func value(_ cell: ReportCell, _ kind: ReportColumnKind) -> Double? {
    switch cell {
    case .count(let count): count.magnitude < limit ? Double(count) : nil
    case .decimal(let number): number.coefficient.magnitude < limit ? Double(number.description) : nil
    case .money(let units): units.magnitude < UInt128(limit) ? Double(Int64(units)) / divisor(kind) : nil
    case .amount(let money): value(.money(Int128(money.minorUnits)), .money(money.currency))
    case .percent(let share): Double(share.value) / 10_000
    case .ratio(let points): points.magnitude < limit ? Double(points) / 10_000 : nil
    case .date(let date): date.daysSince1970 >= -25_508 ? Double(date.daysSince1970) + dayOffset : nil
    case .null, .text, .label: nil
    }
  }

  /// Why a number or a day is written as text: a sentence's end.
  package static func textReason(_ cell: ReportCell, _ kind: ReportColumnKind, _ language: Phrasebook) -> String {
    var phrase = SheetPhrase.tooManyDigits
    if case .date = cell { phrase = .beforeFirstDay }
    return language.text(phrase, ["value": .text(cell.plainText(kind) ?? "")])
  }

  /// The currency sign if it is unambiguous, else the currency code.
  package static func symbol(_ currency: Currency) -> String {
    switch currency.code {
    case "EUR": "€"
    case "GBP": "£"
    case "USD": "$"
    case "JPY": "¥"
    default: currency.code
    }
  }

  /// The whole units of a cell that can be added to others of its column.
  static func units(_ cell: ReportCell) -> Int128? {
    switch cell {
    case .money(let units): units
    case .count(let count): Int128(count)
    default: nil
    }
  }

  private static let limit: UInt64 = 1_000_000_000_000_000

  private static func divisor(_ kind: ReportColumnKind) -> Double {
    guard case .money(let currency) = kind else { return 1 }
    return [1, 10, 100, 1000, 10_000][min(4, Int(currency.minorDigits))]
  }
}

extension ReportCell {
  /// The currency of an amount whose column has several.
  package var ownCurrency: Currency? { if case .amount(let money) = self { money.currency } else { nil } }
}
