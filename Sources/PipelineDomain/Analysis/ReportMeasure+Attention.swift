/// Measures of what managers look after: overdue and slipped deals, ranks, and what is missing to a target.
extension ReportMeasure {
  /// The place of the row in the order of the report.
  public static let rank = ReportMeasure(
    "rank", Phrase("column.rank", english: "Rank", french: "Rang"), .count, .rank,
    "The place of the row in the order of the report, from 1; rows that are equal in the first column of `sort` share it."
  )
  /// The amount of the deals that are counted.
  public static let amount = ReportMeasure(
    "amount", ColumnPhrase.amount.phrase, .money, .amount(.asked),
    "The amount of the deals that are counted, omitted and lost ones too where they are.")
  /// How many open deals are past their close date.
  public static let overdue = ReportMeasure(
    "overdue", Phrase("column.overdue", english: "Overdue", french: "En retard"), .count, .countOf(.overdue, .open),
    "How many open deals are past their close date.")
  /// The amount of the open deals that are past their close date.
  public static let overdueAmount = ReportMeasure(
    "overdue_amount", Phrase("column.overdue_amount", english: "Overdue amount", french: "Montant en retard"), .money,
    .amountOf(.overdue, .open), "The amount of the open deals that are past their close date.")
  /// Days since the close date of the overdue deals, on average.
  public static let averageOverdue = ReportMeasure(
    "average_overdue",
    Phrase("column.average_overdue", english: "Average days overdue", french: "Retard moyen (jours)"), .days,
    .mean(.overdue, .open), "Days since the close date of the open deals that are past it, on average.")
  /// How many deals had their expected close date moved to a later day.
  public static let slipped = ReportMeasure(
    "slipped", Phrase("column.slipped", english: "Slipped", french: "Décalées"), .count, .countOf(.slips, .asked),
    "How many of the deals that are counted had their expected close date moved to a later day.")
  /// The amount of the slipped deals.
  public static let slippedAmount = ReportMeasure(
    "slipped_amount", Phrase("column.slipped_amount", english: "Slipped amount", french: "Montant décalé"), .money,
    .amountOf(.slips, .asked), "The amount of the deals that had their expected close date moved to a later day.")
  /// The slipped deals' share of those that are counted.
  public static let slippedShare = ReportMeasure(
    "slipped_share", Phrase("column.slipped_share", english: "Slip rate", french: "Taux de décalage"), .percent,
    .share(.countOf(.slips, .asked), .count(.asked)),
    "The share of the deals that are counted whose expected close date was moved to a later day.")
  /// How often close dates were moved to a later day.
  public static let slips = ReportMeasure(
    "slips", Phrase("column.slips", english: "Slips", french: "Décalages"), .count, .total(.slips, .asked),
    "How often expected close dates were moved to a later day: days on which a deal's close date became later.")
  /// The days by which a slipped deal was moved out in all, on average.
  public static let averageSlip = ReportMeasure(
    "average_slip", Phrase("column.average_slip", english: "Days slipped", french: "Jours de décalage"), .days,
    .mean(.slippedDays, .asked), "The days by which a slipped deal was moved out in all, on average.")
  /// What is missing to the target.
  public static let missing = ReportMeasure(
    "missing", Phrase("column.missing", english: "To target", french: "Reste à faire"), .money,
    .difference(.target, .amount(.won)), "What is missing to the target; below zero where more was won.")
  /// The amount of the open deals, as a share of what is missing to the target.
  public static let coverageUnweighted = ReportMeasure(
    "coverage_unweighted",
    Phrase("column.coverage_unweighted", english: "Unweighted coverage", french: "Couverture non pondérée"), .percent,
    .share(.amount(.kept), .difference(.target, .amount(.won))),
    "The amount of the open deals, omitted ones left out, as a share of what is missing to the target.", every: true)
}
