public import ArgumentParser
import SalesPipeline
import ToolSupport

/// Lookup tables.
struct LookupsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookups", abstract: "List, show and edit lookup tables.",
    discussion: """
      EXAMPLES
        pipeline lookups list
        pipeline lookups show OpportunitySource
        pipeline lookups add OpportunitySource fair --label "Trade fair" --label fr=Salon
        pipeline lookups add OpportunityForecasting maybe --attribute category=omitted
        pipeline lookups rename OpportunitySource fair "Salons" --locale fr
        pipeline lookups retire OpportunitySource fair --replace-by web
        pipeline lookups reorder OpportunitySource web fair
      """,
    subcommands: [List.self, Show.self, Add.self, Rename.self, Retire.self, Reorder.self],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the tables.")
    @OptionGroup var options: ToolOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let tables = try await desk.lookups()
        let language = try options.language(desk.setup)
        var table = TextTable([
          TextTable.Column(language.text(ToolPhrase.table)),
          TextTable.Column(language.text(ToolPhrase.entries), right: true),
          TextTable.Column(language.text(ToolPhrase.retired), right: true),
        ])
        for name in LookupTableName.allCases {
          let entries = tables[name].entries
          table.add([name.rawValue, "\(entries.count)", "\(entries.count { $0.isRetired })"])
        }
        Output.table(table, nil, options.terminal)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a table's entries in order.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The table.") var table: LookupTableName

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let language = try options.language(desk.setup)
        var shown = TextTable([
          TextTable.Column(language.text(ToolPhrase.key), flexible: true),
          TextTable.Column(language.text(ToolPhrase.label), flexible: true),
          TextTable.Column(language.text(ToolPhrase.attributes), flexible: true),
          TextTable.Column(language.text(ToolPhrase.retired)),
        ])
        for entry in try await desk.lookup(table).entries {
          let attributes = entry.attributes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
          shown.add([
            entry.key, entry.label.text(language), attributes.joined(separator: ", "),
            entry.isRetired ? language.text(CellPhrase.yes) : "",
          ])
        }
        Output.table(shown, nil, options.terminal)
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add an entry at the end of a stored table.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The table.") var table: LookupTableName
    @Argument(help: "The entry's key, which never changes.") var key: String
    @Option(
      help: "What people read: a text, or one for a language as fr=TEXT; may be given several times. Default: the key.")
    var label: [EntryLabel] = []
    @Option(name: .customLong("attribute"), help: "An attribute and its value: NAME=VALUE.") var attributes:
      [Assignment] = []

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let pairs = attributes.map { ($0.field, $0.value) }
        let entry = LookupEntry(
          key, label: label.isEmpty ? nil : label.text(key), attributes: Dictionary(pairs, uniquingKeysWith: { $1 }))
        let operation = desk.makeID()
        try await desk.addLookupEntry(entry, to: table, operation: operation)
        try await Output.written(operation, desk, options)
      }
    }
  }

  struct Rename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give an entry another label in one language; its key and its other labels stay.",
      discussion: "The language is --locale, else the configuration's.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The table.") var table: LookupTableName
    @Argument(help: "The entry's key.") var key: String
    @Argument(help: "The new label.") var label: String

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let operation = desk.makeID()
        try await desk.renameLookupEntry(key, in: table, to: label, language: options.locale, operation: operation)
        try await Output.written(operation, desk, options)
      }
    }
  }

  struct Retire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Retire an entry, or bring it back with --undo.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The table.") var table: LookupTableName
    @Argument(help: "The entry's key.") var key: String
    @Flag(help: "Bring the entry back.") var undo = false
    @Option(help: "The entry that stages and accounts give in its place.") var replaceBy: String?

    func validate() throws {
      if undo, replaceBy != nil { throw ValidationError(usage: "--replace-by retires an entry; --undo brings it back") }
    }

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let operation = desk.makeID()
        try await desk.retireLookupEntry(key, in: table, !undo, replacedBy: replaceBy, operation: operation)
        try await Output.written(operation, desk, options)
      }
    }
  }

  struct Reorder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Put these entries first, in this order.")
    @OptionGroup var options: ToolOptions
    @Argument(help: "The table.") var table: LookupTableName
    @Argument(help: "The keys in their new order.") var keys: [String]

    func run() async throws {
      try await options.withDesk(for: .writing) { desk in
        let operation = desk.makeID()
        try await desk.reorderLookup(table, keys, operation: operation)
        try await Output.written(operation, desk, options)
      }
    }
  }
}

extension LookupTableName: ExpressibleByArgument {}

/// A label on a command line: `TEXT`, or `LANGUAGE=TEXT`.
struct EntryLabel: ExpressibleByArgument {
  let language: String?
  let text: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let isTag = parts.count == 2 && Self.isLanguage(parts[0])
    language = isTag ? parts[0] : nil
    text = isTag ? parts[1] : argument
    if text.allSatisfy(\.isWhitespace) { return nil }
  }

  private static func isLanguage(_ tag: String) -> Bool {
    let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
    return (2...3).contains(parts[0].utf8.count) && parts[0].allSatisfy { $0.isASCII && $0.isLowercase }
      && parts.dropFirst().allSatisfy { (2...8).contains($0.utf8.count) && $0.allSatisfy(\.isASCII) }
  }
}

extension [EntryLabel] {
  /// The label; the text without a language, else the English one, else the first, is what other languages read.
  func text(_ key: String) -> LocalizedText {
    let byLanguage = Dictionary(
      compactMap { label in label.language.map { ($0, label.text) } }, uniquingKeysWith: { $1 })
    let fallback = last { $0.language == nil }?.text ?? byLanguage["en"] ?? first?.text ?? key
    return LocalizedText(fallback, byLanguage)
  }
}
