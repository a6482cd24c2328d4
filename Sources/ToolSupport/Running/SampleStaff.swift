import PipelinePlugins
import SalesPipeline

/// A salesperson of a sample company.
struct SamplePerson: Sendable {
  let name: String
  /// The first day.
  let joined: CivilDate
  /// The last day; `nil` while the person works here.
  let left: CivilDate?
  /// The teams, each from a day on; empty where the configuration or the store determines the team.
  let teams: [(from: CivilDate, name: String)]
  /// How many of a hundred deals the person wins.
  let skill: Int
}

/// An account of a sample company.
struct SampleAccount: Sendable {
  let name: String
  let source: String?
  let externalID: String
  /// The currency of its deals.
  let money: SampleMoney
  /// Who looks after it, each from a day on; the first from the beginning.
  var owners: [SampleOwner]

  /// Who looks after it on a day.
  func owner(on day: CivilDate) -> SampleOwner { owners.last { $0.from <= day } ?? owners[0] }
}

/// Who looks after an account from a day on.
struct SampleOwner: Sendable {
  let from: CivilDate
  let person: Int
}

/// The people of a sample company: some join later, some leave and hand over their accounts, some change teams.
struct SampleStaff: Sendable {
  let people: [SamplePerson]

  /// The people that the configuration names, by the access policy and targets; else as many invented ones.
  ///
  /// - Throws: ``SourceError``.
  static func make(
    _ desk: Desk, count: Int, beginning: CivilDate, _ random: inout SeededNumbers
  ) async throws -> SampleStaff {
    let known = try await desk.setup.access.teams()
    let stored = Set(try await desk.salespeople().map(\.body.name))
    let targets = try await desk.setup.targets?.targets() ?? []
    var (named, teams) = (Set(known.keys), Set<String>())
    if named.isEmpty { named = Set(try await desk.setup.access.people() ?? []) }
    for target in targets {
      switch target.holder {
      case .owner(let name): named.insert(name)
      case .team(let name): teams.insert(name)
      }
    }
    let names = named.isEmpty ? SampleNames.people(count, &random) : named.sorted()
    let groups = teams.count > 1 ? teams.sorted() : Array(SampleNames.teams.prefix(names.count < 8 ? 2 : 4))
    let people = names.indices.map { place in
      person(
        names[place], place, isInvented: named.isEmpty, beginning,
        known[names[place]] != nil || stored.contains(names[place]) ? [] : groups, &random)
    }
    return SampleStaff(people: people)
  }

  /// One of four joins later, another changes teams, and one of six leaves.
  private static func person(
    _ name: String, _ place: Int, isInvented: Bool, _ beginning: CivilDate, _ groups: [String],
    _ random: inout SeededNumbers
  ) -> SamplePerson {
    func day(_ days: Int) -> CivilDate { beginning.adding(days: days) ?? beginning }
    let (late, moved, last) = (60 + random.below(300), 450 + random.below(200), 560 + random.below(130))
    let skill = 30 + random.below(35)
    var teams: [(from: CivilDate, name: String)] = []
    let joined = isInvented && place % 4 == 1 ? day(late) : beginning
    if !groups.isEmpty {
      teams.append((joined, groups[place % groups.count]))
      if place % 4 == 2 { teams.append((day(moved), groups[(place + 1) % groups.count])) }
    }
    let leaves = isInvented && place % 6 == 4
    return SamplePerson(name: name, joined: joined, left: leaves ? day(last) : nil, teams: teams, skill: skill)
  }

  /// Who looks after an account in the course of time.
  func owners(_ beginning: CivilDate, _ random: inout SeededNumbers) -> [SampleOwner] {
    let first = people.indices.filter { people[$0].joined == beginning }
    var owners = [SampleOwner(from: beginning, person: first[random.below(first.count)])]
    let turns = people.indices.flatMap { place in
      [(people[place].joined, place, true), (people[place].left ?? beginning, place, false)]
    }.filter { $0.0 > beginning }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    for (day, place, joins) in turns {
      if joins, random.below(people.count) < 2 {
        owners.append(SampleOwner(from: day, person: place))
      } else if !joins, owners.last?.person == place {
        let here = people.indices.filter { people[$0].joined <= day && (people[$0].left ?? .latest) > day }
        if here.isEmpty { continue }
        owners.append(SampleOwner(from: day, person: here[random.below(here.count)]))
      }
    }
    return owners
  }
}
