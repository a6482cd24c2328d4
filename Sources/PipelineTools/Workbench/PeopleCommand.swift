import ArgumentParser
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// Salespeople: their teams and managers.
struct PeopleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "List, show, add and edit salespeople: their teams and managers.",
    discussion: """
      Reports by team and forecast calls read what is said here, unless the access policy of the configuration says it.

      EXAMPLES
        pipeline people list --group team
        pipeline people list --as-of 2026-06-30
        pipeline people add "Anna Snelling" --set team=North --set manager="Eva Ek"
        pipeline people edit "Anna Snelling" --set team=South
        pipeline people show "Anna Snelling"
        pipeline people history "Anna Snelling"
      """,
    subcommands: [List.self, Show.self, Add.self, Edit.self, History.self], defaultSubcommand: List.self)

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a salesperson as a page: the team, the managers, the deals and the history.",
      discussion: """
        EXAMPLES
          pipeline people show "Anna Snelling"
          pipeline people show "Anna Snelling" --as-of 2026-06-30
          pipeline people show "Anna Snelling" --format json
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: PersonArgument
    @Option(help: "Show the salesperson as at the end of this day, yyyy-MM-dd. Default: now.") var asOf: CivilDate?
    @OptionGroup var shown: ShowOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        try MomentOptions.checkPast(asOf, desk)
        let person = try await subject.find(desk, asOf: asOf)
        try await shown.show(person, SalespersonBody.fields, nil, desk, options) {
          try await PersonPage(person, asOf: asOf, desk, options)
        }
        try await Output.noteTeamOfPolicy(person, desk, try options.language(desk.setup))
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a salesperson; prints the id.",
      discussion: """
        EXAMPLES
          pipeline people add "Anna Snelling" --set team=North --set manager="Eva Ek"
        """)
    @OptionGroup var options: ToolOptions
    @Argument(help: "The name, as in the owner of deals.", completion: .names(.people)) var name: String
    @Option(
      name: .customLong("set"), help: "A field and its value, such as team=North; may be given several times.",
      completion: .names(.fields(.salesperson)))
    var assignments: [Assignment] = []

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let person = try await desk.addSalesperson(name) {
          try assignments.apply(to: &$0, SalespersonBody.fields, nil)
        }
        try await Output.warn(of: person, besides: nil, desk, try options.language(desk.setup))
        print("\(person.id)")
      }
    }
  }

  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Edit a salesperson.",
      discussion: """
        EXAMPLES
          pipeline people edit "Anna Snelling" --set team=South
          pipeline people edit "Anna Snelling" --set manager=
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: PersonArgument
    @Option(
      name: .customLong("set"), help: "A field and its value: FIELD=VALUE, or FIELD= to clear it.",
      completion: .names(.fields(.salesperson)))
    var assignments: [Assignment]

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let before = try await subject.find(desk, asOf: nil)
        let edited = try await desk.edit(before) { try assignments.apply(to: &$0, SalespersonBody.fields, nil) }
        let language = try options.language(desk.setup)
        try await Output.warn(of: edited, besides: before, desk, language)
        print(Output.version(edited, from: before, language))
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what changed of a salesperson.",
      discussion: """
        EXAMPLES
          pipeline people history "Anna Snelling"
          pipeline people history "Anna Snelling" --operations
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: PersonArgument
    @OptionGroup var shown: HistoryOptions
    @OptionGroup var output: ListOutput

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let person = try await subject.find(desk, asOf: nil).id
        let entries = try await desk.history(ofSalesperson: person, whole: shown.operations)
        try await Output.history(entries, to: output, desk, options, operations: shown.operations)
      }
    }
  }
}

/// The salesperson that a command is about.
struct PersonArgument: ParsableArguments {
  @Argument(help: "The salesperson's name.", completion: .names(.people)) var person: String

  /// The entry of the salesperson.
  ///
  /// - Throws: `NotFound`, with the nearest name.
  func find(_ desk: Desk, asOf: CivilDate?) async throws -> Salesperson {
    if let asOf {
      let people = try await desk.salespeople(asOf: desk.endOfDay(asOf))
      if let found = people.first(where: { desk.isSame($0.body.name, person) }) { return found }
      // Nobody yet: who was added later is not misspelt.
      throw NotFound(kind: .salesperson, key: person, near: nearest(person, in: people.map(\.body.name)))
    }
    if let found = try await desk.findSalesperson(named: person) { return found }
    let known = try await desk.knownPeople().filter { $0 != desk.user }
    if known.contains(person) { throw ToolError(.personNotAdded, ["name": .text(person.clipped())]) }
    throw NotFound(kind: .salesperson, key: person, near: nearest(person, in: known))
  }
}

extension Output {
  /// Warns of what may be misspelt in the entry of a salesperson, or has no effect.
  ///
  /// - Parameter before: The entry before an edit; what stayed is not warned of.
  static func warn(
    of person: Salesperson, besides before: Salesperson?, _ desk: Desk, _ language: Phrasebook
  ) async throws {
    let others = try await desk.salespeople().filter { $0.id != person.id }
    if let manager = person.body.manager, manager != before?.body.manager {
      try await warnOfNewPerson(manager, desk, language)
    }
    let teams = Set(others.compactMap(\.body.team))
    if let team = person.body.team, team != before?.body.team, !teams.contains(team),
      let near = nearest(team, in: teams.sorted())
    {
      let values: [String: PhraseValue] = ["value": .text(team.clipped()), "near": .text(near.clipped())]
      ToolRunner.note(language.text(WorkPhrase.newTeamNear, values), language)
    }
    try await noteTeamOfPolicy(person, desk, language)
  }

  /// Says that the access policy knows the team or the managers of a salesperson, so that the entry does not count.
  static func noteTeamOfPolicy(_ person: Salesperson, _ desk: Desk, _ language: Phrasebook) async throws {
    let access = desk.setup.access
    let team = try await access.teams()[person.body.name]
    let managers = try await access.managers(of: person.body.name)
    guard team.map({ $0 != person.body.team }) ?? false || managers != nil else { return }
    ToolRunner.note(language.text(WorkPhrase.teamOfPolicy), language)
  }
}
