public import SalesPipeline

/// A believable company: people, accounts and deals, with seasons, habits and a few strokes of luck. The same seed, day and
/// setup make the same company.
public struct SampleCompany: Sendable {
  private let setup: PipelineSetup
  private let today: CivilDate
  private let seed: UInt64

  /// A company as it is on a day.
  public init(_ setup: PipelineSetup, today: CivilDate, seed: UInt64) {
    self.setup = setup
    self.today = today
    self.seed = seed
  }

  /// What was made.
  public struct Summary: Hashable, Sendable {
    /// Accounts.
    public let accounts: Int
    /// Deals.
    public let deals: Int
  }

  /// Fills a pipeline through the engine's bulk path.
  ///
  /// - Parameter progress: Told how many of how many deals are planned, from any thread.
  /// - Throws: ``Refused`` where the configuration's rules allow no such deals.
  public func fill(
    _ desk: Desk, deals count: Int, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> Summary {
    var random = SampleRandom(seed: seed)
    let lookups = try await desk.lookups()
    var load = BulkLoad()
    load.today = today
    let people = SampleNames.people(min(40, max(4, count / 60)), &random)
    for index in 0..<max(3, min(20_000, count / 6)) {
      var body = AccountBody()
      body.name = SampleNames.company(index, &random)
      body.source = Self.any(lookups[.source], &random)
      body.owner = people[random.below(people.count)]
      body.externalID = "C-\(index + 1)"
      load.newAccounts.append(BulkAccount(id: desk.makeID(), body: body))
    }
    load.deals.reserveCapacity(count)
    for index in 0..<count { load.deals.append(deal(index, people, load.newAccounts, lookups, &random)) }
    let summary = try await desk.load(load) { progress($0, count) }
    guard summary.isWritten else { throw Refused(summary.refused.first?.refusals ?? []) }
    return Summary(accounts: summary.accountsCreated, deals: summary.created)
  }

  private func deal(
    _ index: Int, _ people: [String], _ accounts: [BulkAccount], _ lookups: LookupTables,
    _ random: inout SampleRandom
  ) -> BulkDeal {
    let cycle = setup.salesCycles[0]
    // Few accounts buy much, many buy little.
    let account = accounts[min(random.below(accounts.count), random.below(accounts.count))]
    var body = OpportunityBody()
    body.account = account.id
    body.cycle = cycle.key
    body.externalID = "S-\(index + 1)"
    body.owner = account.body.owner ?? people[0]
    body.source = random.below(3) == 0 ? Self.any(lookups[.source], &random) : nil
    let age = 5 + random.below(720)
    let length = 20 + random.below(100) + random.below(100)
    let created = today.adding(days: -age) ?? today
    fillLines(&body, lookups, &random)
    body.name = body.lines.first.map { "\(account.body.name): \($0.product)" } ?? account.body.name
    var closedOn: CivilDate?
    if length < age, random.below(20) > 0, let closed = Self.quarterEnd(created.adding(days: length) ?? today, &random),
      closed <= today
    {
      let isWon = random.below(100) < 55
      if let stage = cycle.stages.first(where: { $0.outcome == (isWon ? .won : .lost) }) {
        body.status = stage.key
        fillRequired(&body, stage, lookups, &random)
      }
      closedOn = closed
      body.expectedCloseDate = closed
    } else {
      let open = cycle.stages.filter { $0.outcome == .open }
      let stage = open[min(open.count - 1, min(random.below(open.count), random.below(open.count + 1)))]
      body.status = stage.key
      fillRequired(&body, stage, lookups, &random)
      body.expectedCloseDate = random.below(25) == 0 ? nil : today.adding(days: random.below(180) - 20)
      if random.below(8) == 0 { body.probability = BasisPoints(percent: 5 + 5 * random.below(18)) }
    }
    return BulkDeal(body, closedOn: closedOn, createdAt: Instant(startOf: created))
  }

  /// Deals close in the last weeks of a quarter more often than not.
  private static func quarterEnd(_ date: CivilDate, _ random: inout SampleRandom) -> CivilDate? {
    let (year, month, _) = date.components
    guard random.below(5) < 2, let start = CivilDate(year: year, month: (month - 1) / 3 * 3 + 1, day: 1) else {
      return date
    }
    return start.adding(months: 3)?.adding(days: -1 - random.below(14))
  }

  private func fillLines(_ body: inout OpportunityBody, _ lookups: LookupTables, _ random: inout SampleRandom) {
    let products = lookups[.line].entries.filter { !$0.isRetired }
    guard !products.isEmpty else {
      body.statedAmount = Money(minorUnits: Int64(1_000 + random.below(5_000_000)), currency: setup.baseCurrency)
      body.currency = setup.baseCurrency
      return
    }
    for _ in 0...min(random.below(3), random.below(4)) {
      let product = products[random.below(products.count)]
      let price =
        product.attributes["list_price"].flatMap(ExactDecimal.init) ?? ExactDecimal(Int64(100 + random.below(5_000)))
      let quantity = ExactDecimal(Int64(1 + min(random.below(20), random.below(20))))
      body.lines.append(OpportunityLine(product: product.key, quantity: quantity, unitPrice: price))
    }
  }

  /// Whatever the stage asks for.
  private func fillRequired(
    _ body: inout OpportunityBody, _ stage: Stage, _ lookups: LookupTables, _ random: inout SampleRandom
  ) {
    if stage.outcome == .lost { body.lossReason = Self.any(lookups[.lossReason], &random) }
    if stage.outcome == .open { body.nextStep = SampleNames.steps[random.below(SampleNames.steps.count)] }
    for field in stage.requires {
      switch field {
      case "loss_reason": body.lossReason = Self.any(lookups[.lossReason], &random)
      case "competitor": body.competitor = Self.any(lookups[.competitor], &random)
      case "source": body.source = Self.any(lookups[.source], &random)
      case "description": body.description = "As discussed."
      case "win_loss_report": body.winLossReport = "Price and timing decided."
      default: if body.nextStep == nil { body.nextStep = SampleNames.steps[0] }
      }
    }
  }

  private static func any(_ table: LookupTable, _ random: inout SampleRandom) -> String? {
    let entries = table.entries.filter { !$0.isRetired }
    return entries.isEmpty ? nil : entries[random.below(entries.count)].key
  }
}

/// Random numbers from a seed, the same on every machine (Steele, Lea and Flood, 2014).
public struct SampleRandom: Sendable {
  private var state: UInt64

