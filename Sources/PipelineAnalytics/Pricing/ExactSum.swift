public import PipelinePlugins

/// A sum of amounts in any currencies, each priced at a rate: exact until it is rounded, once.
///
/// It is kept in 256 bits, in units of 10^-16 of the currency it is in: twelve decimals of the rates, and the four that minor
/// units have at most. Amounts of 64 bits fit 2^75 times, whatever the rates; amounts of 128 bits, thousands of times. What
/// does not fit is refused, and the sum stays what it was.
public struct ExactSum: Hashable, Sendable {
  /// The currency that the sum is in.
  public let currency: Currency
  private var total = Int256.zero

  private static let decimals: UInt8 = 16

  /// Nothing, in a currency.
  public init(in currency: Currency) { self.currency = currency }

  /// Adds an amount.
  /// - Parameters:
  ///   - minorUnits: The amount in minor units of its own currency, or in parts of them that ``rounded(over:)`` divides by.
  ///   - source: The amount's currency.
  ///   - rate: What one whole unit of it is worth in ``currency``.
  /// - Throws: ``MoneyError/overflow``.
  public mutating func add(_ minorUnits: Int128, of source: Currency, at rate: ExactDecimal = 1) throws {
    // At most 12 digits of rate and 4 of minor units are missing to the 16 that are kept, so no power is negative.
    let missing = Self.decimals - rate.scale - source.minorDigits
    let factor = Int128(rate.coefficient) * Int128(powerOfTen(missing))
    try add(Int256(minorUnits, times: factor))
  }

  /// Adds another sum.
  /// - Throws: ``MoneyError/overflow``, or ``MoneyError/differentCurrencies(_:_:)`` for one in another currency.
  public mutating func add(_ other: ExactSum) throws {
    guard currency == other.currency else { throw MoneyError.differentCurrencies(currency, other.currency) }
    try add(other.total)
  }

  private mutating func add(_ value: Int256) throws {
    guard let sum = total.adding(value) else { throw MoneyError.overflow }
    total = sum
  }

  /// The sum in minor units of ``currency``, rounded half-even.
  /// - Parameter divisor: Into how many parts the minor units of the amounts were split, such as 1,000,000 for amounts that
  ///   were multiplied by weights in parts per million.
  /// - Precondition: `divisor > 0`.
  /// - Throws: ``MoneyError/overflow``.
  public func rounded(over divisor: Int64 = 1) throws -> Int128 {
    precondition(divisor > 0, "amounts are split into one part or more")
    let unit = UInt128(powerOfTen(Self.decimals - currency.minorDigits)) * UInt128(divisor)
    guard let units = total.dividedHalfEven(by: unit) else { throw MoneyError.overflow }
    return units
  }
}
