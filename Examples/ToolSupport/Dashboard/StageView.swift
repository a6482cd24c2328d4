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
    return ([style.terminal.styled(heading, .bold)] + lines(deals)).joined(separator: "\n")
  }

  /// The deals as the lines of a table.
  ///
  /// - Parameter total: A table with what all of them are worth in a row of its own.
  /// - Parameter withIdentities: Whether each deal's external id, or else its id, stands in front.
  func lines(_ deals: [StageDeal], total: ReportTable? = nil, withIdentities: Bool = false) -> [String] {
    var table = TextTable(
      (withIdentities ? [TextTable.Column(style.text(.id))] : []) + [
        TextTable.Column(style.text(.closeDate)), TextTable.Column(style.text(.name), flexible: true),
        TextTable.Column(style.text(.account), flexible: true), TextTable.Column(style.text(.owner), flexible: true),
        TextTable.Column(style.text(.amount), right: true),
        TextTable.Column(style.text(.shortProbability), right: true),
        TextTable.Column(style.text(.weighted), right: true),
      ])
    for deal in deals {
      table.add((withIdentities ? [deal.deal.body.externalID ?? "\(deal.deal.id)"] : []) + cells(deal))
    }
    if let total, let cells = total.total {
      let worth = zip(total.columns, cells).first { $0.0.key == "weighted" }?.1
      let amount = zip(total.columns, cells).first { $0.0.key == "amount" }?.1
      func text(_ cell: ReportCell?) -> String {
        if case .money(let units)? = cell { style.numbers.amount(units, style.currency) } else { "" }
      }
      table.add([style.text(.total)] + (withIdentities ? [""] : []) + ["", "", "", text(amount), "", text(worth)])
    }
    return table.lines(style.terminal)
  }

  private func cells(_ deal: StageDeal) -> [String] {
    let body = deal.deal.body
    let amount = deal.agreed.map { amount in
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