  /// Numbers from a seed.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to a bound, which must be above 0.
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}

/// Names that could be.
enum SampleNames {
  static let steps = [
    "Send the contract", "Call the buyer", "Book a demo", "Agree on terms", "Visit the site", "Answer the tender",
  ]
  private static let first = [
    "Anna", "Ben", "Chloé", "David", "Elif", "Farid", "Greta", "Hugo", "Inès", "Jonas", "Karin", "Luc", "Maya", "Nils",
    "Olga", "Paul", "Rosa", "Samir", "Tessa", "Victor",
  ]
  private static let last = [
    "Adler", "Bernard", "Costa", "Dubois", "Ek", "Fischer", "Garcia", "Hansen", "Ito", "Jansen", "Keller", "Lopez",
    "Moreau", "Novak", "Olsen", "Petit", "Rossi", "Silva", "Tanaka", "Weber",
  ]
  private static let roots = [
    "Nord", "Alto", "Vera", "Lumen", "Terra", "Cobalt", "Delta", "Orion", "Prisma", "Quanta", "Rivage", "Solis",
    "Tempo",
    "Umbra", "Vector", "Zenit", "Argo", "Boreal", "Cirrus", "Domus",
  ]
  private static let trades = [
    "Systems", "Foods", "Logistics", "Health", "Energy", "Textiles", "Robotics", "Media", "Optics", "Water", "Labs",
    "Retail",
  ]
  private static let forms = ["AG", "SA", "Ltd", "GmbH", "Inc.", "SARL", "BV", "AB"]

  static func people(_ count: Int, _ random: inout SampleRandom) -> [String] {
    var names: [String] = []
    while names.count < count {
      let name = "\(first[random.below(first.count)]) \(last[random.below(last.count)])"
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  static func company(_ index: Int, _ random: inout SampleRandom) -> String {
    let number = index / (roots.count * trades.count)
    let suffix = number == 0 ? "" : " \(number + 1)"
    return
      "\(roots[index % roots.count]) \(trades[index / roots.count % trades.count])\(suffix) \(forms[random.below(forms.count)])"
  }
}
