/// A line of a deal: so much of a product at a unit price. Part of the deal and stored with it.
public struct OpportunityLine: Hashable, Sendable {
  /// A key of `OpportunityLine`.
  public var product: String
  /// How much of it, zero or more.
  public var quantity: ExactDecimal
  /// The price of one, in the deal's currency; may have more decimals than the currency.
  public var unitPrice: ExactDecimal

  /// A line.
  public init(product: String, quantity: ExactDecimal = 1, unitPrice: ExactDecimal) {
    self.product = product
    self.quantity = quantity
    self.unitPrice = unitPrice
  }

  /// Quantity × unit price, rounded half-even to the currency's minor units.
  /// - Throws: ``MoneyError/overflow``.
  public func total(in currency: Currency) throws -> Money {
    let product = Int128(quantity.coefficient) * Int128(unitPrice.coefficient)
    let scale = Int(quantity.scale) + Int(unitPrice.scale)
    let digits = Int(currency.minorDigits)
    var units = product
    if scale > digits {
      units = dividedHalfEven(product, by: widePowerOfTen(scale - digits))
    } else {
      let (scaled, overflow) = units.multipliedReportingOverflow(by: widePowerOfTen(digits - scale))
      guard !overflow else { throw MoneyError.overflow }
      units = scaled
    }
    guard let money = Money(minorUnits: units, currency: currency) else { throw MoneyError.overflow }
    return money
  }
}

extension OpportunityLine {
  /// A line with its place among the lines of a deal, for lists.
  ///
  /// A line has no identity of its own: two equal lines of a deal are allowed. The place identifies it as long as no line
  /// before it is added or removed.
  @dynamicMemberLookup
  public struct Placed: Hashable, Sendable, Identifiable {
    /// The place, from 0.
    public let id: Int
    /// The line.
    public let line: OpportunityLine

    /// A member of the line.
    public subscript<Value>(dynamicMember path: KeyPath<OpportunityLine, Value>) -> Value { line[keyPath: path] }
  }
}

extension [OpportunityLine] {
  /// The lines with their places.
  ///
  ///     List(deal.lines.placed) { Text("\($0.quantity) × \($0.product)") }
  public var placed: [OpportunityLine.Placed] {
    enumerated().map { OpportunityLine.Placed(id: $0.offset, line: $0.element) }
  }

  /// The sum of the lines' totals, each rounded; `nil` if there are no lines.
  /// - Throws: ``MoneyError/overflow``.
  public func total(in currency: Currency) throws -> Money? {
    guard !isEmpty else { return nil }
    return try reduce(Money.zero(currency)) { try $0.adding($1.total(in: currency)) }
  }
}
