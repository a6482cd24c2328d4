import ArgumentParser
import SalesPipeline
import ToolSupport

/// Deals.
struct DealsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deals", abstract: "List, show, add, edit, move and close deals, and read their history.",
    discussion: """
      EXAMPLES
        pipeline deals list --owner anna --status negotiation --limit 20
        pipeline deals list --sort -amount --columns name,account,amount,expected_close_date
        pipeline deals list --cycle partners --status partners/negotiation --attribute sector=metal
        pipeline deals add --account Acme --set lines="3 x gtx-pro @ 4821.00" --set external_id=D-17
        pipeline deals edit D-17 --set next_step="Send the contract"
        pipeline deals move D-17 negotiation
        pipeline deals close D-17 --won --on 2026-11-20
        pipeline deals reassign --owner bob --outcome open --to anna --dry-run
        pipeline deals revalue --stage negotiation --dry-run
        pipeline deals history D-17
      """,
    subcommands: [
      List.self, Show.self, Add.self, Edit.self, Move.self, Close.self, Reopen.self, Clone.self, Reassign.self,
      Revalue.self,
      Delete.self, Restore.self, History.self,
    ],
    defaultSubcommand: List.self)

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a deal as a page: its value, its lines and its history.",
      discussion: """
        EXAMPLES
          pipeline deals show D-17
          pipeline deals show D-17 --format fields
          pipeline deals show D-17 --format json
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @OptionGroup var shown: ShowOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let deal = try await subject.find(desk)
        try await shown.show(deal, OpportunityBody.fields, deal.body.currency, desk, options) {
          try await DealPage(deal, desk, options)
        }
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a deal to an account; prints its id.",
      discussion: """
        EXAMPLES
          pipeline deals add --account Acme --set lines="3 x gtx-pro @ 4821.00" --set external_id=D-17
          pipeline deals add --account A-1 --set name="Fleet 2027" --set stated_amount=50000 --set source=web
        """)
    @OptionGroup var options: ToolOptions
    @Option(help: "The account: its id, external id or exact name.", completion: .names(.accounts)) var account: String
    @OptionGroup var fields: FieldOptions

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let fill = try await fields.filling(desk)
        try await Output.warnOfOwner(fields.assignments, desk, try options.language(desk.setup))
        let deal = try await desk.addOpportunity(in: try await desk.findAccount(account), fill)
        print("\(deal.id)")
      }
    }
  }

  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Edit a deal, or all deals that match filters.",
      discussion: """
        Deals that filters name are edited in one operation: all of them, or none if a rule refuses one.

        EXAMPLES
          pipeline deals edit D-17 --set next_step="Send the contract"
          pipeline deals edit D-17 --set status=won --closed-on 2026-11-20
          pipeline deals edit --where source=fair --outcome open --set owner=anna --dry-run
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var selection: DealSelection
    @OptionGroup var fields: FieldOptions
    @Option(help: "The day that it closed, where it is not today; of a deal that is closed already, the right day.")
    var closedOn: CivilDate?
    @Flag(help: "Say what would change, and write nothing.") var dryRun = false

    func validate() throws {
      if fields.assignments.isEmpty, closedOn == nil {
        throw ValidationError(usage: "nothing to edit: name a field with --set")
      }
    }

    func run() async throws {
      try await options.withDesk(forDryRun: dryRun) { desk in
        let fill = try await fields.filling(desk, forMany: selection.deal == nil)
        try await Output.warnOfOwner(fields.assignments, desk, try options.language(desk.setup))
        try await selection.edit(desk, options, closedOn: closedOn, isDryRun: dryRun, fill)
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what changed, as the history policies keep it.",
      discussion: """
        EXAMPLES
          pipeline deals history D-17
          pipeline deals history D-17 --operations
          pipeline deals history D-17 --format csv
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @OptionGroup var shown: HistoryOptions
    @OptionGroup var output: ListOutput

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let id = try await subject.identity(desk)
        let entries = try await desk.history(of: id, whole: shown.operations)
        guard !entries.isEmpty else { throw NotFound(kind: .opportunity, key: subject.deal) }
        let language = try options.language(desk.setup)
        try await Output.history(entries, to: output, desk, options, operations: shown.operations)
        if !shown.operations { try await Output.noteLeftOut(of: id, desk, language) }
      }
    }
  }
}
