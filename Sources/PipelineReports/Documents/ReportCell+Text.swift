extension ReportCell {
  /// The cell as text that never varies by language: plain digits with a dot, ISO days, `62.5` for a percentage, `4821.00 USD`
  /// for an amount in a currency of its own; `nil` for null.
  public func plainText(_ kind: ReportColumnKind) -> String? {
    switch self {
    case .null: nil
    case .text(let text): text
    case .label(let key, _): key
    case .count(let count): String(count)
    case .decimal(let number): number.normalized.description
    case .money(let units): Self.decimal(units, kind)
    case .amount(let money): "\(money.decimalText) \(money.currency.code)"
    case .percent(let share): share.percentText
    case .ratio(let points): Self.percentText(points)
    case .date(let date): date.description
    }
  }

  /// Basis points as a percentage without needless zeros: `12550` is `125.5`.
  public static func percentText(_ points: Int64) -> String {
    ExactDecimal(coefficient: max(points, -Int64.max), scale: 2)?.normalized.description ?? "\(points)"
  }

  /// Minor units as a decimal with all the currency's minor digits.
  public static func decimal(_ units: Int128, _ kind: ReportColumnKind) -> String {
    guard case .money(let currency) = kind else { return String(units) }
    return currency.decimalText(units)
  }
}

extension Currency {
  /// Minor units as a decimal with all minor digits: `4821.00`.
  public func decimalText(_ units: Int128) -> String { ExactDecimal.text(units, scale: Int(minorDigits)) }
}

extension ExactDecimal {
  /// The number in hundredths, rounded half-even.
  public var hundredths: Int128 {
    let (units, shift) = (Int128(coefficient), Int(scale) - 2)
    return shift <= 0
      ? units * (0..<(-shift)).reduce(1) { power, _ in power * 10 }
      : dividedHalfEven(units, by: (0..<shift).reduce(1) { power, _ in power * 10 })
  }
}
