import ArgumentParser
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// Writes data for other programs.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write deals, accounts, lines, lookup tables, the history or everything.",
    discussion: """
      EXAMPLES
        pipeline export deals --outcome open --format csv
        pipeline export accounts --output accounts.xlsx
        pipeline export history --output history.ndjson
        pipeline export everything --output backup.ndjson

      Formats are csv, json, ndjson and the configured exporters, such as xlsx. Everything is an archive, which
      'pipeline restore' reads: all records with their histories, as lines of JSON.
      """,
    subcommands: [Deals.self, Accounts.self, Lines.self, Lookups.self, History.self, Everything.self])

  struct Deals: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write deals with all their fields.",
      discussion: """
        EXAMPLES
          pipeline export deals --owner anna --output deals.csv
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var output: ListOutput
    @OptionGroup(title: "Filters") var filters: FilterOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let (filter, account) = try await filters.resolved(desk)
        let deals = try await desk.opportunities(filter, in: account, limit: .max).items
        var columns = try await RecordColumns(desk, try options.language(desk.setup))
        try await columns.read(deals)
        var list = RecordList(
          name: "deals", title: LocalizedText(ColumnPhrase.deals), records: deals, columns: columns.allOfDeals,
          key: { columns.key($0.id, $0.body.externalID) })
        list.filter = filters.filter
        try await list.write(output.or("csv"), desk, options)
      }
    }
  }

  struct Accounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write accounts with all their fields.",
      discussion: """
        EXAMPLES
          pipeline export accounts --output accounts.csv
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var output: ListOutput

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let accounts = try await desk.accounts(limit: .max).items
        var columns = try await RecordColumns(desk, try options.language(desk.setup))
        try await columns.read(accounts)
        let list = RecordList(
          name: "accounts", title: LocalizedText(WorkPhrase.accounts), records: accounts,
          columns: columns.allOfAccounts, key: { columns.key($0.id, $0.body.externalID) })
        try await list.write(output.or("csv"), desk, options)
      }
    }
  }

  struct Lines: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the lines of deals, with list prices and discounts.",
      discussion: """
        EXAMPLES
          pipeline export lines --outcome won --output lines.csv
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var output: ListOutput
    @OptionGroup(title: "Filters") var filters: FilterOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let (filter, account) = try await filters.resolved(desk)
        let deals = try await desk.opportunities(filter, in: account, limit: .max).items
        let title = OpportunityBody.fields["lines"]?.label ?? "Lines"
        try await ExportCommand.write(try ExportTables.lines(deals, desk), "lines", title, output, desk, options)
      }
    }
  }

  struct Lookups: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the entries of all lookup tables.",
      discussion: """
        EXAMPLES
          pipeline export lookups --output lookups.csv
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var output: ListOutput

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let table = ExportTables.lookups(try await desk.lookups())
        try await ExportCommand.write(table, "lookups", LocalizedText(WorkPhrase.lookupTables), output, desk, options)
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write every change of deals, accounts and salespeople, oldest first.",
      discussion: """
        EXAMPLES
          pipeline export history --output history.ndjson
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var output: ListOutput

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        var changes: [Pipeline.Change] = []
        try await desk.eachChange { changes.append($0) }
        if try output.or("csv").write(changes) { return }
        try await ExportCommand.write(
          ExportTables.history(changes), "history", LocalizedText(ToolPhrase.history), output, desk, options)
      }
    }
  }

  struct Everything: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write an archive of all records and their histories, which 'pipeline restore' reads.",
      discussion: """
        EXAMPLES
          pipeline export everything --output backup.ndjson
        """)
    @OptionGroup var options: ToolOptions
    @Option(help: "The file to write to. Default: standard output.", completion: .file()) var output: String?

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let language = try options.language(desk.setup)
        let file = output == "-" ? nil : output
        var sink: any ByteSink = StandardOutput()
        let atomic = try file.map { try AtomicFile(path: $0) }
        if let atomic { sink = atomic }
        let contents = try await desk.archive(to: &sink)
        guard let atomic, let file else { return try StandardOutput.flush() }
        try AtomicFile.commit([atomic])
        print(
          language.text(
            WorkPhrase.archived,
            [
              "file": .text(DisplayText.safe(file)), "count": .count(contents.entries),
              "operations": .count(contents.operations),
            ]))
      }
    }
  }

  /// Writes a table that is not one of records.
  static func write(
    _ table: ReportTable, _ name: String, _ title: LocalizedText, _ output: ListOutput, _ desk: Desk,
    _ options: ToolOptions
  ) async throws {
    let output = output.or("csv")
    if try output.write(table.rows.map { ExportRow(columns: table.columns, cells: $0) }) { return }
    var document = ReportDocument(
      name: name, title: title, period: nil, today: desk.today, groupedBy: [], table: table)
    document.language = try options.language(desk.setup)
    try await output.target.write(document, desk, options)
  }
}

/// Makes a store from an archive.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Make a store from an archive of 'pipeline export everything'.",
    discussion: """
      The store that the configuration names must be empty or not exist. The archive is checked first; all records have
      the same ids and the same histories then.

      A restore that is interrupted leaves a part of it, which the other commands refuse: restoring the same archive again
      completes it.

      EXAMPLES
        pipeline export everything --output backup.ndjson
        pipeline restore backup.ndjson --config restored.yaml
      """)
  @OptionGroup var options: ToolOptions
  @Argument(help: "The archive.", completion: .file()) var file: String

  func run() async throws {
    let setup = try ConfigurationReader(catalog: .tools).load(path: options.config)
    let language = try options.language(setup)
    do {
      let contents = try await Pipeline.restore(
        setup, from: file, wait: options.wait.map { .seconds(max(0, $0)) })
      print(
        language.text(
          WorkPhrase.restored, ["count": .count(contents.entries), "operations": .count(contents.operations)]))
    } catch StoreError.full(let place) {
      // The commits before this one are there, so that "nothing was written" would be wrong.
      throw SpokenError(error: ToolError(.restoreFull, ["place": .text(place)]), language: language)
    } catch {
      throw SpokenError(error: error, language: language)
    }
  }
}
