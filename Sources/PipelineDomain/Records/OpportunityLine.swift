/// A line of a deal: so much of a product at a unit price. Part of the deal and stored with it.
public struct OpportunityLine: Hashable, Sendable {
  /// A key of `OpportunityLine`.
  public var product: String
  /// How much of it, zero or more.
  public var quantity: ExactDecimal
  /// The price of one, in the deal's currency; may have more decimals than the currency.
  public var unitPrice: ExactDecimal
  /// The product's list price of one when the line was added, in the deal's currency; `nil` if it is not known. The
  /// engine fills it in from the product's attribute `list_price`, and keeps it when the list price changes.
  public var listPrice: ExactDecimal?

  /// A line.
  public init(
    product: String, quantity: ExactDecimal = 1, unitPrice: ExactDecimal, listPrice: ExactDecimal? = nil
  ) {
    self.product = product
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.listPrice = listPrice
  }

  /// Quantity × unit price, rounded half-even to the currency's minor units.
  /// - Throws: ``MoneyError/overflow``.
  public func total(in currency: Currency) throws -> Money { try total(at: unitPrice, in: currency) }

  /// Quantity × list price, rounded half-even to the currency's minor units; `nil` without a list price.
  /// - Throws: ``MoneyError/overflow``.
  public func listTotal(in currency: Currency) throws -> Money? {
    try listPrice.map { try total(at: $0, in: currency) }
  }

  /// What the line costs less than by the list price; negative if it costs more, `nil` without a list price.
  /// - Throws: ``MoneyError/overflow``.
  public func discount(in currency: Currency) throws -> Money? {
    guard let list = try listTotal(in: currency) else { return nil }
    return try list - total(in: currency)
  }

  /// The discount of one as a share of the list price in basis points, rounded half-even: 1,250 is 12.5 %. `nil` without a
  /// list price, or if that is zero.
  public var discountPoints: Int64? {
    guard let listPrice, listPrice.coefficient != 0 else { return nil }
    let scale = max(listPrice.scale, unitPrice.scale)
    let list = Int128(listPrice.coefficient) * Int128(powerOfTen(scale - listPrice.scale))
    let agreed = Int128(unitPrice.coefficient) * Int128(powerOfTen(scale - unitPrice.scale))
    let (scaled, overflow) = (list - agreed).multipliedReportingOverflow(by: 10_000)
    return overflow ? nil : Int64(exactly: dividedHalfEven(scaled, by: list))
  }

  private func total(at price: ExactDecimal, in currency: Currency) throws -> Money {
    let product = Int128(quantity.coefficient) * Int128(price.coefficient)
    let scale = Int(quantity.scale) + Int(price.scale)
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
