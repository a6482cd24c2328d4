import PipelinePlugins
import SalesPipeline

/// What happens to a deal, day by day; the first step makes it.
struct SampleLife: Sendable {
  struct Step: Sendable {
    let day: CivilDate
    let change: @Sendable (inout OpportunityBody) -> Void
  }

  /// The account's place.
  let account: Int
  var steps: [Step] = []
  /// The day on which it is expected to close, as planned so far.
  var expected: CivilDate?
  /// The days between which it is open.
  var open: [Range<CivilDate>] = []

  mutating func add(_ day: CivilDate, _ change: @escaping @Sendable (inout OpportunityBody) -> Void) {
    steps.append(Step(day: day, change: change))
  }
}

/// Makes the lives of a sample company's deals.
struct SampleDeals: Sendable {
  let setup: PipelineSetup
  let today: CivilDate
  let lookups: LookupTables
  let accounts: [SampleAccount]
  let people: [SamplePerson]
  private static let oldest = 725

  /// The day before anything happened.
  static func beginning(_ today: CivilDate) -> CivilDate { today.adding(days: -oldest - 1) ?? today }

  private var yesterday: CivilDate { today.adding(days: -1) ?? today }

  /// A deal's life up to yesterday.
  func life(_ index: Int, _ random: inout SeededNumbers) -> SampleLife {
    let cycle = setup.salesCycles[0]
    // Few accounts buy much, many buy little.
    let place = min(random.below(accounts.count), random.below(accounts.count))
    let age = 5 + random.below(Self.oldest - 5)
    let length = 20 + random.below(100) + random.below(100)
    let created = day(-age, from: today)
    let rival = random.below(100) < 55 ? competitor(&random) : nil
    var life = SampleLife(account: place)
    begin(&life, index, created, length: length, &random)
    let closing =
      length < age && random.below(40) > 0 ? quarterEnd(day(length, from: created), &random) : nil
    let closed = closing.flatMap { $0 > day(10, from: created) && $0 < today ? $0 : nil }
    let owner = people[accounts[place].owner(on: closed ?? created).person]
    let target = closed == nil ? nil : end(of: cycle, odds: owner.skill + (rival == nil ? 12 : -3), &random)
    let goal = target ?? reached(cycle, Double(age) / Double(length), &random)
    let way = cycle.path(to: goal)
    let path = goal.outcome == .lost ? cycle.cutShort(way, &random) : way
    let last = closed ?? yesterday
    slip(&life, from: created, to: last, isWon: goal.outcome == .won, &random)
    grow(&life, from: created, to: last, &random)
    move(&life, along: path, from: created, to: last, endsThere: target != nil, rival, &random)
    life.open.append(created..<last)
    var isOpen = target == nil || path.isEmpty
    if target != nil, path.last?.outcome == .lost {
      isOpen = comeBack(&life, cycle, from: path.dropLast().last ?? cycle.stages[0], lost: goal, on: last, &random)
    }
    if isOpen, random.below(5) == 0 {
      let own = BasisPoints(percent: 5 + 5 * random.below(18))
      life.add(yesterday) { $0.probability = own }
    }
    handOver(&life, from: created)
    life.steps = life.steps.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
      .map(\.element)
    return life
  }

  func day(_ days: Int, from day: CivilDate) -> CivilDate { day.adding(days: days) ?? day }

  /// The deal as it is made.
  private func begin(
    _ life: inout SampleLife, _ index: Int, _ created: CivilDate, length: Int, _ random: inout SeededNumbers
  ) {
    let account = accounts[life.account]
    let owner = people[account.owner(on: created).person].name
    let source =
      random.below(4) > 0 ? account.source ?? lookups[.source].sample(&random) : lookups[.source].sample(&random)
    let lines = lines(account.money, &random)
    let amount = lines.isEmpty ? account.money.amount(50 * (1 + random.below(1_000))) : nil
    // Salespeople expect to close earlier than they do.
    let expected = random.below(25) == 0 ? nil : day(length * (50 + random.below(70)) / 100 + 1, from: created)
    life.expected = expected
    let cycle = setup.salesCycles[0]
    let filled = cycle.stages.first.map { required(by: $0, &random) }
    life.add(created) { body in
      body.name = lines.first.map { "\(account.name): \($0.product)" } ?? account.name
      body.cycle = cycle.key
      body.externalID = "S-\(index + 1)"
      body.owner = owner
      body.source = source
      body.currency = account.money.currency
      body.lines = lines
      body.statedAmount = amount
      body.expectedCloseDate = expected
      body.nextStep = SampleNames.steps[0]
      filled?(&body)
    }
  }

  /// Where a deal ends.
  private func end(of cycle: SalesCycle, odds: Int, _ random: inout SeededNumbers) -> Stage? {
    let outcome: Outcome = random.below(100) < odds ? .won : .lost
    return cycle.stages.first { $0.outcome == outcome }
  }

