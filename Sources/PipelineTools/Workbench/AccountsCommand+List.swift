import ArgumentParser
import PipelinePlugins
import SalesPipeline
import ToolSupport

extension AccountsCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List accounts.",
      discussion: """
        As text, 50 accounts are shown; other formats hold all of them.

        EXAMPLES
          pipeline accounts list --name acme
          pipeline accounts list --owner anna --source web --attribute sector=metal
          pipeline accounts list --sort owner,-created_at --columns name,owner,created_at
          pipeline accounts list --group owner
          pipeline accounts list --as-of 2026-06-30
          pipeline accounts list --deleted
          pipeline accounts list --format csv --output accounts.csv
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var paging: Paging
    @OptionGroup(title: "Filters") var filters: AccountFilters
    @Option(
      parsing: .unconditional,
      help: "The fields to order by, with commas, such as owner,name; - in front reverses the order.")
    var sort = "name"
    @Option(help: "What to group by: owner, source or standing.") var group: String?
    @Option(help: "The fields to show, with commas, such as name,owner,source.") var columns: String?
    @Option(help: "Show the accounts as they were at the end of this day, yyyy-MM-dd. Default: now.")
    var asOf: CivilDate?
    @Flag(help: "Show the accounts that were deleted, which 'accounts restore' brings back.") var deleted = false
    @OptionGroup var output: ListOutput

    func validate() throws {
      if deleted, asOf != nil || group != nil || sort != "name" || !filters.isEmpty {
        throw ValidationError(
          usage: "--deleted lists all deleted accounts, the oldest first; leave out what orders or filters")
      }
      _ = try RecordOrder(sort, of: AccountBody.fields)
      _ = try fields()
      _ = try grouping()
    }

    /// The fields to show; `nil` for the usual ones.
    private func fields() throws -> [Field<AccountBody>]? {
      try columns.map { try Words.names($0).map { try RecordOrder.field($0, of: AccountBody.fields) } }
    }

    private func grouping() throws -> Field<AccountBody>? {
      try group.map { try RecordOrder.grouping($0, of: AccountBody.fields) }
    }

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let part = output.isText ? paging.page : paging.whole
        guard !deleted else {
          return try await DeletedRecords(desk, options, output, paging).accounts(part, fields())
        }
        try MomentOptions.checkPast(asOf, desk)
        let language = try options.language(desk.setup)
        var columns = try await RecordColumns(desk, language)
        let snapshot = try await desk.snapshot(asOf.map { .asOf(desk.endOfDay($0)) } ?? .now)
        let group = try grouping()
        var page: Page<Account>
        var groups: RecordGroups<AccountBody>?
        if sort == "name", group == nil, filters.isNameOnly {
          page = try await snapshot.accounts(nameContains: filters.name, offset: part.offset, limit: part.limit)
        } else {
          let all = try await snapshot.accounts(matching: filters.filter)
          let sorted = try RecordOrder(sort, of: AccountBody.fields).within(group).sorted(all, columns)
          page = Page(items: Array(sorted.dropFirst(part.offset).prefix(part.limit)), total: all.count, next: nil)
          groups = group.map { RecordGroups(sorted, by: $0) }
        }
        try await columns.read(page.items)
        var list = RecordList(
          name: "accounts", title: LocalizedText(WorkPhrase.accounts), records: page.items,
          columns: try fields()?.map { columns.field($0) { _ in nil } }
            ?? (output.isText ? columns.usualOfAccounts : columns.allOfAccounts),
          key: { columns.key($0.id, $0.body.externalID) })
        if let group, let groups {
          let column = columns.field(group) { _ in nil }
          let shown = part.offset..<part.offset + page.items.count
          list.groups = groups.headings(showing: shown) { own in
            columns.heading(column.text(own[0]), own.count, .accountGroupHeading)
          }
        }
        list.filter = filters.filter
        list.asOf = asOf
        list.note = paging.note(page.items.count, of: page.total, language)
        try await list.write(output, desk, options)
      }
    }
  }
}

/// Which accounts a list is about.
struct AccountFilters: ParsableArguments {
  @Option(help: "Only accounts whose name contains this.") var name: String?
  @Option(
    help: "Only accounts of this salesperson; may be given several times, as the next two may.",
    completion: .names(.people))
  var owner: [String] = []
  @Option(help: "Only accounts from this source.", completion: .names(.entries(.source))) var source: [String] = []
  @Option(help: "Only accounts with this attribute: NAME=VALUE.") var attribute: [Assignment] = []

  var isNameOnly: Bool { owner.isEmpty && source.isEmpty && attribute.isEmpty }
  var isEmpty: Bool { isNameOnly && name == nil }

  /// The filter of deals that says the same, for what is shown above a list.
  var filter: DealFilter {
    var filter = DealFilter()
    (filter.text, filter.owners, filter.sources) = (name, owner, source)
    for one in attribute { filter.attributes[one.field, default: []].append(one.value) }
    return filter
  }
}

extension RecordColumns {
  /// The heading of a group.
  func heading(_ value: String, _ count: Int, _ phrase: WorkPhrase) -> String {
    language.text(phrase, ["value": .text(value.isEmpty ? "—" : value), "count": .count(count)])
  }
}
