import ArgumentParser
import SalesPipeline
import ToolSupport

/// Accounts.
struct AccountsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts", abstract: "List, show, add, edit and merge accounts.",
    discussion: """
      EXAMPLES
        pipeline accounts list --name acme
        pipeline accounts add Acme --set source=web --set external_id=A-1
        pipeline accounts show A-1
        pipeline accounts edit A-1 --set owner=anna
        pipeline accounts duplicates
        pipeline accounts merge "Acme Ltd" A-1
      """,
    subcommands: [
      List.self, Show.self, Add.self, Edit.self, Delete.self, Restore.self, Merge.self, Duplicates.self, History.self,
    ],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List accounts.",
      discussion: """
        EXAMPLES
          pipeline accounts list --name acme
          pipeline accounts list --sort owner,-created_at --columns name,owner,created_at
          pipeline accounts list --deleted
          pipeline accounts list --format csv --output accounts.csv
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var paging: Paging
    @Option(help: "Only accounts whose name contains this.") var name: String?
    @Option(
      parsing: .unconditional,
      help: "The fields to order by, with commas, such as owner,name; - in front reverses the order.")
    var sort = "name"
    @Option(help: "The fields to show, with commas, such as name,owner,source.") var columns: String?
    @Flag(help: "Show the accounts that were deleted, which 'accounts restore' brings back.") var deleted = false
    @OptionGroup var output: ListOutput

    func validate() throws {
      if deleted, name != nil { throw ValidationError(usage: "say --deleted or --name, not both") }
      _ = try AccountOrder(sort)
      _ = try fields()
    }

    /// The fields to show; `nil` for the usual ones.
    private func fields() throws -> [Field<AccountBody>]? {
      try columns.map { try Words.names($0).map { try AccountOrder.field($0) } }
    }

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let part = output.isText ? paging.page : paging.whole
        guard !deleted else { return try await DeletedRecords(desk, options, output, paging).accounts(part) }
        let language = try options.language(desk.setup)
        var columns = try await RecordColumns(desk, language)
        var page = try await desk.accounts(nameContains: name, offset: part.offset, limit: part.limit)
        if sort != "name" {
          let all = try await desk.accounts(nameContains: name, limit: .max).items
          let sorted = try AccountOrder(sort).sorted(all, columns)
          let items = Array(sorted.dropFirst(part.offset).prefix(part.limit))
          page = Page(items: items, total: all.count, next: nil)
        }
        try await columns.read(page.items)
        var list = RecordList(
          name: "accounts", title: LocalizedText(WorkPhrase.accounts), records: page.items,
          columns: try fields()?.map { columns.field($0) { _ in nil } }
            ?? (output.isText ? columns.usualOfAccounts : columns.allOfAccounts),
          key: { columns.key($0.id, $0.body.externalID) })
        list.filter.text = name
        list.note = paging.note(page.items.count, of: page.total, language)
        try await list.write(output, desk, options)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show an account as a page: what it is, its deals and its history.",
      discussion: """
        EXAMPLES
          pipeline accounts show A-1
          pipeline accounts show A-1 --format fields
          pipeline accounts show A-1 --format json
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: AccountArgument
    @OptionGroup var shown: ShowOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let account = try await subject.find(desk)
        try await shown.show(account, AccountBody.fields, nil, desk, options) {
          try await AccountPage(account, desk, options)
        }
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add an account; prints its id.",
      discussion: """
        EXAMPLES
          pipeline accounts add Acme --set source=web --set external_id=A-1
        """)
    @OptionGroup var options: ToolOptions
    @Argument(help: "Its name.") var name: String
    @Option(name: .customLong("set"), help: "A field and its value: FIELD=VALUE; may be given several times.")
    var assignments: [Assignment] = []

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let account = try await desk.addAccount(name) { try assignments.apply(to: &$0, AccountBody.fields, nil) }
        try await Output.warnOfLikeAccounts(account, desk, try options.language(desk.setup))
        print("\(account.id)")
      }
    }
  }

  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Edit an account.",
      discussion: """
        EXAMPLES
          pipeline accounts edit A-1 --set owner=anna
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: AccountArgument
    @Option(name: .customLong("set"), help: "A field and its value: FIELD=VALUE, or FIELD= to clear it.")
    var assignments: [Assignment]

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let edited = try await desk.edit(try await subject.find(desk)) {
          try assignments.apply(to: &$0, AccountBody.fields, nil)
        }
        print(Output.version(edited.id, edited.version, try options.language(desk.setup)))
      }
    }
  }
}
