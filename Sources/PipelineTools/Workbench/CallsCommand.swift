import ArgumentParser
import SalesPipeline
import ToolSupport

/// Forecast calls: what salespeople expect to win, and what their managers expect instead.
struct CallsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calls", abstract: "Make, adjust and show forecast calls.",
    discussion: """
      A call is what a salesperson expects to win in a month or quarter; a manager's adjustment is kept beside it. Neither
      is part of what deals add up to.

      EXAMPLES
        pipeline calls set 250000 --as anna
        pipeline calls adjust anna 230000 --period 2026-Q4 --as eva
        pipeline calls show --period 2026-Q4
        pipeline calls show --as-of 2026-10-31
        pipeline calls history anna --period 2026-Q4
      """,
    subcommands: [Set.self, Adjust.self, Show.self, History.self], defaultSubcommand: Show.self)

  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what you expect to win.",
      discussion: """
        EXAMPLES
          pipeline calls set 250000 --as anna
          pipeline calls set 90000 --period next_month --as anna
          pipeline calls set --clear --period 2026-Q4 --as anna
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var period: CallPeriodOption
    @Argument(help: "The amount, in the base currency.") var amount: ExactDecimal?
    @Flag(help: "Take the call back.") var clear = false

    func validate() throws { try CallsCommand.check(amount, clear) }

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let operation = desk.makeID()
        let call = try await desk.call(amount, for: period.period, operation: operation)
        try await CallsCommand.say(call, operation, desk, options)
        if amount != nil { try await Output.warnOfNewPerson(desk.user, desk, try options.language(desk.setup)) }
      }
    }
  }

  struct Adjust: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what you expect of a salesperson whom you manage, instead of the call.",
      discussion: """
        EXAMPLES
          pipeline calls adjust anna 230000 --as eva
          pipeline calls adjust anna --clear --period 2026-Q4 --as eva
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var period: CallPeriodOption
    @Argument(help: "The salesperson.", completion: .names(.people)) var person: String
    @Argument(help: "The amount, in the base currency.") var amount: ExactDecimal?
    @Flag(help: "Remove the adjustment.") var clear = false

    func validate() throws { try CallsCommand.check(amount, clear) }

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let operation = desk.makeID()
        let call = try await desk.adjustCall(of: person, to: amount, for: period.period, operation: operation)
        try await CallsCommand.say(call, operation, desk, options)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show calls and adjustments beside what the deals add up to.",
      discussion: """
        EXAMPLES
          pipeline calls show
          pipeline calls show --period 2026-Q4 --as-of 2026-10-31
          pipeline calls show --team north --format xlsx --output calls.xlsx
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var period: CallPeriodOption
    @Option(help: "Only this salesperson; may be given several times.", completion: .names(.people)) var owner:
      [String] =
        []
    @Option(help: "Only this team.", completion: .names(.teams)) var team: [String] = []
    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        var scope = try moment.scope(desk, today: options.today)
        (scope.filter.owners, scope.filter.teams) = (owner, team)
        try await output.target.write(try await desk.callReport(for: period.period, scope), desk, options)
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show how a call and its adjustment changed.",
      discussion: """
        EXAMPLES
          pipeline calls history
          pipeline calls history anna --period 2026-Q4
          pipeline calls history anna --operations
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var history: HistoryOptions
    @OptionGroup var period: CallPeriodOption
    @Argument(help: "The salesperson. Default: you.", completion: .names(.people)) var person: String?

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let language = try options.language(desk.setup)
        let person = person ?? desk.user
        let changes = try await desk.callHistory(of: person, for: period.period)
        guard !changes.isEmpty else {
          return print(language.text(WorkPhrase.noCalls, ["person": .text(DisplayText.safe(person))]))
        }
        let (texts, numbers) = (try await desk.recordText(language), NumberText(language))
        func text(_ money: Money?) -> String {
          money.map { numbers.amount(Int128($0.minorUnits), $0.currency) + " " + $0.currency.code } ?? "—"
        }
        for change in changes {
          let measure: ReportMeasure = change.figure == .call ? .call : .adjustment
          let event = language.text(
            ToolPhrase.changed,
            [
              "field": .label(measure.text), "old": .text(text(change.old)), "new": .text(text(change.new)),
            ])
          let operation = history.operations ? "  \(change.operation)" : ""
          print("\(texts.moment(change.at))  \(DisplayText.safe(change.author))  \(event)\(operation)")
        }
      }
    }
  }

  private static func check(_ amount: ExactDecimal?, _ clear: Bool) throws {
    guard (amount == nil) == clear else {
      throw ValidationError(usage: amount == nil ? "say an amount, or --clear" : "say an amount or --clear, not both")
    }
  }

  /// Prints a call that was written.
  private static func say(
    _ call: Desk.ForecastCall, _ operation: RecordID, _ desk: Desk, _ options: ToolOptions
  ) async throws {
    let language = try options.language(desk.setup)
    let numbers = NumberText(language)
    func text(_ money: Money?) -> String {
      money.map { numbers.amount(Int128($0.minorUnits), $0.currency) + " " + $0.currency.code } ?? "—"
    }
    let values: [String: PhraseValue] = [
      "person": .text(DisplayText.safe(call.person)), "period": .text(call.period), "call": .text(text(call.amount)),
      "adjustment": .text(text(call.adjustment)),
    ]
    print(language.text(call.adjustment == nil ? WorkPhrase.callMade : .callAdjusted, values))
    try await Output.written(operation, isNote: true, desk, options)
  }
}

/// The period of a forecast call: `--period`.
struct CallPeriodOption: ParsableArguments {
  @Option(help: "A month or fiscal quarter, such as 2026-11, 2026-Q4 or next_quarter.")
  var period = RelativePeriod.thisQuarter.rawValue
}
