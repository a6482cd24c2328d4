public import ArgumentParser
public import SalesPipeline
import ToolSupport

/// Imports another system's export.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import a CSV export of any CRM, through a mapping file.",
    discussion: """
      EXAMPLES
        pipeline import deals.csv --mapping mapping.yaml --dry-run
        pipeline import deals.csv --mapping mapping.yaml --as anna
        pipeline import accounts.csv --mapping mapping.yaml --kind accounts
        pipeline import --mapping mapping.yaml --today 2017-12-31

      Everything is imported in one transaction, or nothing: every bad row is listed with its line and column, and only
      --skip-bad-rows leaves them out. Importing the same file again changes nothing. With a file, the files that the
      mapping names for what it builds on (accounts, salespeople, lookup entries) and for its past (changes) come along;
      without one, all of them. With --operation, an import whose answer was lost can be sent again.

      The least that a mapping says, in YAML, each field beside its column:
        version: 1
        opportunities:
          accounts: create
          fields: {external_id: Deal ID, account: Company, status: Stage, amount: Amount}
      """)

  @OptionGroup var options: ToolOptions
  @Argument(help: "The CSV file. Default: the files that the mapping names.", completion: .file()) var file: String?
  @Option(help: "The mapping file.", completion: .file(extensions: ["yaml", "yml"])) var mapping: String
  @Option(
    help:
      "What the rows are: \(ImportKind.allCases.map(\.rawValue).joined(separator: ", ")). Default: as the mapping says."
  )
  var kind: ImportKind?
  @Flag(help: "Import the good rows, and leave the bad ones out.") var skipBadRows = false
  @Flag(help: "Say what would be done, and write nothing.") var dryRun = false
  @Option(help: "The import's identity, a UUID, where it may be sent twice: the same one again writes nothing.")
  var operation: RecordID?

  func validate() throws {
    if operation != nil, dryRun {
      throw ValidationError(usage: "--operation is for an import that writes; leave out --dry-run")
    }
    if kind != nil, file == nil { throw ValidationError(usage: "--kind says what a file is; name the file too") }
  }

  func run() async throws {
    let mapping = try ImportMapping.read(mapping)
    var how = ImportOptions()
    how.today = options.today
    how.skipsBadRows = skipBadRows
    how.isDryRun = dryRun
    let bar = ProgressBar("import")
    let work = { (desk: Desk) in
      do {
        let language = try options.language(desk.setup)
        let summary = try await desk.importFile(file, as: kind, mapping: mapping, options: how, operation: operation) {
          progress in
          if progress.kind == .opportunities { bar.update(progress.done, of: progress.total) }
        }
        return (summary, language)
      } catch {
        bar.finish()
        throw error
      }
    }
    let (summary, language) =
      dryRun ? try await options.withRehearsal(work) : try await options.withDesk(for: .writing, work)
    bar.finish()
    for problem in summary.listedProblems(language) { ToolRunner.say(DisplayText.safe(problem)) }
    for note in summary.notes { ToolRunner.note(note.text(language), language) }
    for section in summary.sections { print(line(section, language)) }
    if summary.accountsAdded > 0 {
      print(language.text(ToolPhrase.accountsAdded, ["count": .count(summary.accountsAdded)]))
    }
    if summary.datedChanges > 0 || summary.dealsWithPast > 0 {
      print(
        language.text(
          ToolPhrase.datedChanges,
          ["count": .count(summary.datedChanges), "deals": .count(summary.dealsWithPast)]))
    }
    if summary.newCustomers > 0 {
      print(language.text(ToolPhrase.newCustomers, ["count": .count(summary.newCustomers)]))
    }
    print(language.text(outcome(summary)))
    if dryRun, !summary.problems.isEmpty { throw ExitCode(1) }
  }

  private func line(_ section: ImportSummary.Section, _ language: Phrasebook) -> String {
    let counts: [(Int, ToolPhrase)] = [
      (section.created, .importNew), (section.updated, .importChanged), (section.unchanged, .importUnchanged),
      (section.refused, skipBadRows ? .importLeftOut : .importRefused), (section.blank, .importBlank),
      (section.filtered, .importFiltered),
      (section.untold, .importUntold),
    ]
    let parts = counts.filter { $0.0 > 0 }.map { language.text($0.1, ["count": .count($0.0)]) }
    return language.text(
      ToolPhrase.importLine,
      [
        "kind": .text(section.kind.rawValue),
        "parts": .text(parts.isEmpty ? language.text(ToolPhrase.importNoRows) : parts.joined(separator: ", ")),
      ])
  }

  private func outcome(_ summary: ImportSummary) -> ToolPhrase {
    if dryRun { return .dryRun }
    if summary.isRepeated { return .importRepeated }
    return summary.changesNothing ? .nothingToWrite : .written
  }
}

extension ImportKind: ExpressibleByArgument {}

extension RecordID: ExpressibleByArgument {
  /// Reads an identity.
  public init?(argument: String) { self.init(argument) }
}
