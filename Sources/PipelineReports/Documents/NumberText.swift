/// Formats numbers, amounts and dates in a language, independent of the operating system.
package struct NumberText: Hashable, Sendable {
  private let book: Phrasebook

  /// Creates a formatter for a language.
  package init(_ language: Phrasebook) { book = language }

  /// A whole number with groups: `4,238`, `4 238` with a narrow no-break space.
  package func count(_ value: some BinaryInteger) -> String { grouped("\(value)") }

  /// An amount with all minor digits: `1,234.50`, `1 234,50`.
  package func amount(_ units: Int128, _ currency: Currency) -> String { grouped(currency.decimalText(units)) }

  /// An amount with all minor digits and its currency's code, which no line is broken between: `1,234.50 USD`.
  package func amount(_ money: Money) -> String {
    "\(amount(Int128(money.minorUnits), money.currency))\u{A0}\(money.currency.code)"
  }

  /// An amount to the nearest whole unit, half-even.
  package func whole(_ units: Int128, _ currency: Currency) -> String {
    grouped("\(dividedHalfEven(units, by: Self.power(of: 10, currency.minorDigits)))")
  }

  /// A percentage: `62.5%`, `62,5 %`.
  package func percent(_ share: BasisPoints) -> String { percent(points: Int64(share.value)) }

  /// A percentage of any size, in basis points.
  package func percent(points: Int64) -> String {
    book.numbers.percent(ReportCell.percentText(points))
  }

  /// An amount in few characters: `950`, `1.2k`, `12.4M`, `3bn`; one decimal at most, rounded half-even.
  package func compact(_ units: Int128, _ currency: Currency) -> String {
    let whole = dividedHalfEven(units, by: Self.power(of: 10, currency.minorDigits))
    for (unit, name) in Self.compactUnits where whole.magnitude >= unit.magnitude {
      let tenths = dividedHalfEven(whole, by: unit / 10)
      let rest = tenths.magnitude % 10
      let number = grouped("\(tenths / 10)" + (rest == 0 ? "" : ".\(rest)"))
      return number + book.numbers.unitGap + book.text(name)
    }
    return grouped("\(whole)")
  }

  private static let compactUnits: [(Int128, PagePhrase)] = [
    (1_000_000_000, .billion), (1_000_000, .million), (1_000, .thousand),
  ]

  private static func power(of base: Int128, _ exponent: some BinaryInteger) -> Int128 {
    (0..<Int(exponent)).reduce(1) { power, _ in power * base }
  }

  /// A plain decimal with groups: `1234.5` is `1,234.5`, `1 234,5`.
  package func decimal(_ plain: String) -> String { grouped(plain) }

  /// A day: `2017-12-31`, `31/12/2017`.
  package func date(_ date: CivilDate) -> String { book.numbers.date.text(date) }

  private func grouped(_ plain: String) -> String { book.numbers.decimal(plain) }
}
