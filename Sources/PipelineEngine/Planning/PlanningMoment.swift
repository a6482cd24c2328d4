package import PipelinePlugins

/// The instant and the author of a change, with the exceptions that it has.
package struct PlanningMoment: Sendable {
  /// The effective instant.
  package var at: Instant
  /// The day of the instant in the configured time zone.
  package var today: CivilDate
  /// The author.
  package var author: String
  /// The closing date, if it is not ``today``.
  package var closedOn: CivilDate?
  /// The instant on that day from which the deal is closed.
  package var closedAt: Instant?
  /// Whether ``closedOn`` was given for this deal: it then corrects the closing date of a deal that is closed already,
  /// and is refused for one that stays open.
  package var statesClosing = false
  /// Whether a closing date may be after ``today``: for an import whose mapping allows it.
  package var allowsFutureClosing = false
  /// Whether a new deal may start in any stage: for imports, whose deals were worked on in another system.
  package var startsAnywhere = false
  /// Whether a deal may skip stages: for an import that knows the closing date but not the stages before.
  package var skipsStages = false
  /// Whether an undated new deal gets the sales cycle's default close date.
  package var defaultsCloseDate = true
  /// The creation of a new deal, if it is not now.
  package var createdAt: Instant?
  /// Whether the creation of a new deal is unknown: for an import without the date.
  package var isCreationUnknown = false

  package init(at: Instant, today: CivilDate, author: String) {
    self.at = at
    self.today = today
    self.author = author
  }

  /// Sets the closing date of several deals, if it is not today: each is closed from the start of that day.
  mutating func close(on day: CivilDate?, _ days: CivilDays) {
    closedOn = day
    closedAt = day.map { days.instant($0) }
  }

  /// Sets the closing date that a person gives for a single deal.
  mutating func stateClosing(on day: CivilDate?, _ days: CivilDays) {
    close(on: day, days)
    statesClosing = day != nil
  }
}
