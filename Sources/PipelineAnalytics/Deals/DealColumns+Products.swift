package import PipelinePlugins

/// What each deal is made of: its products with their amounts. Read only for reports that ask for products.
package struct DealLines: Sendable {
  /// A product's part of a deal.
  package struct Part: Hashable, Sendable {
    /// The product's key.
    package let product: String
    /// The sum of its lines, in minor units of the deal's currency; ``AmountColumn/missing`` where it is unknown.
    package let amount: Int64
  }

  private var parts: [RecordID: [Part]] = [:]

  /// No deal has lines.
  package init() {}

  /// Notes a deal's lines. Those of one product are added.
  package mutating func set(_ lines: [OpportunityLine], of deal: RecordID, in currency: Currency) {
    var order: [String] = []
    var sums: [String: Money?] = [:]
    for line in lines {
      if sums[line.product] == nil { order.append(line.product) }
      let before = sums[line.product] ?? Money.zero(currency)
      sums[line.product] = .some(
        before.flatMap { sum in (try? line.total(in: currency)).flatMap { try? sum.adding($0) } })
    }
    parts[deal] =
      order.isEmpty
      ? nil : order.map { Part(product: $0, amount: (sums[$0] ?? nil)?.minorUnits ?? AmountColumn.missing) }
  }

  /// A deal's products; empty for a deal without lines.
  package func parts(of deal: RecordID) -> [Part] { parts[deal] ?? [] }

  /// The products that some deals have lines of, in the order of their keys.
  package func products(of deals: Set<RecordID>) -> [String] {
    Set(parts.lazy.filter { deals.contains($0.key) }.flatMap { $0.value.map(\.product) }).sorted()
  }

  /// The deals that have a line of one of some products.
  package func deals(with products: Set<String>) -> Set<RecordID> {
    Set(parts.lazy.filter { $0.value.contains { products.contains($0.product) } }.map(\.key))
  }
}

extension DealColumns {
  /// The deals divided by their products: a row for each product of a deal, with its part of the amount. A deal without lines
  /// stays one row without a product. Each deal is still counted once for each product.
  func divided(by lines: DealLines) -> DealColumns {
    var rowsOf: [Int] = []
    var names: [String?] = []
    var parts: [Int64?] = []
    for (row, id) in ids.enumerated() {
      let own = lines.parts(of: id)
      if own.isEmpty {
        rowsOf.append(row)
        names.append(nil)
        parts.append(nil)
      }
      for part in own {
        rowsOf.append(row)
        names.append(part.product)
        parts.append(part.amount)
      }
    }
    var divided = selecting(rowsOf)
    divided[.product] = CodedColumn(names.map { divided.texts[.product, default: ValueCodes()].code($0) })
    divided.replaceAmounts { row, amount in parts[row] ?? amount }
    return divided
  }

  /// The parts of deals whose value passes, and those deals, each worth the sum of such parts.
  func narrowed(to passes: (Int128) -> Bool, _ reading: DealReading) -> (parts: DealColumns, whole: DealColumns) {
    let kept = worths(reading).enumerated().compactMap { row, worth in worth.map(passes) ?? false ? row : nil }
    let parts = selecting(kept)
    var firsts: [Int] = []
    var sums: [Int64] = []
    var last: RecordID?
    // The parts of a deal lie side by side.
    for row in parts.ids.indices {
      let amount = parts.rawAmount(row)
      if parts.ids[row] == last, let sum = sums.popLast() {
        let (wider, overflow) = sum.addingReportingOverflow(amount)
        sums.append(overflow || sum == AmountColumn.missing ? AmountColumn.missing : wider)
      } else {
        firsts.append(row)
        sums.append(amount)
      }
      last = parts.ids[row]
    }
    var whole = parts.selecting(firsts)
    whole[.product] = CodedColumn(repeatElement(0, count: firsts.count))
    whole.replaceAmounts { row, _ in sums[row] }
    return (parts, whole)
  }

  /// Some rows, in an order of one's own, each as often as it is named.
  func selecting(_ rows: [Int]) -> DealColumns {
    var selected = withoutStandingPivots
    for column in Column.allCases {
      let source = self[column]
      selected[column] = CodedColumn(rows.lazy.map { source[$0] })
    }
    selected.ids = rows.map { ids[$0] }
    selected.isInOrder = false
    selected.rows = nil
    selected.nameKeys = nil
    selected.amounts = AmountColumn(rows.map { amounts.values[$0] })
    if foreign.rowCount > 0 { selected.foreign = AmountColumn(rows.map { foreign.values[$0] }) }
    return selected
  }

  /// Puts other amounts in place of those that are known, each in the deal's own currency.
  private mutating func replaceAmounts(_ amount: (Int, Int64) -> Int64) {
    func replaced(_ column: AmountColumn) -> AmountColumn {
      AmountColumn(
        column.values.enumerated().map { row, own in own == AmountColumn.missing ? own : amount(row, own) })
    }
    amounts = replaced(amounts)
    if foreign.rowCount > 0 { foreign = replaced(foreign) }
  }
}
