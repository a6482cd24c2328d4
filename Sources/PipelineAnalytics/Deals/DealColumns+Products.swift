public import PipelinePlugins

/// What each deal is made of: its products with their amounts. Read only for reports that ask for products.
public struct DealLines: Sendable {
  /// A product's part of a deal.
  public struct Part: Hashable, Sendable {
    /// The product's key.
    public let product: String
    /// The sum of its lines, in minor units of the deal's currency; ``AmountColumn/missing`` where it is unknown.
    public let amount: Int64
  }

  private var parts: [RecordID: [Part]] = [:]

  /// No deal has lines.
  public init() {}

  /// Notes a deal's lines. Those of one product are added.
  public mutating func set(_ lines: [OpportunityLine], of deal: RecordID, in currency: Currency) {
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
  public func parts(of deal: RecordID) -> [Part] { parts[deal] ?? [] }

  /// The deals that have a line of one of some products.
  public func deals(with products: Set<String>) -> Set<RecordID> {
    Set(parts.lazy.filter { $0.value.contains { products.contains($0.product) } }.map(\.key))
  }
}

extension DealColumns {
  /// The deals divided by their products: a row for each product of a deal, with its part of the amount. A deal without lines
  /// stays one row without a product. Each deal is still counted once for each product.
  func divided(by lines: DealLines) -> DealColumns {
    var divided = self
    var rowsOf: [Int] = []
    var products: [UInt32] = []
    var parts: [Int64?] = []
    for (row, id) in ids.enumerated() {
      let own = lines.parts(of: id)
      if own.isEmpty {
        rowsOf.append(row)
        products.append(0)
        parts.append(nil)
      }
      for part in own {
        rowsOf.append(row)
        products.append(divided.texts[.product, default: ValueCodes()].code(part.product))
        parts.append(part.amount)
      }
    }
    for column in Column.allCases where column != .product {
      let source = self[column]
      divided[column] = CodedColumn(rowsOf.lazy.map { source[$0] })
    }
    divided[.product] = CodedColumn(products)
    divided.ids = rowsOf.map { ids[$0] }
    divided.rows = nil
    let base = amounts.values
    divided.amounts = AmountColumn(
      zip(rowsOf, parts).map { base[$0] == AmountColumn.missing ? AmountColumn.missing : $1 ?? base[$0] })
    if foreign.rowCount > 0 {
      let abroad = foreign.values
      divided.foreign = AmountColumn(
        zip(rowsOf, parts).map { abroad[$0] == AmountColumn.missing ? AmountColumn.missing : $1 ?? abroad[$0] })
    }
    return divided
  }
}

extension DealColumns {
  /// The deals with the days from their creation to their closing in place of their amounts.
  var cycleLengths: DealColumns {
    var lengths = self
    let (created, actual) = (self[.created], self[.actual])
    lengths.amounts = AmountColumn(
      ids.indices.map { row in
        guard let start = days.value(Int(created[row])), let end = days.value(Int(actual[row])) else {
          return AmountColumn.missing
        }
        return end - start
      })
    lengths.foreign = AmountColumn()
    return lengths
  }
}
