package import PipelineDomain

/// A total in JSON: a decimal in quotes, in a currency that another member names.
package struct JSONAmount: Encodable, Sendable {
  private let text: String

  package init(_ units: Int128, _ currency: Currency) { text = currency.decimalText(units) }

  package func encode(to encoder: any Encoder) throws { try encoder.write(text) }

  /// Reads a total in minor units of a currency.
  package static func read(_ decoder: any Decoder, _ currency: Currency) throws -> Int128 {
    try decoder.parsed { try currency.minorUnits(parsing: $0) }
  }
}

extension Currency {
  /// Minor units of a decimal with at most the currency's minor digits; totals may exceed a ``Money``.
  /// - Throws: ``DecimalError``, ``MoneyError``.
  package func minorUnits(parsing text: String) throws -> Int128 {
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(digits.contains) })
    else { throw DecimalError.malformed(text) }
    let decimals = parts.count == 2 ? parts[1] : ""
    guard decimals.utf8.count <= Int(minorDigits) else { throw MoneyError.tooPrecise(text, self) }
    let padding = String(repeating: "0", count: Int(minorDigits) - decimals.utf8.count)
    guard let units = Int128(parts[0] + decimals + padding) else { throw MoneyError.overflow }
    return isNegative ? -units : units
  }
}

/// The members of the figures of some deals.
private enum FigureKeys: String, CodingKey { case count, priced, unweighted, weighted }

/// The figures of some deals in JSON.
struct JSONFigures: Encodable {
  private let figures: DealFigures
  private let currency: Currency

  init(_ figures: DealFigures, _ currency: Currency) {
    self.figures = figures
    self.currency = currency
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: FigureKeys.self)
    try object.encode(figures.count, forKey: .count)
    try object.encode(figures.pricedCount, forKey: .priced)
    try object.encode(JSONAmount(figures.unweighted, currency), forKey: .unweighted)
    try object.encode(JSONAmount(figures.weighted, currency), forKey: .weighted)
  }

  /// Reads figures; their sums are the rounded ones that were written.
  static func read(_ decoder: any Decoder, _ currency: Currency) throws -> DealFigures {
    let object = try decoder.container(keyedBy: FigureKeys.self)
    var figures = DealFigures()
    figures.count = try object.decode(Int.self, forKey: .count)
    figures.pricedCount = try object.decode(Int.self, forKey: .priced)
    figures.unweightedSum = ExactSum(
      minorUnits: try JSONAmount.read(object.superDecoder(forKey: .unweighted), currency))
    figures.weightedSum = ExactSum(minorUnits: try JSONAmount.read(object.superDecoder(forKey: .weighted), currency))
    return figures
  }
}

extension KeyedDecodingContainer {
  /// Reads a list whose elements need more than their own members, such as the currency.
  func list<Element>(_ key: Key, _ element: (any Decoder) throws -> Element) throws -> [Element] {
    var list = try nestedUnkeyedContainer(forKey: key)
    var elements: [Element] = []
    while !list.isAtEnd { elements.append(try element(list.superDecoder())) }
    return elements
  }
}
