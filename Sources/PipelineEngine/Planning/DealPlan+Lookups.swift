import PipelinePlugins

extension DealPlan {
  /// Checks that every changed key is in its table and not retired. Unchanged keys are not checked.
  mutating func checkLookups() {
    if changes(\.forecast) { check(after.forecast, "forecast", .forecasting) }
    if changes(\.competitor) { check(after.competitor, "competitor", .competitor) }
    if changes(\.source) { check(after.source, "source", .source) }
    if changes(\.lossReason) { check(after.lossReason, "loss_reason", .lossReason) }
    guard changes(\.lines) else { return }
    let known = Set(before?.lines.map(\.product) ?? [])
    for line in after.lines where !known.contains(line.product) { check(line.product, "lines", .line) }
  }

  private mutating func check(_ key: String?, _ field: FieldName, _ name: LookupTableName) {
    guard let key, let refusal = planner.lookups.refusal(of: key, field, name) else { return }
    refusals.append(refusal)
  }
}
