package import PipelinePlugins

/// When and by whom a change is made, and what the way in lets it do.
package struct PlanningMoment: Sendable {
  /// When it takes effect.
  package var at: Instant
  /// The civil day of that moment, in the configured zone.
  package var today: CivilDate
  /// Who makes it.
  package var author: String
  /// The day that a deal closed on, where it is not today.
  package var closedOn: CivilDate?
  /// The moment of that day since which the deal is closed.
  package var closedAt: Instant?
  /// Whether ``closedOn`` is about this deal whatever else changes: it then corrects the closing day of a deal that is closed
  /// already, and is refused for one that stays open.
  package var statesClosing = false
  /// Whether a closing day may lie after ``today``: an import whose mapping allows it.
  package var allowsFutureClosing = false
  /// Whether a new deal may start in any stage of its sales cycle: imports bring deals that went their way elsewhere.
  package var startsAnywhere = false
  /// Whether a deal may come to its stage without those between: an import that knows when a new deal closed, and not by which
  /// way.
  package var skipsStages = false
  /// Whether a new deal without a close date gets the sales cycle's default.
  package var defaultsCloseDate = true
  /// When a new deal was made, where it is not now.
  package var createdAt: Instant?
  /// Whether nobody knows when a new deal was made: an import that does not say so.
  package var isCreationUnknown = false

  package init(at: Instant, today: CivilDate, author: String) {
    self.at = at
    self.today = today
    self.author = author
  }

  /// Gives the day on which deals of many close, where it is not today: each is closed since that day began at the place.
  mutating func close(on day: CivilDate?, _ days: CivilDays) {
    closedOn = day
    closedAt = day.map { days.instant($0) }
  }

  /// Gives the day on which a person says that the deal at hand closed.
  mutating func stateClosing(on day: CivilDate?, _ days: CivilDays) {
    close(on: day, days)
    statesClosing = day != nil
  }
}
