import PipelinePlugins
public import SalesPipeline

/// A believable company of two years: people who join, leave and change teams, accounts, and deals that move from stage to stage,
/// slip, grow, are won, are lost for reasons and to competitors, and come back. Every change takes effect on its day, in the order
/// of events. The same seed, day and setup make the same company.
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

  /// Fills a pipeline: deals and accounts in one transaction, then the records of the people, and their forecast calls as each
  /// of them makes them.
  ///
  /// - Parameter progress: Told how many of how many deals are planned.
  /// - Throws: ``Refused`` where the configuration's rules allow no such deals.
  public func fill(
    _ desk: Desk, deals count: Int, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> Summary {
    var random = SeededNumbers(seed: seed)
    let lookups = try await desk.lookups()
    let beginning = SampleDeals.beginning(today)
    let staff = try await SampleStaff.make(
      desk, count: min(40, max(4, count / 60)), beginning: beginning, &random)
    let foreign = try await SampleMoney.foreign(setup, since: beginning)
    let accounts = (0..<max(3, min(20_000, count / 6))).map { index in
      let isForeign = random.below(6) == 0 && !foreign.isEmpty
      return SampleAccount(
        name: SampleNames.company(index, &random), source: lookups[.source].sample(&random),
        externalID: "C-\(index + 1)",
        money: isForeign ? foreign[random.below(foreign.count)] : SampleMoney(base: setup.baseCurrency),
        owners: staff.owners(beginning, &random))
    }
    let maker = SampleDeals(setup: setup, today: today, lookups: lookups, accounts: accounts, people: staff.people)
    let lives = (0..<count).map { maker.life($0, &random) }
    let events = SampleEvent.all(of: accounts, lives, beginning, &random)
    try await write(events, of: maker, lives, desk, progress)
    progress(count, count)
    var sayings = SampleSayings(desk, staff, today: today, beginning: beginning, seed: seed)
    try await sayings.write()
    return Summary(accounts: accounts.count, deals: count)
  }

  private func write(
    _ events: [SampleEvent], of maker: SampleDeals, _ lives: [SampleLife], _ desk: Desk,
    _ progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws {
    try await desk.together { transaction in
      transaction.recordConfiguration(since: desk.moment(SampleDeals.beginning(today), minute: 0))
      var customers = [Account?](repeating: nil, count: maker.accounts.count)
      var deals = [Opportunity?](repeating: nil, count: lives.count)
      var made = 0
      for event in events {
        transaction.takePlace(at: desk.moment(event.day, minute: event.minute))
        switch event.action {
        case .account(let place):
          let account = maker.accounts[place]
          customers[place] = try await transaction.addAccount(account.name, source: account.source) {
            $0.owner = maker.people[account.owner(on: event.day).person].name
            $0.externalID = account.externalID
          }
        case .owner(let place, let person):
          guard let customer = customers[place] else { continue }
          customers[place] = try await transaction.edit(customer) { $0.owner = maker.people[person].name }
        case .deal(let place, let step):
          let life = lives[place]
          if let deal = deals[place] {
            deals[place] = try await transaction.edit(deal, life.steps[step].change)
          } else if let customer = customers[life.account] {
            deals[place] = try await transaction.addOpportunity(in: customer, life.steps[step].change)
            made += 1
            if made % 100 == 0 { progress(made, lives.count) }
          }
        }
      }
    }
  }
}

extension Desk {
  /// A minute of a day.
  func moment(_ day: CivilDate, minute: Int64) -> Instant {
    endOfDay(day).adding(microseconds: 1 + (minute - 24 * 60) * 60_000_000)
  }
}

/// Something that happens in a sample company at a moment.
struct SampleEvent: Sendable {
  enum Action: Sendable {
    /// An account is made.
    case account(Int)
    /// An account gets another owner.
    case owner(account: Int, person: Int)
    /// A step in the life of a deal.
    case deal(Int, step: Int)
  }

  let day: CivilDate
  /// The minute of the day.
  let minute: Int64
  let action: Action

  /// Everything that happens, in order: an account is a customer since its first deal was won, whichever deal was made first.
  /// Accounts are made some days before their first deal.
  static func all(
    of accounts: [SampleAccount], _ lives: [SampleLife], _ beginning: CivilDate,
    _ random: inout SeededNumbers
  ) -> [SampleEvent] {
    var events: [SampleEvent] = []
    var first = [CivilDate?](repeating: nil, count: accounts.count)
    for life in lives { first[life.account] = min(first[life.account] ?? .latest, life.steps[0].day) }
    for place in accounts.indices {
      let deal = first[place] ?? beginning.adding(days: 1 + random.below(700)) ?? beginning
      let made = max(beginning, deal.adding(days: -random.below(20)) ?? beginning)
      events.append(SampleEvent(day: made, minute: 8 * 60 + 15, action: .account(place)))
      for owner in accounts[place].owners where owner.from > made {
        events.append(
          SampleEvent(day: owner.from, minute: 8 * 60 + 30, action: .owner(account: place, person: owner.person)))
      }
    }
    for deal in lives.indices {
      let steps = lives[deal].steps
      var minute: Int64 = 0
      for step in steps.indices {
        // Within working hours, and one after the other where several happen on the same day.
        minute =
          step > 0 && steps[step].day == steps[step - 1].day
          ? minute + 7 : 9 * 60 + Int64((deal &* 7919 &+ step &* 104_729) % 480)
        events.append(SampleEvent(day: steps[step].day, minute: minute, action: .deal(deal, step: step)))
      }
    }
    let places = events.indices.sorted {
      (events[$0].day, events[$0].minute, $0) < (events[$1].day, events[$1].minute, $1)
    }
    return places.map { events[$0] }
  }
}

extension LookupTable {
  /// An entry that may be used, at random.
  func sample(_ random: inout SeededNumbers) -> String? {
    let usable = entries.filter { !$0.isRetired }
    return usable.isEmpty ? nil : usable[random.below(usable.count)].key
  }
}
