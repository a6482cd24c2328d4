import Foundation
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// A year of a random company: two sales cycles, three currencies, people who change teams, changes of lookup entries,
/// rates and configurations, and a pipeline that is closed and reopened. Each answer of a snapshot of now must equal the
/// later answer of a snapshot as of the same instant.
@Suite("As of any instant of a random year", .serialized)
struct RandomYearTests {
  /// How many edits a year has.
  private static let steps = 110

  /// What was answered, and when.
  private struct Recorded {
    let number: Int
    /// The instant that is asked for later: that of the last edit, or the end of its day.
    let at: Instant
    /// The day of the question.
    let day: CivilDate
    let answers: [Answer]
  }

  /// A question with what was answered.
  struct Answer: Equatable {
    let question: String
    let answer: AnyHashable
  }

  @Test(
    "each instant, asked again later, gives the answer of then", arguments: zip(Backend.all, [7, 2026] as [UInt64]))
  func identity(backend: Backend, seed: UInt64) async throws {
    print("seed \(seed)")
    let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let world = AsOfTests.World(seed: seed)
    let (storage, rates) = (backend.make(folder), MovingRates())
    func open() async throws -> Pipeline {
      let checked = ConfigurationReader(catalog: .bundled).check(text: RandomCompany.yaml(world), file: "sales.yaml")
      var setup = try #require(checked.value, "\(checked.report)")
      setup.storage = storage
      setup.rates = rates
      return try await Pipeline.open(setup, environment: world.environment)
    }
    var pipeline = try await open()
    do {
      var company = try await RandomCompany(pipeline.acting(as: "anna"), world, rates)
      var recorded: [Recorded] = []
      for _ in 0..<Self.steps {
        world.pass(seconds: Int64(world.random(6 * 86_400) + 1))
        if world.random(12) == 0 {
          await pipeline.close()
          pipeline = try await open()
          company.desk = pipeline.acting(as: "anna")
        } else {
          try await company.edit()
        }
        guard world.random(3) == 0 else { continue }
        let (number, now) = (recorded.count, world.environment.now())
        let day = pipeline.civilDate(of: now)
        let answers = try await Self.answers(company.desk, .now, day, number)
        let end = pipeline.endOfDay(company.desk.today)
        let isDay = world.random(2) == 0
        recorded.append(Recorded(number: number, at: isDay ? end : now, day: day, answers: answers))
        if isDay {
          let left = end.microsecondsSince1970 - now.microsecondsSince1970
          world.pass(seconds: left / 1_000_000 + 1)
        }
        // Asked while the journal still grows, too.
        if world.random(4) == 0 { try await expect(company.desk, recorded[world.random(recorded.count)]) }
      }
      #expect(company.made > 20 && company.refused < Self.steps / 2)
      for one in recorded { try await expect(company.desk, one) }
      // What is kept in memory is none of the reasons.
      await pipeline.close()
      pipeline = try await open()
      for one in recorded.suffix(3) { try await expect(pipeline.acting(as: "anna"), one) }
    } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }

  private func expect(_ desk: Desk, _ recorded: Recorded) async throws {
    let again = try await Self.answers(desk, .asOf(recorded.at), recorded.day, recorded.number)
    for (one, other) in zip(recorded.answers, again) where one != other {
      Issue.record("as of \(recorded.at), \(one.question): \(one.answer)\nis answered now: \(other.answer)")
    }
    #expect(recorded.answers.count == again.count)
  }

  /// All that is asked of one snapshot. What each costs allows a few dimensions and measures a time, others the next.
  private static func answers(_ desk: Desk, _ moment: Moment, _ day: CivilDate, _ number: Int) async throws -> [Answer]
  {
    let since = desk.endOfDay(day.adding(days: -20 - 7 * (number % 5)) ?? day)
    let snapshot = try await desk.snapshot(moment, since: since)
    var answers: [Answer] = []
    func ask(_ question: String, _ answer: () async throws -> AnyHashable) async throws {
      do {
        answers.append(Answer(question: question, answer: try await answer()))
      } catch let error as any ExplainedError {
        answers.append(Answer(question: question, answer: "\(error)"))
      }
    }
    let widgets = ["funnel", "sales_grid", "waterfall", "conversion", "by-stage", "by-team"].map {
      DashboardWidget(rawValue: $0)
    }
    try await ask("dashboard") { plain(try await snapshot.dashboard(widgets: widgets, dealsPerStage: 2)) }
    for definition in definitions(number) {
      try await ask("\(definition.period) by \(definition.groupBy)") { plain(try await snapshot.forecast(definition)) }
    }
    for (name, filter) in filters(day) {
      try await ask("deals \(name)") {
        let page = try await snapshot.opportunities(filter, limit: 4)
        return "\(page.items.map { "\($0.name) \($0.cycle)/\($0.status) \($0.owner)" }) of \(page.total)"
      }
    }
    try await ask("accounts") { try await snapshot.accounts(limit: 3).items.map { "\($0.name) \($0.attributes)" } }
    try await ask("stage") {
      let page = try await snapshot.deals(inStage: "direct/prospecting", limit: 3)
      return "\(page.items.map { "\($0.accountName) \($0.deal.name) \($0.weighted ?? -1)" }) of \(page.total)"
    }
    try await ask("why") {
      let figure = try await snapshot.explain(FigureCell([.owner: "ben"], .weighted), of: byOwner, limit: 3)
      return "\(figure.value) \(figure.deals.items.map(\.deal.name)) of \(figure.deals.total)"
    }
    for table in [LookupTableName.source, .competitor] { try await ask("\(table)") { snapshot.lookups[table].entries } }
    return answers
  }

