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
  let days: CivilDays

  /// - Parameter timeZone: The zone in which moments are days, as an IANA name.
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

  /// The same planner with other lookup tables.
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

  /// The deal after its stage was given another key: the status alone, unless the new stage has another outcome than the deal.
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

  /// The journal's cells for a change, each marked by the history policies.
  package func cellChanges(_ changes: [FieldChange], of edit: RecordEdit) -> [CellChange] {
    changes.map { change in
      CellChange(
        change.field, old: change.old, new: change.new,
        // What imports remember is nobody's doing.
        inHistory: change.field != ImportMemory.field && history.contains { $0.keeps(change, of: edit) })
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
