public import SalesPipeline

/// Draws a figure with the deals behind it.
public struct FigureView: Sendable {
  private let style: DashboardStyle

  /// A view in a style.
  public init(_ style: DashboardStyle) { self.style = style }

  /// The text, without a line end.
  ///
  /// - Parameter short: Short ids of the deals; those that it lacks have their whole ids.
  public func text(_ figure: ExplainedFigure, short: [RecordID: String] = [:]) -> String {
    let document = figure.document
    let value = document.parameters.first { $0.key == "figure" }?.value ?? ""
    let heading = DisplayText.safe(
      style.language.text(FigurePhrase.heading, ["title": .label(document.title), "value": .label(value)]))
    let rows = StageView(style).lines(figure.deals.items, total: document.table, keys: short)
    let notes = style.notes(document)
    return
      ([style.terminal.styled(DisplayText.clipped(heading, to: style.terminal.width), .bold)]
      + AskedView.lines(document.parameters, style.language, style.terminal) + rows
      + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
  }
}
