/// An amount in one currency, in whole minor units (cents).
///
/// Arithmetic reports overflow and never traps; different currencies are never added.
///
/// Amounts are not `Comparable`: between currencies there is no order without a rate, and an order that puts all of one
/// currency before the other would sort lists wrongly without a notice. ``isLess(than:)`` compares amounts of one
/// currency.
public struct Money: Hashable, Sendable {
  /// The amount in the currency's minor units, in `-(2^63 - 1)...(2^63 - 1)`.
  public let minorUnits: Int64
  /// The currency.
  public let currency: Currency

  /// An amount; `nil` for `Int64.min`, which has no negation.
  public init?(minorUnits: Int64, currency: Currency) {
    guard minorUnits != .min else { return nil }
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// An amount from an exact sum; `nil` where it does not fit.
  public init?(minorUnits: Int128, currency: Currency) {
    guard let narrow = Int64(exactly: minorUnits) else { return nil }
    self.init(minorUnits: narrow, currency: currency)
  }

  /// Nothing, in a currency.
  public static func zero(_ currency: Currency) -> Money { Money(unchecked: 0, currency) }

  init(unchecked minorUnits: Int64, _ currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// The sum.
  /// - Throws: ``MoneyError/differentCurrencies(_:_:)`` or ``MoneyError/overflow``.
  public func adding(_ other: Money) throws(MoneyError) -> Money {
    guard currency == other.currency else { throw MoneyError.differentCurrencies(currency, other.currency) }
    let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
    guard !overflow, sum != .min else { throw MoneyError.overflow }
    return Money(unchecked: sum, currency)
  }

  /// The amount with its sign turned.
  public var negated: Money { Money(unchecked: -minorUnits, currency) }
}

/// Why an amount could not be made.
public enum MoneyError: ExplainedError, Hashable {
  /// Two currencies met where one was needed.
  case differentCurrencies(Currency, Currency)
  /// The result does not fit.
  case overflow
  /// The text has more decimals than the currency has minor units.
  case tooPrecise(String, Currency)
  /// The weights of an allocation: none is above zero, or one is below.
  case invalidWeights

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    switch self {
    case .differentCurrencies(let left, let right):
      LocalizedText(ValuePhrase.differentCurrencies, ["left": .text(left.code), "right": .text(right.code)])
    case .overflow: LocalizedText(ValuePhrase.amountTooLarge)
    case .invalidWeights: LocalizedText(ValuePhrase.invalidWeights)
    case .tooPrecise(let text, let currency):
      LocalizedText(
        ValuePhrase.tooPrecise,
        [
          "value": .text(text.clipped()), "currency": .text(currency.code), "digits": .text("\(currency.minorDigits)"),
        ])
    }
  }
}

extension Money: CustomStringConvertible {
  /// Parses a plain decimal in a currency: `"4821.00"` in USD.
  ///
  /// - Throws: ``DecimalError`` for a text that is not a decimal, ``MoneyError`` for one with too many decimals or
  ///   digits.
  public init(parsing text: some StringProtocol, currency: Currency) throws {
    let value = try ExactDecimal(parsing: text)
    let normal = value.normalized
    guard normal.scale <= currency.minorDigits else { throw MoneyError.tooPrecise(String(text), currency) }
    let units = Int128(normal.coefficient) * Int128(powerOfTen(currency.minorDigits - normal.scale))
    guard let money = Money(minorUnits: units, currency: currency) else { throw MoneyError.overflow }
    self = money
  }

  /// The amount alone, with all its minor digits: `4821.00`.
  public var decimalText: String { ExactDecimal.text(Int128(minorUnits), scale: Int(currency.minorDigits)) }

  /// The amount and its currency: `4821.00 USD`.
  public var description: String { "\(decimalText) \(currency)" }
}