  private static let byOwner = ReportDefinition("by-owner", period: .all, groupBy: [.owner], measures: [.weighted])

  /// Two periods and two dimensions a time; after nine times each relative period was asked for.
  private static func definitions(_ number: Int) -> [ReportDefinition] {
    let relative = RelativePeriod.allCases
    let others: [ReportPeriod] = [.all, .rolling(months: 4), .rolling(months: -3), .offset(.quarter, -1)]
    let dimensions = DealDimension.allCases + [.account("sector")]
    let measures = ReportMeasure.allCases.filter {
      !$0.needsTargets && !$0.needsCalls && !ReportMeasure.ofStays.contains($0)
    }
    func dimension(_ place: Int) -> DealDimension { dimensions[place % dimensions.count] }
    func measure(_ place: Int) -> [ReportMeasure] { (0..<4).map { measures[(4 * place + $0) % measures.count] } }
    return [
      ReportDefinition(
        "relative", period: .relative(relative[number % relative.count]), groupBy: [dimension(number)],
        measures: measure(number)),
      ReportDefinition(
        "other", period: others[number % others.count], groupBy: [.team, dimension(number * 3 + 7)].uniqued,
        measures: measure(number + 3)),
    ]
  }

  private static func filters(_ day: CivilDate) -> [(String, DealFilter)] {
    func filter(_ change: (inout DealFilter) -> Void) -> DealFilter {
      var filter = DealFilter()
      change(&filter)
      return filter
    }
    return [
      ("all", DealFilter()), ("called", filter { $0.text = "ac" }), ("direct", filter { $0.cycles = ["direct"] }),
      ("changed", filter { $0.changedSince = day.adding(days: -9) }), ("north", filter { $0.teams = ["north"] }),
      ("metal", filter { $0.attributes = ["sector": ["metal"]] }), ("gtx", filter { $0.products = ["gtx"] }),
      ("large", filter { $0.amount = AmountRange(from: 500) }),
    ]
  }

  /// A document without what must differ: when it was made, as of when, and up to which place.
  private static func plain(_ document: ReportDocument) -> ReportDocument {
    var document = document
    document.parameters = []
    document.receipt?.madeAt = Instant(microsecondsSince1970: 0)
    document.receipt?.asOf = nil
    document.receipt?.sequence = 0
    return document
  }
}

extension [DealDimension] {
  fileprivate var uniqued: [DealDimension] { first == last ? Array(prefix(1)) : self }
}

/// The company: what is done to it, step by step.
struct RandomCompany {
  var desk: Desk
  /// How many deals were made, and how many edits a rule refused.
  private(set) var made = 0
  private(set) var refused = 0
  private let world: AsOfTests.World
  private let rates: MovingRates
  private(set) var deals: [RecordID] = []
  private(set) var gone: [RecordID] = []
  private var accounts: [RecordID] = []

  private static let people = ["anna", "ben", "eva"]
  private static let currencies = [Currency.usd, .eur, Currency("GBP")!]

  init(_ desk: Desk, _ world: AsOfTests.World, _ rates: MovingRates) async throws {
    (self.desk, self.world, self.rates) = (desk, world, rates)
    // All people are known from the start: who is entered later is shown in their first team also before.
    for person in Self.people {
      _ = try await desk.together { batch in try await batch.setSalesperson(person) { $0.team = "north" } }
    }
    for name in ["Acme", "Zenith"] {
      accounts.append(try await desk.addAccount(name) { $0.attributes = ["sector": "metal"] }.id)
    }
  }

