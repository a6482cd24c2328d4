import ArgumentParser
import PipelinePlugins
import SalesPipeline
import ToolSupport

extension PeopleCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List salespeople.",
      discussion: """
        As text, 50 salespeople are shown; other formats hold all of them.

        EXAMPLES
          pipeline people list
          pipeline people list --group team --sort -created_at
          pipeline people list --team North --as-of 2026-06-30
          pipeline people list --format xlsx --output people.xlsx
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var paging: Paging
    @Option(help: "Only salespeople of this team; may be given several times.", completion: .names(.teams))
    var team: [String] = []
    @Option(help: "Only salespeople whom this person manages.", completion: .names(.people)) var manager: [String] = []
    @Option(
      parsing: .unconditional,
      help: "The fields to order by, with commas, such as team,name; - in front reverses the order.")
    var sort = "name"
    @Option(help: "What to group by: team or manager.") var group: String?
    @Option(help: "The fields to show, with commas, such as name,team.") var columns: String?
    @Option(help: "Show the salespeople as at the end of this day, yyyy-MM-dd. Default: now.") var asOf: CivilDate?
    @OptionGroup var output: ListOutput

    func validate() throws {
      _ = try RecordOrder(sort, of: SalespersonBody.fields)
      _ = try fields()
      _ = try grouping()
    }

    private func fields() throws -> [Field<SalespersonBody>]? {
      try columns.map { try Words.names($0).map { try RecordOrder.field($0, of: SalespersonBody.fields) } }
    }

    private func grouping() throws -> Field<SalespersonBody>? {
      try group.map { try RecordOrder.grouping($0, of: SalespersonBody.fields) }
    }

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        try MomentOptions.checkPast(asOf, desk)
        let language = try options.language(desk.setup)
        let columns = try await RecordColumns(desk, language)
        let all = try await desk.salespeople(asOf: asOf.map(desk.endOfDay))
        let wanted = try matching(all, desk)
        let group = try grouping()
        let sorted = try RecordOrder(sort, of: SalespersonBody.fields).within(group).sorted(wanted, columns)
        let part = output.isText ? paging.page : paging.whole
        let shown = Array(sorted.dropFirst(part.offset).prefix(part.limit))
        if all.isEmpty, output.isText { print(language.text(WorkPhrase.noPeople)) }
        let usual = SalespersonBody.fields.fields.filter {
          !$0.isBookkeeping && (!output.isText || $0.access == .person)
        }
        var list = RecordList(
          name: "people", title: LocalizedText(WorkPhrase.people), records: shown,
          columns: (try fields() ?? usual).map { columns.field($0) { _ in nil } }, key: { $0.body.name })
        list.showsKey = false
        if let group {
          let column = columns.field(group) { _ in nil }
          let headings = RecordGroups(sorted, by: group).headings(showing: part.offset..<part.offset + shown.count) {
            columns.heading(column.text($0[0]), $0.count, .personGroupHeading)
          }
          list.groups = headings
        }
        list.filter.teams = team
        list.asOf = asOf
        list.note = paging.note(shown.count, of: wanted.count, language)
        if !all.isEmpty || !output.isText { try await list.write(output, desk, options) }
        if asOf == nil { try await noteOthers(all, desk, language) }
      }
    }

    /// The salespeople of the teams and managers.
    ///
    /// - Throws: `ValidationError` for a team that nobody is in, and for a manager of nobody.
    private func matching(_ all: [Salesperson], _ desk: Desk) throws -> [Salesperson] {
      func known(_ noun: Wording, _ name: String, _ names: [String]) throws -> String {
        if let found = names.first(where: { desk.isSame($0, name) }) { return found }
        throw Words.noSuch(noun, name, names.isEmpty ? ["–"] : Set(names).sorted())
      }
      let teams = Set(try team.map { try known("team", $0, all.compactMap(\.body.team)) })
      let managers = Set(try manager.map { try known("manager", $0, all.compactMap(\.body.manager)) })
      return all.filter { person in
        (teams.isEmpty || person.body.team.map(teams.contains) ?? false)
          && (managers.isEmpty || person.body.manager.map(managers.contains) ?? false)
      }
    }

    /// Says who has no entry, but deals or a place in the configuration.
    private func noteOthers(_ all: [Salesperson], _ desk: Desk, _ language: Phrasebook) async throws {
      let added = Set(all.map(\.body.name))
      let owners = try await desk.knownOwners()
      let others = try await desk.knownPeople().filter {
        !added.contains($0) && ($0 != desk.user || owners.contains($0))
      }
      guard !others.isEmpty else { return }
      let names = others.prefix(8).map { $0.clipped() } + (others.count > 8 ? ["…"] : [])
      ToolRunner.note(language.text(WorkPhrase.peopleNotAdded, ["names": .list(names)]), language)
    }
  }
}
