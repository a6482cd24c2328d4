package import PipelinePlugins

/// What a figure is made of.
package struct FigureSources: Sendable {
  /// The measure.
  package let measure: ReportMeasure
  /// The figure: what the report shows.
  package let value: ReportCell
  /// What it is.
  package let kind: ReportColumnKind
  /// What it is called.
  package let label: LocalizedText
  /// The exact figures of the deals behind it.
  package let figures: DealFigures
  /// The deals behind it.
  package let listing: DealListing
  /// Those among them that are counted and not priced.
  package let gaps: [ReportGap]
  /// The rates that were used.
  package let rates: [RateUse]
}
