public import PipelineDomain

/// A figure of a report: a row, a subtotal or the total, and which of its measures.
public struct FigureCell: Hashable, Sendable {
  /// What the row's groupings are, as keys or as people read them; an empty text for deals without. Those that are not named
  /// may be anything: then it is the figure of a subtotal, or of the total.
  public var values: [DealDimension: String]
  /// The measure; `nil` for the report's first.
  public var measure: ReportMeasure?
  /// Whether it is the figure of the period that the report compares with.
  public var isEarlier: Bool

  /// A figure; by default the total of the report's first measure.
  public init(
    _ values: [DealDimension: String] = [:], _ measure: ReportMeasure? = nil, isEarlier: Bool = false
  ) {
    self.values = values
    self.measure = measure
    self.isEarlier = isEarlier
  }
}

/// Why a report has no figure of a kind.
public enum FigureError: ExplainedError, Hashable {
  /// The report is not grouped by this.
  case notGrouped(DealDimension, known: [String])
  /// The report has not this measure.
  case notMeasured(ReportMeasure, known: [String])
  /// No row has this value.
  case noSuchValue(DealDimension, String, known: [String])
  /// The report does not compare this measure with an earlier period.
  case notCompared(ReportMeasure, known: [String])
  /// The measure is about outcomes that the report's filter leaves out.
  case contradicted(ReportMeasure, missing: [Outcome], asked: [Outcome])
  /// The measure is about deals, and the report about stays in stages; or the other way round.
  case otherRows(ReportMeasure, isOfStays: Bool)

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    switch self {
    case .notGrouped(let grouping, let known):
      LocalizedText(FigurePhrase.notGrouped, ["grouping": .text(grouping.rawValue), "known": .list(known)])
    case .notMeasured(let measure, let known):
      LocalizedText(FigurePhrase.notMeasured, ["measure": .text(measure.rawValue), "known": .list(known)])
    case .notCompared(let measure, let known):
      LocalizedText(FigurePhrase.noEarlier, ["measure": .text(measure.rawValue), "known": .list(known)])
    case .contradicted(let measure, let missing, let asked):
      LocalizedText(
        FigurePhrase.contradicted,
        [
          "measure": .text(measure.rawValue), "missing": .labels(missing.map(\.label)),
          "asked": .list(asked.map(\.rawValue)),
        ])
    case .otherRows(let measure, let isOfStays):
      LocalizedText(
        isOfStays ? FigurePhrase.ofStays : .ofDeals,
        ["measure": .text(measure.rawValue), "known": .list(ReportMeasure.ofStays.map(\.rawValue))])
    case .noSuchValue(let grouping, let value, let known):
      LocalizedText(
        FigurePhrase.noSuchValue,
        ["grouping": .text(grouping.rawValue), "value": .text(value.clipped()), "known": .list(known)])
    }
  }
}
