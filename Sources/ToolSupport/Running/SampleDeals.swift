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
}

/// Makes the lives of a sample company's deals.
struct SampleDeals: Sendable {
  let setup: PipelineSetup
  let today: CivilDate
  let lookups: LookupTables
  let accounts: [SampleAccount]
  private static let oldest = 725

  /// The day before anything happened.
  var beginning: CivilDate { today.adding(days: -Self.oldest - 1) ?? today }

  /// A deal's life up to yesterday.
  func life(_ index: Int, _ random: inout SampleRandom) -> SampleLife {
    let cycle = setup.salesCycles[0]
    // Few accounts buy much, many buy little.
    let place = min(random.below(accounts.count), random.below(accounts.count))
    let account = accounts[place]
    let age = 5 + random.below(Self.oldest - 5)
    let length = 20 + random.below(100) + random.below(100)
    let created = today.adding(days: -age) ?? today
    let source = random.below(3) == 0 ? lookups[.source].sample(&random) : nil
    let lines = lines(&random)
    let amount = lines.isEmpty ? Money(minorUnits: Int64(1_000 + random.below(5_000_000)), currency: currency) : nil
    let expected = random.below(25) == 0 ? nil : created.adding(days: length - 10 + random.below(40))
    let filled = cycle.stages.first.map { required(by: $0, &random) }
    var life = SampleLife(account: place)
    life.steps.append(
      SampleLife.Step(day: created) { [currency] body in
        body.name = lines.first.map { "\(account.name): \($0.product)" } ?? account.name
        body.cycle = cycle.key
        body.externalID = "S-\(index + 1)"
        body.owner = account.owner
        body.source = source
        body.currency = currency
        body.lines = lines
        body.statedAmount = amount
        body.expectedCloseDate = expected
        body.nextStep = SampleNames.steps[0]
        filled?(&body)
      })
    let closing =
      length < age && random.below(20) > 0 ? quarterEnd(created.adding(days: length) ?? today, &random) : nil
    let closed = closing.flatMap { $0 > created && $0 < today ? $0 : nil }
    let target = target(of: cycle, isClosed: closed != nil, &random)
    let way = cycle.path(to: target)
    let path = target.outcome == .lost ? cycle.cutShort(way, &random) : way
    let last = closed ?? today.adding(days: -1) ?? today
    slip(&life, from: created, to: last, &random)
    move(&life, along: path, from: created, to: last, endsThere: closed != nil, &random)
    if closed == nil, random.below(8) == 0 {
      let own = BasisPoints(percent: 5 + 5 * random.below(18))
      life.steps.append(SampleLife.Step(day: last) { $0.probability = own })
    }
    life.steps = life.steps.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
      .map(\.element)
    return life
  }

  private var currency: Currency { setup.baseCurrency }

  private func target(of cycle: SalesCycle, isClosed: Bool, _ random: inout SampleRandom) -> Stage {
    if isClosed {
      let outcome: Outcome = random.below(100) < 55 ? .won : .lost
      if let stage = cycle.stages.first(where: { $0.outcome == outcome }) { return stage }
    }
    let open = cycle.stages.filter { $0.outcome == .open }
    return open[min(open.count - 1, min(random.below(open.count), random.below(open.count + 1)))]
  }

  /// Moves a deal from stage to stage; the last move is on the last day where the deal ends there.
  private func move(
    _ life: inout SampleLife, along path: [Stage], from first: CivilDate, to last: CivilDate, endsThere: Bool,
    _ random: inout SampleRandom
  ) {
    let days = max(1, Int(last.daysSince1970 - first.daysSince1970))
    for (index, stage) in path.enumerated() {
      let isEnd = endsThere && index == path.count - 1
      let share = (days * (index + 1) + random.below(days)) / (path.count + 1)
      let day = isEnd ? last : first.adding(days: min(days, share)) ?? last
      let filled = required(by: stage, &random)
      let step = SampleNames.steps[random.below(SampleNames.steps.count)]
      life.steps.append(
        SampleLife.Step(day: day) { body in
          body.status = stage.key
          if stage.outcome == .open { body.nextStep = step }
          filled(&body)
        })
    }
  }

