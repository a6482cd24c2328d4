/// Measures of a forecast call: what deals add up to by their forecast category, and beside it what people expect.
extension ReportMeasure {
  /// The amount of the open deals of the forecast category `commit`.
  public static let commit = ReportMeasure(
    "commit", StandardPhrase.commit.phrase, .money, .amountOf(.commit, .kept),
    "The amount of the open deals whose forecast category is commit.")
  /// The amount of the open deals of the forecast category `best_case`.
  public static let bestCase = ReportMeasure(
    "best_case", StandardPhrase.bestCase.phrase, .money, .amountOf(.bestCase, .kept),
    "The amount of the open deals whose forecast category is best_case.")
  /// What salespeople expect to win.
  public static let call = ReportMeasure(
    "call", Phrase("column.call", english: "Call", french: "Annonce"), .money, .call(.call),
    "What the salesperson expects to win in the period, as stated with `pipeline calls`; never part of another figure.")
  /// What managers expect instead.
  public static let adjustment = ReportMeasure(
    "adjustment", Phrase("column.adjustment", english: "Adjustment", french: "Ajustement"), .money,
    .call(.adjustment), "What the manager expects of the salesperson instead; empty where the call is not adjusted.")
  /// The manager's figure where there is one, else the salesperson's.
  public static let adjustedCall = ReportMeasure(
    "adjusted_call", Phrase("column.adjusted_call", english: "Adjusted call", french: "Annonce ajustée"), .money,
    .call(.adjusted), "The manager's adjustment where there is one, else the salesperson's call.")

  /// Whether forecast calls have a part in it.
  public var needsCalls: Bool { formula.parts.contains { if case .call = $0 { true } else { false } } }

  /// The header of its column, for people.
  package var text: LocalizedText { LocalizedText(label) }
}
