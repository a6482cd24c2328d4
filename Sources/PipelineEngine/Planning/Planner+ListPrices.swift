import PipelinePlugins

extension Planner {
  /// The list price of a product in a currency: its attribute `list_price`, which is in the base currency.
  func listPrice(of product: String, in currency: Currency?) -> ExactDecimal? {
    guard currency ?? baseCurrency == baseCurrency else { return nil }
    let entry = lookups[.line][product] ?? lookups[.line][StoredText.name(product)]
    return entry?.attributes[Self.listPriceAttribute].flatMap { ExactDecimal($0) }
  }

  private static let listPriceAttribute = "list_price"

  /// Fills in the list prices of lines that a person adds. A line of a product that the deal had keeps the list price of
  /// then, also none: an imported line has none.
  func fillListPrices(_ draft: inout OpportunityBody, over before: OpportunityBody?) {
    guard !draft.lines.isEmpty else { return }
    // Reading the lines is cheap; assigning them counts as stating the amounts.
    if let before, before.lines == draft.lines, before.currency == draft.currency { return }
    let kept = before?.currency == draft.currency ? before?.lines ?? [] : []
    var lines = draft.lines
    for index in lines.indices where lines[index].listPrice == nil {
      let product = StoredText.name(lines[index].product)
      if kept.indices.contains(index), kept[index].product == product {
        lines[index].listPrice = kept[index].listPrice
      } else if let same = kept.first(where: { $0.product == product }) {
        lines[index].listPrice = same.listPrice
      } else {
        lines[index].listPrice = listPrice(of: product, in: draft.currency)
      }
    }
    if lines != draft.lines { draft.lines = lines }
  }
}
