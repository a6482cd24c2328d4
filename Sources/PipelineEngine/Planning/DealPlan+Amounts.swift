import PipelinePlugins

extension DealPlan {
  /// Sets the amount: the total of the lines, or the stated amount.
  mutating func checkAmounts() {
    normalizeLines()
    guard let currency = after.currency else {
      refuse(.missing, "currency", .dealNeedsCurrency)
      return
    }
    if !after.lines.isEmpty, after.statedAmount != nil {
      refuse(.amountBesideLines, "stated_amount", .amountBesideLines)
    }
    if leavesAmountsInOtherCurrency {
      let old = before?.currency?.code ?? ""
      refuse(.currencyMismatch, "currency", .currencyNeedsAmounts, ["amount": old, "deal": currency.code])
    } else if let stated = after.statedAmount, stated.currency != currency {
      refuse(
        .currencyMismatch, "stated_amount", .currencyMismatch,
        ["amount": stated.currency.code, "deal": currency.code])
    }
    guard before == nil || changes(\.lines) || changes(\.statedAmount) || changes(\.currency) else { return }
    for line in after.lines where line.quantity < 0 {
      refuse(
        .invalid, "lines", .negativeQuantity,
        ["product": line.product, "value": "\(line.quantity)"], values: ["product": product(line.product)])
    }
    do {
      after.amount = try after.lines.total(in: currency) ?? after.statedAmount
    } catch {
      refuse(.overflow, "lines", .totalTooLarge)
    }
  }

  /// Whether the currency changes while prices or an amount in the old currency stay.
  private var leavesAmountsInOtherCurrency: Bool {
    guard let old = before?.currency, old != after.currency, !assigned.contains(.amounts) else { return false }
    return !after.lines.isEmpty || after.statedAmount != nil
  }

  /// Normalizes products, and keeps the digits of numbers whose value is unchanged.
  private mutating func normalizeLines() {
    guard !after.lines.isEmpty else { return }
    for index in after.lines.indices {
      let product = StoredText.name(after.lines[index].product)
      if product != after.lines[index].product || !product.utf8.elementsEqual(after.lines[index].product.utf8) {
        after.lines[index].product = product
      }
    }
    if let before, before.lines == after.lines { after.lines = before.lines }
  }

  private func product(_ key: String) -> PhraseValue {
    planner.lookups[.line][key].map { .label($0.label) } ?? .text(key.clipped())
  }
}
