import ArgumentParser
import SalesPipeline
import ToolSupport

/// Saved reports.
struct ReportsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reports", abstract: "List, show, save, copy, rename, delete and run reports.",
    discussion: """
      EXAMPLES
        pipeline reports list --as anna
        pipeline reports save my-deals --as anna --owner anna --period this_quarter --group-by month,stage
        pipeline reports copy this-quarter mine --as anna
        pipeline reports run my-deals --as anna --as-of 2026-06-30

      A report of the configuration is edited there; a private one exists for its author alone.
      """,
    subcommands: [List.self, Show.self, Save.self, Copy.self, Rename.self, Delete.self, Run.self],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the reports that you may see.")
    @OptionGroup var options: ToolOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let language = try options.language(desk.setup)
        var table = TextTable([
          TextTable.Column(language.text(ColumnPhrase.name)),
          TextTable.Column(language.text(ToolPhrase.title), flexible: true),
          TextTable.Column(language.text(ToolPhrase.author)), TextTable.Column(language.text(ToolPhrase.visibleTo)),
        ])
        for report in try await desk.reports.list() {
          table.add([
            report.definition.name, report.definition.title.text(language),
            report.isConfigured ? language.text(ToolPhrase.configuration) : report.author ?? "",
            language.text(report.definition.visibility == .everyone ? ToolPhrase.everyone : .authorOnly),
          ])
        }
        Output.table(table, nil, options.terminal)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a report's definition.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The report's name.", completion: .names(.reports)) var name: String

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        guard case .map(let members) = try await desk.reports.report(name).definition.canonical else { return }
        for member in members { print("\(member.name): \(DisplayText.safe(member.value.description))") }
      }
    }
  }

  struct Save: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Save a report as your own.",
      discussion: """
        EXAMPLES
          pipeline reports save my-deals --owner anna --period this_quarter --group-by month,stage
          pipeline reports save lost --period all --outcome lost --group-by loss_reason --measures count,lost --shared
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup(title: "Filters") var filters: FilterOptions
    @Argument(help: "Its name: a-z, 0-9, - and _.") var name: String
    @Option(help: "What people read.") var title: String?
    @Option(help: "all, this_quarter, last_month, … Not with --from, --to.") var period: String?
    @OptionGroup var closing: ClosingOptions
    @Option(help: "What rows are grouped by, with commas.") var groupBy: String?
    @Option(help: "The figures, with commas.") var measures: String?
    @Option(parsing: .unconditional, help: "Columns to order by, with commas; - in front for descending order.")
    var sort: String?
    @Option(help: "previous_period, same_period_last_year or target.") var compare: String?
    @Option(help: "The day of a deal that lies in the period: close, created or entered.") var datedBy: String?
    @Option(help: "How many rows of the first grouping to show, the first ones.") var limit: Int?
    @Flag(help: "Let everyone see it.") var shared = false

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        var report = ReportDefinition(
          name, title: title.map { LocalizedText($0) }, filters: filters.filter,
          visibility: shared ? .everyone : .private)
        if let days = closing.period {
          report.period = days
        } else if let period {
          report.period = period == "all" ? .all : .relative(try Words.word(period, "period", besides: ["all"]))
        }
        if let groupBy { report.groupBy = try Words.read(groupBy, "grouping") }
        if let measures { report.measures = try Words.read(measures, "figure") }
        if let compare { report.compare = try Words.word(compare, "comparison") }
        if let datedBy { report.datedBy = try Words.word(datedBy, "date") }
        report.limit = limit
        report.sort =
          sort?.split(separator: ",").map {
            ReportSort(String($0.hasPrefix("-") ? $0.dropFirst() : $0), descending: $0.hasPrefix("-"))
          } ?? []
        let known = try await desk.reports.list().contains { $0.author == desk.user && $0.definition.name == name }
        let operation = desk.makeID()
        let saved = try await desk.reports.save(report, operation: operation)
        do { try await desk.reports.check(saved.definition) } catch let unknown as UnknownName {
          let language = try options.language(desk.setup)
          let problem: [String: PhraseValue] = ["problem": .label(unknown.explanation)]
          ToolRunner.note(language.text(WorkPhrase.reportFails, problem), language)
        }
        print(DisplayText.safe(saved.qualifiedName))
        try await Output.written(operation, as: known ? .replaced : .written, isNote: true, desk, options)
      }
    }
  }

  struct Copy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Copy a report as your own.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The report's name.", completion: .names(.reports)) var name: String
    @Argument(help: "The copy's name.") var newName: String
    @Flag(help: "Let everyone see the copy.") var shared = false

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let operation = desk.makeID()
        let copy = try await desk.reports.copy(
          name, as: newName, visibility: shared ? .everyone : .private, operation: operation)
        print(DisplayText.safe(copy.qualifiedName))
        try await Output.written(operation, isNote: true, desk, options)
      }
    }
  }

  struct Rename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Give a report of yours another name.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The report's name.", completion: .names(.reports)) var name: String
    @Argument(help: "Its new name.") var newName: String

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let operation = desk.makeID()
        print(DisplayText.safe(try await desk.reports.rename(name, to: newName, operation: operation).qualifiedName))
        try await Output.written(operation, isNote: true, desk, options)
      }
    }
  }

  struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Delete a report of yours.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The report's name.", completion: .names(.reports)) var name: String

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let operation = desk.makeID()
        try await desk.reports.delete(name, operation: operation)
        try await Output.written(operation, as: .deleted, desk, options)
      }
    }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run a report and print it.",
      discussion: """
        EXAMPLES
          pipeline reports run leaderboard
          pipeline reports run win-loss --as-of 2026-06-30 --owner anna
          pipeline reports run win-loss --output win-loss.xlsx
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup(title: "Filters") var filters: FilterOptions
    @Argument(help: "The report's name.", completion: .names(.reports)) var name: String
    @OptionGroup var moment: MomentOptions
    @Option(
      help: """
        csv, text, json, or what else is configured. Default: as --output's ending says; else text in a terminal, and csv where the \
        output goes elsewhere.
        """,
      completion: .names(.formats))
    var format: String?
    @Option(help: "The file to write to. Default: standard output.", completion: .file()) var output: String?

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        var scope = try moment.scope(desk, today: options.today)
        scope.filter = filters.filter
        let document = try await desk.forecast(desk.reports.report(name).definition, scope)
        let standard = output == nil ? (Terminal.standardOutputIsTerminal ? "text" : "csv") : nil
        let target = DocumentOutput(format: format ?? standard, output: output)
        try await target.write(document, desk, options)
      }
    }
  }
}
