import PipelinePlugins

/// All that a report's figures are made of, for some deals: exact, so that sums of them are.
struct ReportFigures: Sendable {
  /// The deals of a group by what became of them: one of ``DealSubject``'s single bits each.
  private var byKind: [OfKind] = []
  /// What few reports ask for; `nil` in the many groups of all others.
  private var details: Details?

  private struct Details {
    /// Sums of quantities, by what became of the deals.
    var sums: [Part: QuantitySum] = [:]
    /// Quantities one by one, for what no sum contains.
    var values: [Part: [Int128]] = [:]
    /// The figures of the deals that a quantity is known of.
    var some: [Part: DealFigures] = [:]
    /// The products of the deals, by what became of them.
    var products: [UInt8: Set<String>] = [:]
  }

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
    guard let details = right.details else { return }
    left.detail { own in
      for (part, sum) in details.sums { own.sums[part, default: QuantitySum()] += sum }
      for (part, values) in details.values { own.values[part, default: []] += values }
      for (part, figures) in details.some { own.some[part, default: DealFigures()] += figures }
      for (subject, products) in details.products { own.products[subject, default: []].formUnion(products) }
    }
  }

  mutating func add(_ figures: DealFigures, _ kind: DealSubject) {
    if let place = byKind.firstIndex(where: { $0.kind == kind }) {
      byKind[place].figures += figures
    } else {
      byKind.append(OfKind(kind: kind, figures: figures))
    }
  }

  mutating func add(_ sum: QuantitySum, of quantity: DealQuantity, _ kind: DealSubject) {
    detail { $0.sums[Part(quantity: quantity, subject: kind.rawValue), default: QuantitySum()] += sum }
  }

  mutating func add(_ values: [Int128], of quantity: DealQuantity, _ kind: DealSubject) {
    detail { $0.values[Part(quantity: quantity, subject: kind.rawValue), default: []] += values }
  }

  mutating func add(_ figures: DealFigures, having quantity: DealQuantity, _ kind: DealSubject) {
    detail { $0.some[Part(quantity: quantity, subject: kind.rawValue), default: DealFigures()] += figures }
  }

  mutating func add(product: String, _ kind: DealSubject) {
    detail { $0.products[kind.rawValue, default: []].insert(product) }
  }

  private mutating func detail(_ change: (inout Details) -> Void) {
    // Taken out while it is changed: a second reference would copy it.
    var own = details ?? Details()
    details = nil
    change(&own)
    details = own
  }

  /// Whether no deal is in it.
  var isEmpty: Bool { byKind.allSatisfy { $0.figures.count == 0 } }

  /// The deals of a subject.
  func deals(_ subject: DealSubject) -> DealFigures {
    var sum = DealFigures()
    for own in byKind where subject.contains(own.kind) { sum += own.figures }
    return sum
  }

  /// How many deals of a subject there are.
  func count(_ subject: DealSubject) -> Int {
    byKind.reduce(0) { subject.contains($1.kind) ? $0 + $1.figures.count : $0 }
  }

  /// The sum of the amounts of a subject.
  func unweightedSum(_ subject: DealSubject) -> ExactSum { sum(subject) { $0.unweightedSum } }

  /// The sum of the amounts of a subject times their weights.
  func weightedSum(_ subject: DealSubject) -> ExactSum { sum(subject) { $0.weightedSum } }

  @inline(__always)
  private func sum(_ subject: DealSubject, _ part: (DealFigures) -> ExactSum) -> ExactSum {
    var sum: ExactSum?
    for own in byKind where subject.contains(own.kind) { sum = sum.map { $0 + part(own.figures) } ?? part(own.figures) }
    return sum ?? .zero
  }

  func sum(_ quantity: DealQuantity, _ subject: DealSubject) -> QuantitySum {
    subject.kinds.reduce(into: QuantitySum()) {
      $0 += details?.sums[Part(quantity: quantity, subject: $1.rawValue)] ?? QuantitySum()
    }
  }

  /// The figures of the deals that a quantity is known of.
  func deals(_ subject: DealSubject, having quantity: DealQuantity) -> DealFigures {
    subject.kinds.reduce(into: DealFigures()) {
      $0 += details?.some[Part(quantity: quantity, subject: $1.rawValue)] ?? DealFigures()
    }
  }

  /// The known values of a quantity, in order.
  func sorted(_ quantity: DealQuantity, _ subject: DealSubject) -> [Int128] {
    subject.kinds.flatMap { details?.values[Part(quantity: quantity, subject: $0.rawValue)] ?? [] }.sorted()
  }

  func productCount(_ subject: DealSubject) -> Int {
    subject.kinds.reduce(into: Set<String>()) { $0.formUnion(details?.products[$1.rawValue] ?? []) }.count
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
