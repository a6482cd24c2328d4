extension Money {
  /// The sum.
  /// - Throws: ``MoneyError/differentCurrencies(_:_:)`` or ``MoneyError/overflow``.
  public static func + (left: Money, right: Money) throws(MoneyError) -> Money { try left.adding(right) }

  /// The difference.
  /// - Throws: ``MoneyError/differentCurrencies(_:_:)`` or ``MoneyError/overflow``.
  public static func - (left: Money, right: Money) throws(MoneyError) -> Money { try left.adding(right.negated) }

  /// Adds an amount.
  /// - Throws: ``MoneyError/differentCurrencies(_:_:)`` or ``MoneyError/overflow``; the left amount is unchanged then.
  public static func += (left: inout Money, right: Money) throws(MoneyError) { left = try left + right }

  /// Subtracts an amount.
  /// - Throws: ``MoneyError/differentCurrencies(_:_:)`` or ``MoneyError/overflow``; the left amount is unchanged then.
  public static func -= (left: inout Money, right: Money) throws(MoneyError) { left = try left - right }

  /// The amount with its sign turned.
  public static prefix func - (amount: Money) -> Money { amount.negated }

  /// The amount so many times.
  /// - Throws: ``MoneyError/overflow``.
  public static func * (amount: Money, factor: Int) throws(MoneyError) -> Money {
    try amount.exactly(Int128(amount.minorUnits) * Int128(factor))
  }

  /// The amount times a decimal, such as `price * "1.19"`, rounded half-even to the currency's minor units.
  /// - Throws: ``MoneyError/overflow``.
  public static func * (amount: Money, factor: ExactDecimal) throws(MoneyError) -> Money {
    let product = Int128(amount.minorUnits) * Int128(factor.coefficient)
    return try amount.exactly(dividedHalfEven(product, by: Int128(powerOfTen(factor.scale))))
  }

  /// A share of the amount, rounded half-even to the currency's minor units.
  public static func * (amount: Money, share: BasisPoints) -> Money {
    let units = dividedHalfEven(Int128(amount.minorUnits) * Int128(share.value), by: 10_000)
    // A share is at most the whole.
    return Money(unchecked: Int64(truncatingIfNeeded: units), amount.currency)
  }

  /// Whether the amount is less than another one.
  /// - Throws: ``MoneyError/differentCurrencies(_:_:)``.
  public func isLess(than other: Money) throws(MoneyError) -> Bool {
    guard currency == other.currency else { throw .differentCurrencies(currency, other.currency) }
    return minorUnits < other.minorUnits
  }

  private func exactly(_ units: Int128) throws(MoneyError) -> Money {
    guard let money = Money(minorUnits: units, currency: currency) else { throw .overflow }
    return money
  }
}

extension Money {
  /// Divides the amount by weights, so that the parts add up to it exactly: each part is rounded down, and the minor
  /// units that are left go to the parts with the largest remainders, the first of equal ones.
  ///
  ///     try Money(parsing: "100.00", currency: .eur).allocated(by: [1, 1, 1])  // 33.34, 33.33, 33.33
  ///
  /// A weight of zero gets nothing. The parts of a negative amount are those of the positive one with their signs
  /// turned. O(n log n).
  /// - Throws: ``MoneyError/invalidWeights`` if a weight is below zero, or none is above.
  public func allocated(by weights: [Int]) throws(MoneyError) -> [Money] {
    let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
    guard whole > 0, weights.allSatisfy({ $0 >= 0 }) else { throw .invalidWeights }
    let magnitude = Int128(minorUnits.magnitude)
    var parts: [Int128] = []
    var remainders: [(place: Int, rest: Int128)] = []
    parts.reserveCapacity(weights.count)
    for (place, weight) in weights.enumerated() {
      // Both are below 2^63 in size.
      let (part, rest) = (magnitude * Int128(weight)).quotientAndRemainder(dividingBy: whole)
      parts.append(part)
      if rest > 0 { remainders.append((place, rest)) }
    }
    // The remainders add up to the units that are left times the whole, and each is below the whole: there are more of them.
    let left = Int(magnitude - parts.reduce(0, +))
    remainders.sort { ($1.rest, $0.place) < ($0.rest, $1.place) }
    for (place, _) in remainders.prefix(left) { parts[place] += 1 }
    let sign: Int128 = minorUnits < 0 ? -1 : 1
    // A part is at most the whole amount.
    return parts.map { Money(unchecked: Int64(truncatingIfNeeded: $0 * sign), currency) }
  }

  /// Divides the amount into equal parts; the first ones are one minor unit larger where it cannot be divided evenly.
  /// - Throws: ``MoneyError/invalidWeights`` for less than one part.
  public func allocated(into count: Int) throws(MoneyError) -> [Money] {
    try allocated(by: Array(repeating: 1, count: max(0, count)))
  }
}

extension Sequence<Money> {
  /// The sum of the amounts; zero without any. It is exact in between, so that the order does not matter: only a sum that
  /// does not fit is an overflow.
  /// - Throws: ``MoneyError/differentCurrencies(_:_:)`` for an amount in another currency, ``MoneyError/overflow``.
  public func sum(in currency: Currency) throws(MoneyError) -> Money {
    var units: Int128 = 0
    for amount in self {
      guard amount.currency == currency else { throw .differentCurrencies(currency, amount.currency) }
      units += Int128(amount.minorUnits)
    }
    guard let sum = Money(minorUnits: units, currency: currency) else { throw .overflow }
    return sum
  }
}
