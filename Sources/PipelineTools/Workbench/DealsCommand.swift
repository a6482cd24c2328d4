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
    @Argument(help: "The deal's id or external id.", completion: .names(.deals)) var deal: String
    @Option(help: "text (with the fields after it, where it is not a terminal), json, or fields alone: a field a line.")
    var format = Format.text

    /// How a deal is shown.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, fields }

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let found = try await desk.findDeal(deal)
        let language = try options.language(desk.setup)
        switch format {
        case .text:
          try await DealPage(found, desk, options).show()
          // Scripts that read a field of a line keep working: in a pipe the fields follow the page.
          guard !Terminal.standardOutputIsTerminal else { return }
          print("")
          try await Output.fields(OpportunityBody.fields, found, found.body.currency, desk, language)
        case .fields: try await Output.fields(OpportunityBody.fields, found, found.body.currency, desk, language)
        case .json: try Output.json(found)
        }
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add a deal to an account.")
    @OptionGroup var options: ToolOptions
    @Option(help: "The account: its id, external id or exact name.", completion: .names(.accounts)) var account: String
    @OptionGroup var fields: FieldOptions

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let fill = try await fields.filling(desk)
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
        try await selection.edit(desk, options, closedOn: closedOn, isDryRun: dryRun, fill)
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what changed, as the history policies keep it.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The deal's id or external id.", completion: .names(.deals)) var deal: String
    @Flag(help: "Name each change's operation, which 'pipeline undo' takes.") var operations = false

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        // A deleted deal keeps its history.
        let found = try? await desk.findDeal(deal)
        let id = if let found { found.id } else { try await desk.findDeletedDeal(deal) }
        let entries = try await desk.history(of: id)
        guard !entries.isEmpty else { throw NotFound(kind: .opportunity, key: deal) }
        let language = try options.language(desk.setup)
        try await Output.history(entries, desk, language, operations: operations)
        try await Output.noteLeftOut(of: id, desk, language)
      }
    }
  }
}
