/// Dimensions of what managers look after, and the deal itself.
extension DealDimension {
  /// Days since the close date of open deals that are past it, in buckets.
  public static let daysOverdue = DealDimension(
    "days_overdue", Phrase("column.days_overdue", english: "Days overdue", french: "Jours de retard"), .overdue,
    "Days since the close date of open deals that are past it, in buckets; all others have none.")
  /// How often the expected close date was moved to a later day.
  public static let timesSlipped = DealDimension(
    "times_slipped", Phrase("column.times_slipped", english: "Times slipped", french: "Nombre de décalages"), .slips,
    "How often the expected close date was moved to a later day; deals where it never was have none.")
  /// The deal. A report that groups by it has a `limit`, and its `sort` says which deals it shows.
  public static let deal = DealDimension(
    "deal", ColumnPhrase.deal.phrase, .deal,
    "The deal: a row for each of the first deals in the order of `sort`, as many as `limit` says.")

  /// The day of the creation. Never a grouping.
  package static let createdDay = DealDimension(
    "created_on", Phrase("column.created_month", english: "Month created", french: "Mois de création"),
    .day(.created), "The day of the creation.")

  /// The dimension of a day of the deal itself, and that of its months.
  package static func days(of day: DealDay) -> (day: DealDimension, month: DealDimension) {
    day == .created ? (.createdDay, .createdMonth) : (.closeDay, .month)
  }
}
