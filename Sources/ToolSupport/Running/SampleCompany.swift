public import SalesPipeline

/// A believable company: people, accounts and deals, with seasons, habits and a few strokes of luck, in the order of events: each
/// deal is made on its day, moves from stage to stage, slips, and is won or lost. The same seed, day and setup make the same
/// company.
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

  /// Fills a pipeline in one transaction.
  ///
  /// - Parameter progress: Told how many of how many deals are planned.
  /// - Throws: ``Refused`` where the configuration's rules allow no such deals.
  public func fill(
    _ desk: Desk, deals count: Int, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> Summary {
    var random = SampleRandom(seed: seed)
    let lookups = try await desk.lookups()
    let people = SampleNames.people(min(40, max(4, count / 60)), &random)
    let accounts = (0..<max(3, min(20_000, count / 6))).map { index in
      SampleAccount(
        name: SampleNames.company(index, &random), source: lookups[.source].sample(&random),
        owner: people[random.below(people.count)], externalID: "C-\(index + 1)")
    }
    let maker = SampleDeals(setup: setup, today: today, lookups: lookups, accounts: accounts)
    let lives = (0..<count).map { maker.life($0, &random) }
    // As it came about: an account is a customer since its first deal was won, whichever deal was made first.
    let events = lives.indices.flatMap { deal in
      lives[deal].steps.indices.map { step in
        (at: Self.instant(on: lives[deal].steps[step].day, deal, desk), deal: deal, step: step)
      }
    }.sorted { ($0.at, $0.deal, $0.step) < ($1.at, $1.deal, $1.step) }
    try await desk.together { transaction in
      transaction.takePlace(at: Self.instant(on: maker.beginning, 0, desk))
      var customers: [Account] = []
      for account in accounts { customers.append(try await account.add(to: &transaction)) }
      var deals = [Opportunity?](repeating: nil, count: count)
      var made = 0
      for (at, deal, step) in events {
        let life = lives[deal]
        transaction.takePlace(at: at)
        if let standing = deals[deal] {
          deals[deal] = try await transaction.edit(standing, life.steps[step].change)
        } else {
          deals[deal] = try await transaction.addOpportunity(in: customers[life.account], life.steps[step].change)
          made += 1
          if made % 100 == 0 { progress(made, count) }
        }
      }
    }
    progress(count, count)
    return Summary(accounts: accounts.count, deals: count)
  }

  /// A moment within the working hours of a day.
  private static func instant(on day: CivilDate, _ number: Int, _ desk: Desk) -> Instant {
    let minutes = Int64(number &* 7919 % 540)
    return desk.endOfDay(day).adding(microseconds: (minutes - 15 * 60) * 60_000_000)
  }
}

/// An account of a sample company.
struct SampleAccount: Sendable {
  let name: String
  let source: String?
  let owner: String
  let externalID: String

  func add(to transaction: inout Transaction) async throws -> Account {
    try await transaction.addAccount(name, source: source) {
      $0.owner = owner
      $0.externalID = externalID
    }
  }
}

extension LookupTable {
  /// An entry that may be used, at random.
  func sample(_ random: inout SampleRandom) -> String? {
    let usable = entries.filter { !$0.isRetired }
    return usable.isEmpty ? nil : usable[random.below(usable.count)].key
  }
}
