public import SalesPipeline

/// Draws the deals of one stage.
public struct StageView: Sendable {
  private let style: DashboardStyle

  /// A view in a style.
  public init(_ style: DashboardStyle) { self.style = style }

  /// The text, without a line end.
  ///
  /// - Parameters:
  ///   - stage: The status's key, or `cycle/status`.
  ///   - asked: The other filters.
  public func text(
    _ stage: String, _ deals: [StageDeal], _ setup: PipelineSetup, asked: [ReportParameter] = []
  ) -> String {
    let heading = style.text(
      .dealsIn, ["stage": .text(DisplayText.safe(label(stage, deals, setup))), "count": .count(deals.count)])
    let title = DisplayText.clippedInside(heading, to: style.terminal.width)
    let above = [style.terminal.styled(title, .bold)] + AskedView.lines(asked, style.language, style.terminal)
    return (above + lines(deals)).joined(separator: "\n")
  }

  /// The label of the stage, with its sales cycle if there are several.
  private func label(_ stage: String, _ deals: [StageDeal], _ setup: PipelineSetup) -> String {
    let parts = stage.split(separator: "/", maxSplits: 1).map(String.init)
    let (named, key) = parts.count > 1 ? (parts[0], parts[1]) : (deals.first?.deal.body.cycle, stage)
    let cycle =
      setup.salesCycles.first { $0.key == named } ?? setup.salesCycles.first { named == nil && $0.stage(key) != nil }
    let label = cycle?.stage(key)?.label ?? LocalizedText(key)
    guard setup.salesCycles.count > 1 else { return label.text(style.language) }
    let name = cycle?.label ?? named.map { LocalizedText($0) } ?? ""
    return style.language.text(FigurePhrase.stageOfCycle, ["stage": .label(label), "cycle": .label(name)])
  }

  /// The deals as the lines of a table, or as cards where it is too wide.
  ///
  /// - Parameter total: A table with what all of them are worth in a row of its own.
  /// - Parameter keys: The ids in front of deals without an external id, such as short ones; `nil` for no column of ids.
  func lines(_ deals: [StageDeal], total: ReportTable? = nil, keys: [RecordID: String]? = nil) -> [String] {
    let withIdentities = keys != nil
    var table = TextTable(
      (withIdentities ? [TextTable.Column(style.text(.id))] : []) + [
        TextTable.Column(style.text(.closeDate)), TextTable.Column(style.text(.name), flexible: true, isName: true),
        TextTable.Column(style.text(.account), flexible: true, isName: true),
        TextTable.Column(style.text(.owner), flexible: true, isName: true),
        TextTable.Column(style.text(.amount), right: true),
        TextTable.Column(style.text(.shortProbability), right: true),
        TextTable.Column(style.text(.weighted), right: true),
      ])
    for deal in deals {
      table.add(
        (withIdentities ? [deal.deal.body.externalID ?? keys?[deal.deal.id] ?? "\(deal.deal.id)"] : []) + cells(deal))
    }
    if let total, let cells = total.total {
      let worth = zip(total.columns, cells).first { $0.0.key == "weighted" }?.1
      let amount = zip(total.columns, cells).first { $0.0.key == "amount" }?.1
      func text(_ cell: ReportCell?) -> String {
        if case .money(let units)? = cell { style.numbers.amount(units, style.currency) } else { "" }
      }
      table.add([style.text(.total)] + (withIdentities ? [""] : []) + ["", "", "", text(amount), "", text(worth)])
    }
    return table.fitted(style.terminal, heading: withIdentities ? [0, 2] : [1])
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
