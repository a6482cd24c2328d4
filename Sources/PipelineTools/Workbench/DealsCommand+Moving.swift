import ArgumentParser
import SalesPipeline
import ToolSupport

extension DealsCommand {
  struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Move a deal to another stage.",
      discussion: """
        EXAMPLES
          pipeline deals move D-17 negotiation
          pipeline deals move D-17 negotiation --set next_step="Send the contract"
          pipeline deals move D-17 partners/negotiation
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @Argument(help: "The stage, or CYCLE/STAGE to move it to another sales cycle.", completion: .names(.stages))
    var stage: String
    @OptionGroup var fields: FieldOptions

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let parts = stage.split(separator: "/", maxSplits: 1).map(String.init)
        let fill = try await fields.filling(desk)
        let found = try await subject.find(desk)
        let moved = try await desk.edit(found) { body in
          try fill(&body)
          if parts.count > 1 { body.cycle = parts[0] }
          body.status = parts.last ?? stage
        }
        print(Output.version(moved, from: found, try options.language(desk.setup)))
      }
    }
  }

  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Close a deal as won or lost.",
      discussion: """
        EXAMPLES
          pipeline deals close D-17 --won
          pipeline deals close D-17 --won --on 2026-11-20
          pipeline deals close D-17 --lost --reason price --set competitor=globex
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @Flag(help: "It is won.") var won = false
    @Flag(help: "It is lost.") var lost = false
    @Option(
      help: "Why it is lost: a key of OpportunityLossReason.", completion: .names(.entries(.lossReason))) var reason:
      String?
    @Option(help: "The day that it closed, yyyy-MM-dd. Default: today.") var on: CivilDate?
    @Option(
      help: "The stage, where the sales cycle has several that are won or lost.", completion: .names(.stages))
    var stage: String?
    @OptionGroup var fields: FieldOptions

    func validate() throws {
      if won == lost { throw ValidationError(usage: "say --won or --lost") }
      if reason != nil, !lost { throw ValidationError(usage: "--reason says why a deal was lost; say --lost") }
    }

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let fill = try await fields.filling(desk)
        let found = try await subject.find(desk)
        let day = on ?? options.today
        let closed = try await desk.close(found, as: won ? .won : .lost, status: stage, closedOn: day) { body in
          try fill(&body)
          if let reason { body.lossReason = reason }
        }
        print(Output.version(closed, from: found, try options.language(desk.setup)))
      }
    }
  }

  struct Reopen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Reopen a closed deal.",
      discussion: """
        EXAMPLES
          pipeline deals reopen D-17
          pipeline deals reopen D-17 --stage negotiation
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @Option(
      help: "The stage. Default: the first open one that the closed stage leads to.", completion: .names(.stages))
    var stage: String?

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let opened = try await desk.reopen(try await subject.find(desk), to: stage)
        print(Output.version(opened.id, opened.version, try options.language(desk.setup)))
      }
    }
  }

  struct Clone: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a deal like another one, which starts in the first stage; prints its id.",
      discussion: """
        It takes over the account, the name, the sales cycle, the source, the competitor, the description, the owner and
        what is sold. The stage, the dates and the forecast are those of a new deal.

        EXAMPLES
          pipeline deals clone D-17 --set name="Acme 2027" --set external_id=D-18
          pipeline deals clone D-17 --account Globex
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @Option(
      help: "The account of the new deal: its id, external id or exact name. Default: the same.",
      completion: .names(.accounts))
    var account: String?
    @OptionGroup var fields: FieldOptions

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let fill = try await fields.filling(desk)
        let account: Account? = if let account { try await desk.findAccount(account) } else { nil }
        let made = try await desk.clone(try await subject.find(desk)) { body in
          if let account { body.account = account.id }
          try fill(&body)
        }
        print(made.id)
      }
    }
  }

  struct Reassign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a deal, or all that match filters, to another salesperson.",
      discussion: """
        EXAMPLES
          pipeline deals reassign D-17 --to anna
          pipeline deals reassign --owner bob --outcome open --to anna --dry-run
          pipeline deals reassign --account Acme --to anna
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var selection: DealSelection
    @Option(help: "The salesperson who gets them.", completion: .names(.people)) var to: String
    @Flag(help: "Say what would change, and write nothing.") var dryRun = false

    func run() async throws {
      try await options.withDesk(forDryRun: dryRun) { desk in
        try await Output.warnOfNewPerson(to, desk, try options.language(desk.setup))
        try await selection.edit(desk, options, isDryRun: dryRun) { $0.owner = to }
      }
    }
  }
}
