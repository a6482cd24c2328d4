import PipelinePlugins

/// All that a report's figures are made of, for some deals: exact, so that sums of them are.
struct ReportFigures: Sendable {
  /// The deals of a group by what became of them: one of ``DealSubject``'s single bits each.
  private var byKind: [OfKind] = []
  /// Sums of quantities, by what became of the deals.
  private var sums: [Part: QuantitySum] = [:]
  /// Quantities one by one, for what no sum contains.
  private var values: [Part: [Int128]] = [:]
  /// The products of the deals, by what became of them.
  private var products: [UInt8: Set<String>] = [:]

  /// The figures of the deals of one kind: a list of them is shorter than any table.
  private struct OfKind {
    let kind: DealSubject
    var figures: DealFigures
  }

  /// A quantity of the deals of one kind.
  private struct Part: Hashable {
    let quantity: DealQuantity
    let subject: UInt8
  }

  /// The sum of a quantity over the deals where it is known, and how many those are.
  struct QuantitySum: Hashable, Sendable {
    var sum: Int128 = 0
    var count = 0

    static func += (left: inout Self, right: Self) {
      left.sum += right.sum
      left.count += right.count
    }
  }

  static func += (left: inout Self, right: Self) {
    for own in right.byKind { left.add(own.figures, own.kind) }
    for (part, sum) in right.sums { left.sums[part, default: QuantitySum()] += sum }
    for (part, values) in right.values { left.values[part, default: []] += values }
    for (subject, products) in right.products { left.products[subject, default: []].formUnion(products) }
  }

  mutating func add(_ figures: DealFigures, _ kind: DealSubject) {
    if let place = byKind.firstIndex(where: { $0.kind == kind }) {
      byKind[place].figures += figures
    } else {
      byKind.append(OfKind(kind: kind, figures: figures))
    }
  }

  mutating func add(_ sum: QuantitySum, of quantity: DealQuantity, _ kind: DealSubject) {
    sums[Part(quantity: quantity, subject: kind.rawValue), default: QuantitySum()] += sum
  }

  mutating func add(_ values: [Int128], of quantity: DealQuantity, _ kind: DealSubject) {
    self.values[Part(quantity: quantity, subject: kind.rawValue), default: []] += values
  }

  mutating func add(product: String, _ kind: DealSubject) { products[kind.rawValue, default: []].insert(product) }

  /// Whether no deal is in it.
  var isEmpty: Bool { byKind.allSatisfy { $0.figures.count == 0 } }

  /// The deals of a subject.
  func deals(_ subject: DealSubject) -> DealFigures {
    var sum = DealFigures()
    for own in byKind where subject.contains(own.kind) { sum += own.figures }
    return sum
  }

  func sum(_ quantity: DealQuantity, _ subject: DealSubject) -> QuantitySum {
    subject.kinds.reduce(into: QuantitySum()) {
      $0 += sums[Part(quantity: quantity, subject: $1.rawValue)] ?? QuantitySum()
    }
  }

  /// The known values of a quantity, in order.
  func sorted(_ quantity: DealQuantity, _ subject: DealSubject) -> [Int128] {
    subject.kinds.flatMap { values[Part(quantity: quantity, subject: $0.rawValue)] ?? [] }.sorted()
  }

  func productCount(_ subject: DealSubject) -> Int {
    subject.kinds.reduce(into: Set<String>()) { $0.formUnion(products[$1.rawValue] ?? []) }.count
  }
}

extension DealSubject {
  /// The kinds of deals that it has.
  var kinds: [DealSubject] { Self.allKinds.filter { contains($0) } }

  static let allKinds: [DealSubject] = [.kept, .omitted, .won, .lost]

  /// What became of the deals of a group that is divided by outcome and omission.
  init(outcome: PivotValue, omission: PivotValue) {
    switch outcome {
    case .text(Outcome.won.rawValue): self = .won
    case .text(Outcome.lost.rawValue): self = .lost
    default: self = omission == .number(1) ? .omitted : .kept
    }
  }
}
