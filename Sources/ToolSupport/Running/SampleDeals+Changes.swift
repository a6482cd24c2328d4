import PipelinePlugins
import SalesPipeline

/// What becomes of a deal beside its moves: it is put off, grows, and changes hands.
extension SampleDeals {
  /// A deal that is not closed on its day is put off, some of them only weeks later, and some again and again; a won deal may be
  /// pulled in.
  func slip(
    _ life: inout SampleLife, from first: CivilDate, to last: CivilDate, isWon: Bool, _ random: inout SeededNumbers
  ) {
    guard var expected = life.expected else { return }
    var asked = first
    while expected < last {
      let late = random.below(5) == 0 ? 15 + random.below(30) : random.below(12) - 7
      asked = max(day(1, from: asked), day(late, from: expected))
      guard asked < last else { break }
      let until = day(14 + random.below(50), from: max(asked, expected))
      life.add(asked) { $0.expectedCloseDate = until }
      expected = until
    }
    if isWon, last < today, expected > day(20, from: last), random.below(2) == 0 {
      asked = max(day(1, from: asked), day(-2 - random.below(12), from: last))
      if asked < last { life.add(asked) { $0.expectedCloseDate = last } }
    }
    life.expected = expected
  }

  /// Some deals grow on the way, a few shrink.
  func grow(
    _ life: inout SampleLife, from first: CivilDate, to last: CivilDate, _ random: inout SeededNumbers
  ) {
    let days = Int(last.daysSince1970 - first.daysSince1970)
    guard days > 2, random.below(3) == 0 else { return }
    let when = day(1 + random.below(days - 1), from: first)
    let (grows, more) = (random.below(4) > 0, Int64(1 + random.below(4)))
    let extra = random.below(3) == 0 ? lines(accounts[life.account].money, &random).first : nil
    life.add(when) { body in
      if let amount = body.statedAmount, body.lines.isEmpty {
        let units = grows ? amount.minorUnits / 10 * (10 + more) : amount.minorUnits / 10 * (10 - more)
        body.statedAmount = Money(minorUnits: units, currency: amount.currency)
      } else if grows, let extra {
        body.lines.append(extra)
      } else if let line = body.lines.indices.first {
        let quantity = body.lines[line].quantity.coefficient
        body.lines[line].quantity = ExactDecimal(grows ? quantity + more : max(1, quantity - more))
      }
    }
  }

  /// An open deal changes hands when its owner leaves, and one that comes back later is the successor's.
  func handOver(_ life: inout SampleLife, from created: CivilDate) {
    let account = accounts[life.account]
    var person = account.owner(on: created).person
    while let left = people[person].left, let open = life.open.first(where: { $0.upperBound > left }) {
      let next = account.owner(on: left).person
      guard next != person else { return }
      person = next
      let name = people[person].name
      life.add(max(left, open.lowerBound)) { $0.owner = name }
    }
  }

  /// The products of a deal.
  func lines(_ money: SampleMoney, _ random: inout SeededNumbers) -> [OpportunityLine] {
    let products = lookups[.line].entries.filter { !$0.isRetired }
    guard !products.isEmpty else { return [] }
    return (0...min(random.below(3), random.below(4))).map { _ in
      let product = products[random.below(products.count)]
      let price =
        product.attributes["list_price"].flatMap { ExactDecimal($0) } ?? ExactDecimal(Int64(100 + random.below(5_000)))
      let quantity = ExactDecimal(Int64(1 + min(random.below(20), random.below(20))))
      return OpportunityLine(product: product.key, quantity: quantity, unitPrice: money.price(price))
    }
  }
}