  /// Some configuration: stages change what they are called, how likely they are and what they forecast.
  static func yaml(_ world: AsOfTests.World) -> String {
    let (likely, forecast) = (30 + 10 * world.random(4), ["best_case", "commit", "pipeline"][world.random(3)])
    let period = ["month", "quarter"][world.random(2)]
    return """
      version: 1
      name: Company \(likely)
      storage: memory
      currency: {base: USD}
      calendar: {time_zone: Europe/Paris}
      lookups:
        OpportunityLine: {stored: {seed: [gtx, mg]}}
        OpportunitySource: {stored: {seed: [fair, web]}}
        OpportunityCompetitor: {stored: {seed: [globex]}}
        OpportunityLossReason: {stored: {seed: [price]}}
      sales_cycles:
        direct:
          stages:
            - {key: prospecting, label: First \(likely), probability: 10}
            - {key: engaging, probability: \(likely), forecast: \(forecast)}
            - {key: won, outcome: won}
            - {key: lost, outcome: lost, requires: [loss_reason]}
        partners:
          stages:
            - {key: prospecting, probability: 20}
            - {key: signing, probability: \(likely + 20), from: [direct]}
            - {key: won, outcome: won}
            - {key: lost, outcome: lost}
      history: [every_change]
      rates: {fixed: {EUR: 1.1}}
      dashboard: {widgets: [funnel, sales_grid], period: \(period), waterfall: \(period)}
      reports:
        by-stage: {period: this_year, group_by: [cycle, stage], measures: [count, unweighted, weighted, won, lost]}
        by-team: {period: this_quarter, group_by: [team, owner], measures: [count, win_rate, average_age, won], compare: previous_period}

      """
  }

  private func one<Element>(_ list: [Element]) -> Element { list[world.random(list.count)] }

  /// Does something; what a rule refuses was only tried.
  mutating func edit() async throws {
    do {
      switch world.random(20) {
      case 0: accounts.append(try await desk.addAccount("Account \(accounts.count)").id)
      case 1: try await editAccount()
      case 2:
        let (person, team) = (one(Self.people), one(["north", "south", nil]))
        _ = try await desk.together { batch in try await batch.setSalesperson(person) { $0.team = team } }
      case 3: try await editLookups()
      case 4, 5:
        // The day before: a rate is of its whole day, also of what was asked on it before the rate was loaded.
        let day = desk.today.adding(days: 1) ?? desk.today
        rates.move(world, day)
        rates.set(
          Self.currencies[2], ExactDecimal(coefficient: Int64(world.random(9_000) + 9_000), scale: 4) ?? 1, day)
        try await desk.refreshRates()
      case 6 where !gone.isEmpty: deals.append(try await desk.restore(gone.removeLast()).id)
      case 7 where deals.count > 5:
        let id = deals.remove(at: world.random(deals.count))
        try await desk.delete(try await desk.opportunity(id))
        gone.append(id)
      case let kind where kind < 13 || deals.isEmpty: try await addDeal()
      default: try await editDeal()
      }
    } catch is Refused { refused += 1 }
  }

  private mutating func addDeal() async throws {
    let (cycle, currency, amount) = (one(["direct", "partners"]), one(Self.currencies), Int64(world.random(200_000)))
    let (owner, product, days) = (one(Self.people), world.random(2) == 0 ? one(["gtx", "mg"]) : nil, world.random(200))
    let account = try await desk.account(one(accounts))
    let (number, today) = (made, desk.today)
    let deal = try await desk.addOpportunity(in: account) {
      $0.name = "Deal \(number)"
      $0.cycle = cycle
      $0.owner = owner
      $0.currency = currency
      $0.expectedCloseDate = today.adding(days: days)
      if let product {
        $0.lines = [.init(product: product, quantity: 2, unitPrice: ExactDecimal(amount / 100))]
      } else {
        $0.statedAmount = Money(minorUnits: amount, currency: currency)
      }
    }
    made += 1
    deals.append(deal.id)
  }

  private func editDeal() async throws {
    let (id, kind, amount) = (one(deals), world.random(10), Int64(world.random(300_000)))
    let (owner, days, source) = (one(Self.people), world.random(300), one(["fair", "web", nil]))
    let (likely, forecast) = (Fixture.percent(5 + world.random(90)), one(["omitted", "commit", "pipeline"]))
    let (status, today) = (one(["engaging", "signing", "won", "lost", "prospecting"]), desk.today)
    _ = try await desk.edit(id) { deal in
      switch kind {
      case 0: deal.expectedCloseDate = today.adding(days: days)
      case 1: deal.owner = owner
      case 2: deal.source = source
      case 3: deal.probability = likely
      case 4: deal.forecast = forecast
      case 5: deal.name = "Deal \(amount)"
      case 6:
        deal.cycle = "partners"
        deal.status = "signing"
      case 7 where deal.lines.isEmpty:
        deal.statedAmount = deal.currency.flatMap { Money(minorUnits: amount, currency: $0) }
      default:
        deal.status = status
        if status == "lost" { deal.lossReason = "price" }
      }
    }
  }

  private func editAccount() async throws {
    let (account, name, sector) = (try await desk.account(one(accounts)), world.random(100), one(["metal", "wood"]))
    _ = try await desk.edit(account) {
      if name < 50 { $0.name = "Account \(name) of \($0.name.prefix(4))" } else { $0.attributes = ["sector": sector] }
    }
  }

  private func editLookups() async throws {
    let number = world.random(1_000)
    switch world.random(3) {
    case 0: try await desk.addLookupEntry(LookupEntry("entry\(number)"), to: .competitor)
    case 1: try await desk.renameLookupEntry("web", in: .source, to: "Web \(number)")
    default: try await desk.reorderLookup(.source, one([["web", "fair"], ["fair", "web"]]))
    }
  }
}
