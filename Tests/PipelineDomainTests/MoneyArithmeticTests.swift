import PipelineDomain
import Testing

@Suite("Money arithmetic")
struct MoneyArithmeticTests {
  private static func euro(_ text: String) throws -> Money { try Money(parsing: text, currency: .eur) }

  @Test("amounts of one currency are added, subtracted, multiplied and compared")
  func operators() throws {
    let price = try Self.euro("4821.00")
    #expect(try price + Self.euro("0.50") == Self.euro("4821.50"))
    #expect(try price - Self.euro("4821.01") == Self.euro("-0.01"))
    #expect(try -price == Self.euro("-4821.00"))
    #expect(try price * 3 == Self.euro("14463.00"))
    #expect(try price * "1.19" == Self.euro("5736.99"))
    var total = price
    try total += Self.euro("1")
    try total -= Self.euro("2")
    #expect(try total == Self.euro("4820.00"))
    #expect(try Self.euro("-1").isLess(than: .zero(.eur)) && !price.isLess(than: price))
  }

  @Test("a product is rounded half-even, once", arguments: [("0.05", "0.02"), ("0.15", "0.08"), ("-0.25", "-0.12")])
  func rounding(amount: String, half: String) throws {
    #expect(try Self.euro(amount) * "0.5" == Self.euro(half))
    #expect(try Self.euro(amount) * #require(BasisPoints(percent: 50)) == Self.euro(half))
  }

  @Test("another currency and an overflow are typed errors, and change nothing")
  func errors() throws {
    let most = try #require(Money(minorUnits: Int64.max, currency: .eur))
    let cent = try Self.euro("0.01")
    let yen = Money.zero(.jpy)
    #expect(throws: MoneyError.differentCurrencies(.eur, .jpy)) { try cent + yen }
    #expect(throws: MoneyError.differentCurrencies(.eur, .jpy)) { try cent - yen }
    #expect(throws: MoneyError.differentCurrencies(.eur, .jpy)) { try cent.isLess(than: yen) }
    #expect(throws: MoneyError.differentCurrencies(.eur, .jpy)) { try [cent, yen].sum(in: .eur) }
    #expect(throws: MoneyError.overflow) { try most + cent }
    #expect(throws: MoneyError.overflow) { try -most - cent }
    #expect(throws: MoneyError.overflow) { try most * 2 }
    #expect(throws: MoneyError.overflow) { try most * "1.000000000001" }
    #expect(throws: MoneyError.overflow) { try [most, cent].sum(in: .eur) }
    var total = most
    do { try total += cent } catch { #expect(error == .overflow && total == most) }
  }

  @Test("a sum does not depend on the order, even beyond what an amount holds in between")
  func sums() throws {
    let most = try #require(Money(minorUnits: Int64.max, currency: .eur))
    let cent = try Self.euro("0.01")
    #expect(try [most, cent, -most, -cent].sum(in: .eur) == .zero(.eur))
    #expect(try [Money]().sum(in: .jpy) == .zero(.jpy))
  }

  @Test("nothing is lost: the parts add up, each is next to its exact share, larger weights get no less")
  func allocation() throws {
    var dice = Dice(seed: 4)
    for _ in 0..<3000 {
      let amount = dice.money(dice.one(of: [.eur, .jpy]))
      let largest = dice.one(of: [1, 7, 1000, Int64.max])
      let weights = (0..<dice.number(1...12)).map { _ in Int(dice.number(0...largest)) }
      guard weights.contains(where: { $0 > 0 }) else {
        #expect(throws: MoneyError.invalidWeights) { try amount.allocated(by: weights) }
        continue
      }
      let parts = try amount.allocated(by: weights)
      #expect(parts.count == weights.count)
      #expect(try parts.sum(in: amount.currency) == amount, "\(amount) by \(weights)")
      let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
      for (part, weight) in zip(parts, weights) {
        let floor = Int128(amount.minorUnits.magnitude) * Int128(weight) / whole
        #expect((floor...floor + 1).contains(Int128(part.minorUnits.magnitude)), "\(amount) by \(weights)")
        if weight == 0 { #expect(part == .zero(amount.currency)) }
      }
      let sizes = zip(weights, parts).sorted { $0.0 < $1.0 }.map { $1.minorUnits.magnitude }
      #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 <= $1 } || Set(weights).count < weights.count)
    }
  }

  @Test("the largest remainders get what is left, the first of equal ones")
  func remainders() throws {
    #expect(try Self.euro("100.00").allocated(into: 3).map(\.decimalText) == ["33.34", "33.33", "33.33"])
    #expect(try Self.euro("0.05").allocated(by: [50, 30, 20]).map(\.decimalText) == ["0.03", "0.01", "0.01"])
    #expect(try Self.euro("-0.05").allocated(by: [1, 0, 1]).map(\.decimalText) == ["-0.03", "0.00", "-0.02"])
    #expect(throws: MoneyError.invalidWeights) { try Self.euro("1").allocated(into: 0) }
    #expect(throws: MoneyError.invalidWeights) { try Self.euro("1").allocated(by: [2, -1]) }
  }
}
