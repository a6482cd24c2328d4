import ArgumentParser
import SalesPipeline
import ToolSupport

/// Deals.
struct DealsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deals", abstract: "List, show, add and edit deals, and read their history.",
    discussion: """
      EXAMPLES
        pipeline deals list --owner anna --status negotiation --limit 20
        pipeline deals add --account Acme --set lines="3 x gtx-pro @ 4821.00" --set external_id=D-17
        pipeline deals edit D-17 --set status=negotiation --set next_step="Send the contract"
        pipeline deals edit D-17 --set status=won --closed-on 2026-11-20
        pipeline deals history D-17
      """,
    subcommands: [List.self, Show.self, Add.self, Edit.self, History.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List deals, oldest first.")
    @OptionGroup var options: ToolOptions
    @OptionGroup var paging: Paging
    @Option(help: "Only this salesperson's deals; may be given several times.") var owner: [String] = []
    @Option(help: "Only deals in this status; may be given several times.") var status: [String] = []
    @Option(help: "Only deals of this account: its id, external id or exact name.") var account: String?
    @Option(help: "Only deals whose name contains this.") var name: String?

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        var filter = OpportunityFilter()
        filter.owners = Set(owner)
        filter.statuses = Set(status)
        filter.nameContains = name
        if let account { filter.account = try await desk.findAccount(account).id }
        let page = try await desk.opportunities(filter, offset: paging.offset, limit: paging.limit)
        let language = try options.language(desk.setup)
        let note = paging.note(page.items.count, of: page.total, language)
        Output.table(Output.deals(page.items, language), note, options.terminal)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a deal.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The deal's id or external id.") var deal: String

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let found = try await desk.findDeal(deal)
        Output.fields(OpportunityBody.fields, found.id, found.version, found.body, found.body.currency)
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add a deal to an account.")
    @OptionGroup var options: ToolOptions
    @Option(help: "The account: its id, external id or exact name.") var account: String
    @Option(name: .customLong("set"), help: "A field and its value: FIELD=VALUE; may be given several times.")
    var assignments: [Assignment] = []

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let currency = desk.setup.baseCurrency
        let deal = try await desk.addOpportunity(in: try await desk.findAccount(account)) {
          try assignments.apply(to: &$0, OpportunityBody.fields, currency)
        }
        print("\(deal.id)")
      }
    }
  }

  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Edit a deal.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The deal's id or external id.") var deal: String
    @Option(name: .customLong("set"), help: "A field and its value: FIELD=VALUE, or FIELD= to clear it.")
    var assignments: [Assignment]
    @Option(help: "The day that it closed, where it is not today.") var closedOn: CivilDate?

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let currency = desk.setup.baseCurrency
        let edited = try await desk.edit(try await desk.findDeal(deal), closedOn: closedOn) {
          try assignments.apply(to: &$0, OpportunityBody.fields, currency)
        }
        print(Output.version(edited.id, edited.version, try options.language(desk.setup)))
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what changed, as the history policies keep it.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The deal's id or external id.") var deal: String

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let entries = try await desk.history(of: try await desk.findDeal(deal).id)
        let language = try options.language(desk.setup)
        for entry in entries {
          let what =
            switch entry.event {
            case .created: language.text(ToolPhrase.created)
            case .deleted: language.text(ToolPhrase.deleted)
            case .changed(let field, _, let old, let new):
              language.text(
                ToolPhrase.changed,
                [
                  "field": .text("\(field)"), "old": .text(DisplayText.safe(old ?? "—")),
                  "new": .text(DisplayText.safe(new ?? "—")),
                ])
            }
          print("\(entry.at)  \(DisplayText.safe(entry.author))  \(what)")
        }
      }
    }
  }
}
