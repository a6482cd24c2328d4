import PipelinePlugins

extension DealPlan {
  /// The amount: the lines' total or the stated one.
  mutating func checkAmounts() {
    guard let currency = after.currency else {
      refuse(.missing, "currency", .dealNeedsCurrency)
      return
    }
    if !after.lines.isEmpty, after.statedAmount != nil {
      refuse(.amountBesideLines, "stated_amount", .amountBesideLines)
    }
    if let stated = after.statedAmount, stated.currency != currency {
      refuse(
        .currencyMismatch, "stated_amount", .currencyMismatch,
        ["amount": stated.currency.code, "deal": currency.code])
    }
    guard before == nil || changes(\.lines) || changes(\.statedAmount) || changes(\.currency) else { return }
    for line in after.lines where line.quantity < 0 {
      refuse(
        .invalid, "lines", .negativeQuantity,
        ["product": line.product, "value": "\(line.quantity)"])
    }
    do {
      after.amount = try after.lines.total(in: currency) ?? after.statedAmount
    } catch {
      refuse(.overflow, "lines", .totalTooLarge)
    }
  }
}
