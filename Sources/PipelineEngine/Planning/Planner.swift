package import PipelinePlugins

/// Plans changes of deals: a pure function from a deal before and after an edit to the deal to store, or to refusals.
///
/// Every write uses it: a single edit is a batch of one, an import a batch of many. A class, since a copy of a structure of
/// this many parts counts references to each.
package final class Planner: Sendable {
  package let cycles: [SalesCycle]
  package let baseCurrency: Currency
  package let probability: [ProbabilityRule]
  package let history: [any HistoryPolicy]
  package let lookups: LookupTables
  private let cycleByKey: [String: Int]
  let takesStatedProbability: Bool
  let days: CivilDays

  /// - Parameter timeZone: The IANA name of the time zone for days.
  package init(
    cycles: [SalesCycle], baseCurrency: Currency, probability: [ProbabilityRule], history: [any HistoryPolicy],
    lookups: LookupTables, timeZone: String = "UTC"
  ) {
    self.cycles = cycles
    self.baseCurrency = baseCurrency
    self.probability = probability
    self.history = history
    self.lookups = lookups
    days = CivilDays(zone: timeZone)
    cycleByKey = Dictionary(cycles.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { a, _ in a })
    takesStatedProbability = Self.takesStated(probability, cycles)
  }

  /// The planner with other lookup tables.
  func with(_ lookups: LookupTables) -> Planner { Planner(self, lookups) }

  private init(_ other: Planner, _ lookups: LookupTables) {
    cycles = other.cycles
    baseCurrency = other.baseCurrency
    probability = other.probability
    history = other.history
    self.lookups = lookups
    cycleByKey = other.cycleByKey
    takesStatedProbability = other.takesStatedProbability
    days = other.days
  }

  /// The sales cycle with a key.
  package func cycle(_ key: String) -> SalesCycle? { cycleByKey[key].map { cycles[$0] } }

  /// The stage of a deal; `nil` if it was removed from the configuration.
  package func stage(of deal: OpportunityBody) -> Stage? { cycle(deal.cycle)?.stage(deal.status) }

  /// Plans a new deal.
  package func planCreation(
    _ draft: consuming OpportunityBody, in account: AccountBody, _ moment: PlanningMoment
  ) -> Result<OpportunityBody, Refused> {
    var plan = DealPlan(planner: self, before: nil, after: draft, moment: moment)
    plan.applyDefaults(account)
    return plan.finish()
  }

  /// Plans an edit of a deal.
  package func planEdit(
    from before: OpportunityBody, to after: consuming OpportunityBody, _ moment: PlanningMoment
  ) -> Result<OpportunityBody, Refused> {
    var plan = DealPlan(planner: self, before: before, after: after, moment: moment)
    return plan.finish()
  }

  /// Plans the rename of a stage's key: only the status changes, unless the outcome of the new stage differs.
  ///
  /// - Parameter status: A stage of the deal's sales cycle.
  package func planRename(
    of before: OpportunityBody, to status: String, _ moment: PlanningMoment
  ) -> OpportunityBody {
    var after = before
    after.status = status
    var plan = DealPlan(planner: self, before: before, after: after, moment: moment)
    return plan.rename()
  }

  /// The journal's cells for changes, each marked by the history policies.
  package func cellChanges(_ changes: [FieldChange], of edit: RecordEdit) -> [CellChange] {
    changes.map { change in
      CellChange(
        change.field, old: change.old, new: change.new,
        // Imported values are not part of the history.
        inHistory: change.field != ImportMemory.field && history.contains { $0.keeps(change, of: edit) })
    }
  }

  /// Whether any rule returns a person's own probability: tested with one that no stage has.
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
