import PipelinePlugins

extension DealPlan {
  /// The amount: the lines' total or the stated one.
  mutating func checkAmounts() {
    guard let currency = after.currency else {
      refuse(.missing, "currency", "a deal needs a currency")
      return
    }
    if !after.lines.isEmpty, after.statedAmount != nil {
      refuse(.amountBesideLines, "stated_amount", "the lines give the amount; remove them or leave the amount out")
    }
    if let stated = after.statedAmount, stated.currency != currency {
      refuse(
        .currencyMismatch, "stated_amount", "the amount is in \(stated.currency), the deal in \(currency)",
        ["amount": stated.currency.code, "deal": currency.code])
    }
    guard before == nil || changes(\.lines) || changes(\.statedAmount) || changes(\.currency) else { return }
    for line in after.lines where line.quantity < 0 {
      refuse(
        .invalid, "lines", "the quantity of '\(line.product.clipped())' is \(line.quantity); it must be zero or more",
        ["product": line.product, "value": "\(line.quantity)"])
    }
    do {
      after.amount = try after.lines.total(in: currency) ?? after.statedAmount
    } catch {
      refuse(.overflow, "lines", "the lines' total is too large")
    }
  }
}
