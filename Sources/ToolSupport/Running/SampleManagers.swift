import PipelinePlugins
import SalesPipeline

/// Who manages the teams of a sample company: a head of each, one of whom is followed by another, and a director above them.
struct SampleManagers: Sendable {
  /// A head of a team from a day on.
  private struct Head {
    let team: String
    let from: CivilDate
    let name: String
  }

  /// What a salesperson's record says from a day on.
  struct Entry: Sendable {
    let day: CivilDate
    let person: String
    let team: String?
    let manager: String?
  }

  private let heads: [Head]
  private let director: String?
  private let beginning: CivilDate

  /// The managers of the teams that people have; none where the configuration or the store determines the teams.
  init(of people: [SamplePerson], beginning: CivilDate, _ random: inout SeededNumbers) {
    self.beginning = beginning
    let teams = Set(people.flatMap { $0.teams.map(\.name) }).sorted()
    let names = SampleNames.people(teams.isEmpty ? 0 : teams.count + 2, except: Set(people.map(\.name)), &random)
    var heads = zip(teams, names).map { Head(team: $0, from: beginning, name: $1) }
    if let first = teams.first, let change = beginning.adding(days: 250 + random.below(250)) {
      heads.append(Head(team: first, from: change, name: names[teams.count]))
    }
    (self.heads, director) = (heads, names.last)
  }

  /// The head of a team on a day.
  private func head(of team: String, on day: CivilDate) -> String? {
    heads.last { $0.team == team && $0.from <= day }?.name
  }

  /// The manager of a person on a day; `nil` where the person has none, does not work here yet, or left.
  func manager(of person: SamplePerson, on day: CivilDate) -> String? {
    guard person.works(on: day), let team = person.teams.last(where: { $0.from <= day }) else { return nil }
    return head(of: team.name, on: day)
  }

  /// The entries of all people, in the order in which they take effect: those of managers first.
  func entries(of people: [SamplePerson]) -> [Entry] {
    var entries = director.map { [Entry(day: beginning, person: $0, team: nil, manager: nil)] } ?? []
    entries += heads.map { Entry(day: $0.from, person: $0.name, team: $0.team, manager: director) }
    for person in people where !person.teams.isEmpty {
      // Who has another head has another manager, and so has who changes teams.
      let days = Set(person.teams.map(\.from) + heads.map(\.from)).filter { person.works(on: $0) }
      for day in days.sorted() {
        guard let team = person.teams.last(where: { $0.from <= day }) else { continue }
        let entry = Entry(day: day, person: person.name, team: team.name, manager: head(of: team.name, on: day))
        let last = entries.last { $0.person == person.name }
        if last?.team != entry.team || last?.manager != entry.manager { entries.append(entry) }
      }
    }
    return entries.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
  }
}

extension SamplePerson {
  /// Whether the person works here on a day.
  func works(on day: CivilDate) -> Bool { joined <= day && day < (left ?? .latest) }
}
