public import SalesPipeline

/// Draws the deals of one stage.
public struct StageView: Sendable {
  private let style: DashboardStyle

  /// A view in a style.
  public init(_ style: DashboardStyle) { self.style = style }

  /// The text, without a line end.
  public func text(_ stage: String, _ deals: [StageDeal], _ setup: PipelineSetup) -> String {
    let label = setup.salesCycles.lazy.compactMap { $0.stage(stage) }.first?.label.text(style.language) ?? stage
    let heading = style.text(
      .dealsIn, ["stage": .text(DisplayText.safe(label)), "count": .count(deals.count)])
    var table = TextTable([
      TextTable.Column(style.text(.closeDate)), TextTable.Column(style.text(.name), flexible: true),
      TextTable.Column(style.text(.account), flexible: true), TextTable.Column(style.text(.owner), flexible: true),
      TextTable.Column(style.text(.amount), right: true), TextTable.Column(style.text(.shortProbability), right: true),
      TextTable.Column(style.text(.weighted), right: true),
    ])
    for deal in deals { table.add(cells(deal)) }
    return ([style.terminal.styled(heading, .bold)] + table.lines(style.terminal)).joined(separator: "\n")
  }

  private func cells(_ deal: StageDeal) -> [String] {
    let body = deal.deal.body
    let amount = body.amount.map { amount in
      let text = style.numbers.amount(Int128(amount.minorUnits), amount.currency)
      return amount.currency == style.currency ? text : "\(text) \(amount.currency)"
    }
    return [
      deal.closeDate.map(style.numbers.date) ?? style.text(.undated), body.name, deal.accountName, body.owner,
      amount ?? style.text(.none), style.numbers.percent(deal.probability),
      deal.weighted.map { style.numbers.amount($0, style.currency) } ?? style.text(.none),
    ]
  }
}
