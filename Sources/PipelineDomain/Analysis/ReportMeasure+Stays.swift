/// Measures of the stays of deals in open stages, for reports with `dated_by: entered`.
extension ReportMeasure {
  /// How many times a deal entered the stage.
  public static let entered = ReportMeasure(
    "entered", ConversionPhrase.entered.phrase, .count, .count(.open),
    "How many times deals entered the stage; with `dated_by: entered`.")
  /// How many stays ended in a later stage, or won.
  public static let movedOn = ReportMeasure(
    "moved_on", ConversionPhrase.movedOn.phrase, .count, .countOf(.movedOn, .open),
    "How many stays ended in a later stage of the sales cycle, or won; with `dated_by: entered`.")
  /// The share of the entries that moved on.
  public static let conversion = ReportMeasure(
    "conversion", ConversionPhrase.conversion.phrase, .percent, .share(.countOf(.movedOn, .open), .count(.open)),
    "The share of the entries that moved on; stays that last count as entries. With `dated_by: entered`.")
  /// Days that the stays that ended lasted, on average.
  public static let averageStay = ReportMeasure(
    "average_stay", ConversionPhrase.meanDays.phrase, .days, .mean(.stay, .open),
    "Days that the stays that ended lasted, on average; with `dated_by: entered`.")
  /// Days that the stays that ended lasted: the middle number.
  public static let medianStay = ReportMeasure(
    "median_stay", ConversionPhrase.medianDays.phrase, .days, .median(.stay, .open),
    "Days that the stays that ended lasted: the middle number; with `dated_by: entered`.")

  /// The measures of stays, which are the figures of a report with `dated_by: entered`.
  public static let ofStays: [ReportMeasure] = [entered, movedOn, conversion, averageStay, medianStay]
}
