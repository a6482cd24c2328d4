import PipelinePlugins
import SalesPipeline

/// Writes who manages whom in a sample company, and what people and their managers expect to win. Each person speaks for
/// themselves, in the order of events: a manager may adjust the calls of those whom the manager has then.
struct SampleSayings {
  private let desk: Desk
  private let staff: SampleStaff
  private let managers: SampleManagers
  private let today: CivilDate
  private let beginning: CivilDate
  private var random: SeededNumbers

  init(_ desk: Desk, _ staff: SampleStaff, today: CivilDate, beginning: CivilDate, seed: UInt64) {
    (self.desk, self.staff, self.today, self.beginning) = (desk, staff, today, beginning)
    // Dice of its own: what deals do does not depend on who manages whom.
    random = SeededNumbers(seed: seed ^ 0x5EED)
    managers = SampleManagers(of: staff.people, beginning: beginning, &random)
  }

  /// Writes everything.
  mutating func write() async throws {
    var entries = managers.entries(of: staff.people)[...]
    for round in try await rounds() {
      try await write(entries.prefix { $0.day <= round.day })
      entries = entries.drop { $0.day <= round.day }
      for (person, call) in round.calls.sorted(by: { $0.key < $1.key }) {
        try await desk.acting(as: person).together { [desk] transaction in
          transaction.takePlace(at: desk.moment(call.day, minute: 9 * 60 + Int64(person.utf8.count)))
          _ = try await transaction.call(call.amount, for: call.period)
        }
      }
      for (manager, calls) in round.adjustments.sorted(by: { $0.key < $1.key }) {
        try await desk.acting(as: manager).together { [desk] transaction in
          for (place, call) in calls.sorted(by: { $0.day < $1.day }).enumerated() {
            transaction.takePlace(at: desk.moment(call.day, minute: 16 * 60 + Int64(place * 4)))
            _ = try await transaction.adjustCall(of: call.person, to: call.amount, for: call.period)
          }
        }
      }
    }
    try await write(entries)
  }

  /// Writes what records of salespeople say.
  private func write(_ entries: some Collection<SampleManagers.Entry>) async throws {
    guard !entries.isEmpty else { return }
    try await desk.together { transaction in
      for entry in entries {
        transaction.takePlace(at: desk.moment(entry.day, minute: 8 * 60))
        _ = try await transaction.setSalesperson(entry.person) { ($0.team, $0.manager) = (entry.team, entry.manager) }
      }
    }
  }

  private mutating func rounds() async throws -> [SampleCalls.Round] {
    var results: [SampleCalls.Part: Int128] = [:]
    for row in try await desk.salesGrid(by: .quarter).rows {
      guard let quarter = row.period else { continue }
      let (sum, overflow) = row.figures.won.unweighted.addingReportingOverflow(row.figures.open.weighted)
      results[SampleCalls.Part(person: row.owner, quarter: quarter)] = overflow ? nil : sum
    }
    let calls = SampleCalls(
      calendar: desk.setup.calendar.fiscal, currency: desk.setup.baseCurrency, today: today, results: results)
    let who = try await speakers()
    return calls.rounds(from: beginning, who, &random)
  }

  /// Those who may make calls, and their managers: as the access policy knows them, else as invented here.
  private func speakers() async throws -> SampleCalls.Staff {
    let access = desk.setup.access
    var callers: [SamplePerson] = []
    var known: [String: String?] = [:]
    for person in staff.people where try await access.grant(to: person.name).changes.includes(person.name) {
      callers.append(person)
      guard let above = try await access.managers(of: person.name) else { continue }
      known[person.name] = .some(nil)
      for manager in above {
        let grant = try await access.grant(to: manager)
        guard grant.sees.includes(person.name), grant.changes != .owners([]) else { continue }
        known[person.name] = manager
        break
      }
    }
    return SampleCalls.Staff(callers: callers) { [managers, known] person, day in
      known[person.name] ?? managers.manager(of: person, on: day)
    }
  }
}