  /// How far an open deal has got after a part of its time.
  private func reached(_ cycle: SalesCycle, _ part: Double, _ random: inout SeededNumbers) -> Stage {
    let open = cycle.stages.filter { $0.outcome == .open }
    let part = min(1, part) * Double(open.count) * 0.6 + Double(random.below(70)) / 100
    return open[min(open.count - 1, Int(part))]
  }

  /// Moves a deal from stage to stage; the last move is on the last day where the deal ends there.
  private func move(
    _ life: inout SampleLife, along path: [Stage], from first: CivilDate, to last: CivilDate, endsThere: Bool,
    _ rival: String?, _ random: inout SeededNumbers
  ) {
    let days = max(1, Int(last.daysSince1970 - first.daysSince1970))
    for (index, stage) in path.enumerated() {
      let isEnd = endsThere && index == path.count - 1
      let share = (days * (index + 1) + random.below(days)) / (path.count + 1)
      let when = isEnd ? last : day(max(1, min(days - 1, share)), from: first)
      let filled = required(by: stage, rival: rival, &random)
      let step = SampleNames.steps[random.below(SampleNames.steps.count)]
      life.add(when) { body in
        body.status = stage.key
        if stage.outcome == .open { body.nextStep = step }
        filled(&body)
      }
    }
  }

  /// Some lost deals come back, where the sales cycle allows it.
  ///
  /// - Returns: Whether the deal is open again.
  private func comeBack(
    _ life: inout SampleLife, _ cycle: SalesCycle, from left: Stage, lost: Stage, on end: CivilDate,
    _ random: inout SeededNumbers
  ) -> Bool {
    let again = day(30 + random.below(120), from: end)
    let stage =
      lost.next.map { next in next.lazy.compactMap { cycle.stage($0) }.first { $0.outcome == .open } } ?? left
    guard random.below(7) == 0, again < day(-20, from: today), let stage, stage.outcome == .open else { return false }
    let (expected, filled) = (day(30 + random.below(60), from: again), required(by: stage, &random))
    life.add(again) { body in
      body.status = stage.key
      body.expectedCloseDate = expected
      body.nextStep = "Make a new offer"
      body.winLossReport = nil
      filled(&body)
    }
    life.expected = expected
    let ends = day(15 + random.below(90), from: again)
    let goal = cycle.stages.first { $0.outcome == (random.below(100) < 55 ? .won : .lost) }
    let isAllowed = goal.map { goal in stage.next?.contains(goal.key) ?? true } ?? false
    let last = ends < today && isAllowed ? ends : yesterday
    slip(&life, from: again, to: last, isWon: goal?.outcome == .won, &random)
    life.open.append(again..<last)
    guard let goal, isAllowed, ends < today else { return true }
    move(&life, along: [goal], from: again, to: last, endsThere: true, nil, &random)
    return false
  }

  /// Deals close in the last weeks of a quarter more often than not.
  private func quarterEnd(_ date: CivilDate, _ random: inout SeededNumbers) -> CivilDate? {
    let (year, month, _) = date.components
    guard random.below(5) < 2, let start = CivilDate(year: year, month: (month - 1) / 3 * 3 + 1, day: 1) else {
      return date
    }
    return start.adding(months: 3)?.adding(days: -1 - random.below(14))
  }

  /// The first competitor bids more often than the others.
  private func competitor(_ random: inout SeededNumbers) -> String? {
    let usable = lookups[.competitor].entries.filter { !$0.isRetired }
    return usable.isEmpty ? nil : usable[min(random.below(usable.count), random.below(usable.count + 1))].key
  }

  /// Fills what a stage requires, and who else bids.
  private func required(
    by stage: Stage, rival: String? = nil, _ random: inout SeededNumbers
  ) -> @Sendable (inout OpportunityBody) -> Void {
    let reasons = lookups[.lossReason].entries.filter { !$0.isRetired }
    // Where another company bids, the first reason, such as the price, decides more often.
    let reason = rival != nil && random.below(3) == 0 ? reasons.first?.key : lookups[.lossReason].sample(&random)
    let (competitor, source) = (rival ?? competitor(&random), lookups[.source].sample(&random))
    return { [day = today] body in
      if stage.outcome == .lost { body.lossReason = reason }
      if let rival { body.competitor = body.competitor ?? rival }
      for field in stage.requires {
        switch field {
        case "loss_reason": body.lossReason = reason
        case "competitor": body.competitor = body.competitor ?? competitor
        case "source": body.source = body.source ?? source
        case "description": body.description = body.description ?? "As discussed."
        case "win_loss_report": body.winLossReport = body.winLossReport ?? "Price and timing decided."
        case "expected_close_date": body.expectedCloseDate = body.expectedCloseDate ?? day
        default: if body.nextStep == nil { body.nextStep = SampleNames.steps[0] }
        }
      }
    }
  }
}
