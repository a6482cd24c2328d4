import ArgumentParser
import SalesPipeline
import ToolSupport

extension AccountsCommand {
  struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete an account without deals; its journal stays, and 'accounts restore' brings it back.",
      discussion: """
        EXAMPLES
          pipeline accounts delete A-1
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: AccountArgument

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let found = try await subject.find(desk)
        try await desk.delete(found)
        print(found.id)
      }
    }
  }

  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring back an account that was deleted.",
      discussion: """
        EXAMPLES
          pipeline accounts restore A-1
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: AccountArgument

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let found = try await desk.findDeletedAccount(subject.account)
        try await desk.checkMerged(found, subject.account)
        let restored = try await desk.restoreAccount(found)
        print(Output.version(restored.id, restored.version, try options.language(desk.setup)))
      }
    }
  }

  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Merge an account into another one, which gets its deals.",
      discussion: """
        Fields that the other account leaves empty are taken over. The histories of both stay. The command prints how to
        take the merge back.

        EXAMPLES
          pipeline accounts duplicates
          pipeline accounts merge "Acme Ltd" A-1
        """)
    @OptionGroup var options: ToolOptions
    @Argument(help: "The account that goes: its id, external id or exact name.", completion: .names(.accounts))
    var duplicate: String
    @Argument(help: "The account that stays.", completion: .names(.accounts)) var kept: String

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let (gone, stays) = (try await desk.findAccount(duplicate), try await desk.findAccount(kept))
        let operation = desk.makeID()
        let merged = try await desk.merge(gone, into: stays, operation: operation)
        let language = try options.language(desk.setup)
        print(
          language.text(
            WorkPhrase.merged,
            [
              "gone": .text(DisplayText.safe(gone.body.name)), "kept": .text(DisplayText.safe(merged.body.name)),
              "count": .count(try await desk.opportunities(of: merged).count), "operation": .text("\(operation)"),
            ]))
      }
    }
  }

  struct Duplicates: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List accounts with like names: equal but for case, accents, blanks and the legal form.",
      discussion: """
        EXAMPLES
          pipeline accounts duplicates
        """)
    @OptionGroup var options: ToolOptions

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let language = try options.language(desk.setup)
        let groups = try await desk.duplicateAccounts()
        guard !groups.isEmpty else { return print(language.text(WorkPhrase.noDuplicates)) }
        for (index, group) in groups.enumerated() {
          if index > 0 { print("") }
          Output.table(try await Output.accounts(group, desk, language, countsDeals: true), nil, options.terminal)
        }
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what changed of an account, and of those that were merged into it.",
      discussion: """
        EXAMPLES
          pipeline accounts history A-1
          pipeline accounts history A-1 --operations
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: AccountArgument
    @OptionGroup var shown: HistoryOptions
    @OptionGroup var output: ListOutput

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let language = try options.language(desk.setup)
        let found = try? await subject.find(desk)
        // A deleted account keeps its history.
        let id = if let found { found.id } else { try await desk.findDeletedAccount(subject.account) }
        let entries = try await desk.history(ofAccount: id, whole: shown.operations)
        guard !entries.isEmpty else { throw NotFound(kind: .account, key: subject.account) }
        try await Output.history(entries, to: output, desk, options, operations: shown.operations)
        // A file is about one account.
        guard let found, output.isText else { return }
        try await Output.mergedHistories(of: found, desk, language, operations: shown.operations)
      }
    }
  }
}

extension RecordColumns {
  /// The usual columns of a list of accounts.
  var usualOfAccounts: [RecordColumn<AccountBody>] {
    func text(
      _ key: String, _ header: LocalizedText, isFlexible: Bool = true, _ text: @escaping (AccountBody) -> String
    ) -> RecordColumn<AccountBody> {
      RecordColumn(
        key: key, header: header, kind: .text, isFlexible: isFlexible, text: { text($0.body) },
        cell: { .text(text($0.body)) })
    }
    return [
      text("name", LocalizedText(ColumnPhrase.name)) { $0.name },
      text("standing", LocalizedText(ToolPhrase.standing), isFlexible: false) {
        language.text($0.standing == .customer ? CellPhrase.customer : .prospect)
      },
      text("source", LocalizedText(ColumnPhrase.source)) {
        $0.source.flatMap { texts.text(.text($0), .lookup(.source), nil) } ?? ""
      },
      text("owner", LocalizedText(ColumnPhrase.owner)) { $0.owner ?? "" },
    ]
  }
}

extension Output {
  /// Accounts as a table.
  ///
  /// - Parameter countsDeals: Whether there is a column with the number of their deals.
  static func accounts(
    _ accounts: [Account], _ desk: Desk, _ language: Phrasebook, countsDeals: Bool = false
  ) async throws -> TextTable {
    var columns = try await RecordColumns(desk, language)
    try await columns.read(accounts)
    let usual = columns.usualOfAccounts
    var table = TextTable(
      [TextTable.Column(language.text(ColumnPhrase.id))]
        + usual.map { TextTable.Column($0.header.text(language), flexible: $0.isFlexible, isName: $0.isFlexible) }
        + (countsDeals ? [TextTable.Column(language.text(ColumnPhrase.deals), right: true)] : []))
    for account in accounts {
      let deals = countsDeals ? ["\(try await desk.opportunities(of: account).count)"] : []
      table.add([columns.key(account.id, account.body.externalID)] + usual.map { $0.text(account) } + deals)
    }
    return table
  }

  /// Prints the histories of the accounts that were merged into one, each below its name.
  static func mergedHistories(
    of account: Account, _ desk: Desk, _ language: Phrasebook, operations: Bool = false
  ) async throws {
    guard !account.body.mergedAccounts.isEmpty else { return }
    let names = Dictionary(
      try await desk.deletedAccounts().map { ($0.id, $0.body.name) }, uniquingKeysWith: { first, _ in first })
    for id in account.body.mergedAccounts {
      print(
        "\n" + language.text(WorkPhrase.historyOfMerged, ["name": .text(DisplayText.safe(names[id] ?? "\(id)"))]))
      try await history(try await desk.history(ofAccount: id), desk, language, operations: operations)
    }
  }

  /// Warns of accounts with a name like that of a new one, in a line for each.
  static func warnOfLikeAccounts(_ account: Account, _ desk: Desk, _ language: Phrasebook) async throws {
    let like = try await desk.accounts(namedLike: account.body.name).filter { $0.id != account.id }
    guard !like.isEmpty else { return }
    let short = try await desk.shortIDs(like.map(\.id) + [account.id], of: .account)
    func key(_ account: Account) -> String { account.body.externalID ?? short[account.id] ?? "\(account.id)" }
    for other in like.prefix(3) {
      ToolRunner.note(
        language.text(
          WorkPhrase.likeAccount,
          [
            "name": .text(other.body.name.clipped()), "id": .text(key(other)),
            "new": .text(key(account)),
          ]), language)
    }
  }
}