  /// Some deals are put off, some grow or shrink on the way.
  private func slip(
    _ life: inout SampleLife, from first: CivilDate, to last: CivilDate, _ random: inout SampleRandom
  ) {
    let days = max(2, Int(last.daysSince1970 - first.daysSince1970))
    if random.below(3) == 0, let day = first.adding(days: 1 + random.below(days - 1)) {
      let later = 14 + random.below(60)
      life.steps.append(
        SampleLife.Step(day: day) { body in
          body.expectedCloseDate = body.expectedCloseDate.flatMap { $0.adding(days: later) }
        })
    }
    if random.below(5) == 0, let day = first.adding(days: 1 + random.below(days - 1)) {
      let more = Int64(1 + random.below(3))
      life.steps.append(
        SampleLife.Step(day: day) { body in
          guard let line = body.lines.indices.first else { return }
          body.lines[line].quantity = ExactDecimal(more)
        })
    }
  }

  /// Deals close in the last weeks of a quarter more often than not.
  private func quarterEnd(_ date: CivilDate, _ random: inout SampleRandom) -> CivilDate? {
    let (year, month, _) = date.components
    guard random.below(5) < 2, let start = CivilDate(year: year, month: (month - 1) / 3 * 3 + 1, day: 1) else {
      return date
    }
    return start.adding(months: 3)?.adding(days: -1 - random.below(14))
  }

  private func lines(_ random: inout SampleRandom) -> [OpportunityLine] {
    let products = lookups[.line].entries.filter { !$0.isRetired }
    guard !products.isEmpty else { return [] }
    return (0...min(random.below(3), random.below(4))).map { _ in
      let product = products[random.below(products.count)]
      let price =
        product.attributes["list_price"].flatMap { ExactDecimal($0) } ?? ExactDecimal(Int64(100 + random.below(5_000)))
      let quantity = ExactDecimal(Int64(1 + min(random.below(20), random.below(20))))
      return OpportunityLine(product: product.key, quantity: quantity, unitPrice: price)
    }
  }

  /// Fills what a stage requires.
  private func required(by stage: Stage, _ random: inout SampleRandom) -> @Sendable (inout OpportunityBody) -> Void {
    let reason = lookups[.lossReason].sample(&random)
    let (competitor, source) = (lookups[.competitor].sample(&random), lookups[.source].sample(&random))
    return { [day = today] body in
      if stage.outcome == .lost { body.lossReason = reason }
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

extension SalesCycle {
  /// The stages that a new deal goes through on its way to one, the shortest way that the cycle allows; where a stage says nothing,
  /// the way leads through the open stages in their order. Empty where there is no way.
  fileprivate func path(to target: Stage) -> [Stage] {
    guard let first = stages.first, first.key != target.key else { return [] }
    var ways: [String: [Stage]] = [first.key: []]
    var waiting = [first]
    while !waiting.isEmpty {
      let stage = waiting.removeFirst()
      for next in followers(of: stage, to: target) where ways[next.key] == nil {
        let way = (ways[stage.key] ?? []) + [next]
        if next.key == target.key { return way }
        ways[next.key] = way
        waiting.append(next)
      }
    }
    return []
  }

  private func followers(of stage: Stage, to target: Stage) -> [Stage] {
    if let next = stage.next { return next.compactMap { self.stage($0) } }
    let place = stages.firstIndex { $0.key == stage.key } ?? 0
    return [stages[(place + 1)...].first { $0.outcome == .open } ?? target]
  }

  /// A way that leaves for its end at some stage from which that is allowed: deals are lost early and late.
  fileprivate func cutShort(_ path: [Stage], _ random: inout SampleRandom) -> [Stage] {
    guard let end = path.last, let first = stages.first else { return path }
    let places = path.indices.filter { place in
      (place == 0 ? first : path[place - 1]).next?.contains(end.key) ?? true
    }
    guard !places.isEmpty else { return path }
    return Array(path[..<places[random.below(places.count)]]) + [end]
  }
}
