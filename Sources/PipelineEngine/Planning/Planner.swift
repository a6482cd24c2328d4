package import PipelinePlugins

/// The heart of writing: decides, without touching anything, what a deal becomes or why it may not.
///
/// Every way in goes through here: a single edit is a batch of one, an import a batch of many.
package struct Planner: Sendable {
  package let cycles: [SalesCycle]
  package let baseCurrency: Currency
  package let probability: [ProbabilityRule]
  package let history: [any HistoryPolicy]
  package let lookups: LookupTables
  private let cycleByKey: [String: Int]
  let takesStatedProbability: Bool

  package init(
    cycles: [SalesCycle], baseCurrency: Currency, probability: [ProbabilityRule], history: [any HistoryPolicy],
    lookups: LookupTables
  ) {
    self.cycles = cycles
    self.baseCurrency = baseCurrency
    self.probability = probability
    self.history = history
    self.lookups = lookups
    cycleByKey = Dictionary(cycles.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { a, _ in a })
    takesStatedProbability = Self.takesStated(probability, cycles)
  }

  /// The sales cycle with a key.
  package func cycle(_ key: String) -> SalesCycle? { cycleByKey[key].map { cycles[$0] } }

  /// The stage that a deal is in; `nil` where no configured cycle has it any more.
  package func stage(of deal: OpportunityBody) -> Stage? { cycle(deal.cycle)?.stage(deal.status) }

  /// The deal that a new draft becomes.
  package func planCreation(
    _ draft: OpportunityBody, in account: AccountBody, _ moment: PlanningMoment
  ) -> Result<OpportunityBody, Refused> {
    var plan = DealPlan(planner: self, before: nil, after: draft, moment: moment)
    plan.applyDefaults(account)
    return plan.finish()
  }

  /// The deal that an edited one becomes.
  package func planEdit(
    from before: OpportunityBody, to after: OpportunityBody, _ moment: PlanningMoment
  ) -> Result<OpportunityBody, Refused> {
    var plan = DealPlan(planner: self, before: before, after: after, moment: moment)
    return plan.finish()
  }

  /// The journal's cells for a change, each marked by the history policies.
  package func cellChanges(_ changes: [FieldChange], of edit: RecordEdit) -> [CellChange] {
    changes.map { change in
      CellChange(
        change.field, old: change.old, new: change.new, inHistory: history.contains { $0.keeps(change, of: edit) })
    }
  }

  /// Whether any rule answers with a person's own figure: asked with one that no stage has.
  private static func takesStated(_ rules: [ProbabilityRule], _ cycles: [SalesCycle]) -> Bool {
    guard let stage = cycles.lazy.flatMap(\.stages).first(where: { $0.outcome == .open }) else { return true }
    let taken = Set(cycles.flatMap(\.stages).map(\.probability))
    guard let odd = (1..<10_000).lazy.compactMap({ BasisPoints($0) }).first(where: { !taken.contains($0) }) else {
      return true
    }
    var deal = OpportunityBody()
    deal.probability = odd
    let moment = ProbabilityMoment(stated: odd, stage: stage, deal: deal, at: Instant(microsecondsSince1970: 0))
    for case .onChange(let rule) in rules {
      if let answer = rule(moment) { return answer.value == odd && answer.origin == .person }
    }
    return false
  }
}

/// When and by whom a change is made.
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
  /// Whether a new deal without a close date gets the sales cycle's default.
  package var defaultsCloseDate = true
  /// When a new deal was made, where it is not now.
  package var createdAt: Instant?

  package init(at: Instant, today: CivilDate, author: String) {
    self.at = at
    self.today = today
    self.author = author
  }

  /// Says on which day a deal closed, where it is not today: it is closed since that day began at the place.
  mutating func close(on day: CivilDate?, _ days: CivilDays) {
    closedOn = day
    closedAt = day.map { days.instant($0) }
  }
}
