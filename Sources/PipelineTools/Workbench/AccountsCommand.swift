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
    @Option(
      name: .customLong("set"), help: "A field and its value: FIELD=VALUE; may be given several times.",
      completion: .names(.fields(.account)))
    var assignments: [Assignment] = []

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        try await Output.warnOfOwner(assignments, desk, try options.language(desk.setup))
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
    @Option(
      name: .customLong("set"), help: "A field and its value: FIELD=VALUE, or FIELD= to clear it.",
      completion: .names(.fields(.account)))
    var assignments: [Assignment]

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let before = try await subject.find(desk)
        try await Output.warnOfOwner(assignments, desk, try options.language(desk.setup))
        let edited = try await desk.edit(before) { try assignments.apply(to: &$0, AccountBody.fields, nil) }
        print(Output.version(edited, from: before, try options.language(desk.setup)))
      }
    }
  }
}
