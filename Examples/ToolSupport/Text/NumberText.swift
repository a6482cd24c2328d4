public import SalesPipeline

/// Numbers, amounts and days as people of a language write them. Own code: the same everywhere, whatever the system knows.
public struct NumberText: Hashable, Sendable {
  private let isFrench: Bool

  /// The way of a language: `fr`, else English.
  public init(_ language: String) { isFrench = language.hasPrefix("fr") }

  /// A whole number with groups: `4,238`, `4 238` with a narrow no-break space.
  public func count(_ value: Int) -> String { grouped("\(value)") }

  /// An amount with all minor digits: `1,234.50`, `1 234,50`.
  public func amount(_ units: Int128, _ currency: Currency) -> String { grouped(currency.decimalText(units)) }

  /// An amount to the nearest whole unit, half-even.
  public func whole(_ units: Int128, _ currency: Currency) -> String {
    var divisor: Int128 = 1
    for _ in 0..<currency.minorDigits { divisor *= 10 }
    return grouped("\(dividedHalfEven(units, by: divisor))")
  }

  /// A percentage: `62.5%`, `62,5 %`.
  public func percent(_ share: BasisPoints) -> String {
    isFrench ? share.percentText.replacing(".", with: ",") + "\u{202F}%" : share.percentText + "%"
  }

  /// A day: `2017-12-31`, `31/12/2017`.
  public func date(_ date: CivilDate) -> String {
    guard isFrench else { return date.description }
    return date.description.split(separator: "-").reversed().joined(separator: "/")
  }

  private func grouped(_ plain: String) -> String {
    let isNegative = plain.first == "-"
    let parts = plain.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
    var whole = ""
    let digits = parts.first.map(Array.init) ?? []
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { whole += isFrench ? "\u{202F}" : "," }
      whole.append(digit)
    }
    if parts.count > 1 { whole += (isFrench ? "," : ".") + parts[1] }
    return (isNegative ? "-" : "") + whole
  }
}
