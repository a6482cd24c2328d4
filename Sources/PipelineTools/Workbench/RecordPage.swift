import ArgumentParser
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// The deal that a command is about.
struct DealArgument: ParsableArguments {
  @Argument(help: "The deal's id or external id.", completion: .names(.deals)) var deal: String

  func find(_ desk: Desk) async throws -> Opportunity { try await desk.liveDeal(deal) }

  /// The identity of the deal, also of a deleted one: its history stays.
  func identity(_ desk: Desk) async throws -> RecordID {
    let found = try? await desk.findDeal(deal)
    return if let found { found.id } else { try await desk.findDeletedDeal(deal) }
  }
}

/// The account that a command is about.
struct AccountArgument: ParsableArguments {
  @Argument(help: "The account's id, external id or exact name.", completion: .names(.accounts)) var account: String

  func find(_ desk: Desk) async throws -> Account { try await desk.liveAccount(account) }
}

/// Whether a history names its operations.
struct HistoryOptions: ParsableArguments {
  @Flag(help: "Name each change's operation, which 'pipeline undo' takes, also of changes that the history leaves out.")
  var operations = false
}

/// How a record is shown.
struct ShowOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, fields }

  @Option(help: "text (with the fields after it, where it is not a terminal), json, or fields alone: a field a line.")
  var format = Format.text

  /// Shows a record.
  ///
  /// - Parameters:
  ///   - currency: The currency of its amounts.
  ///   - page: Makes the page for people.
  func show<Page: RecordPage>(
    _ record: Record<Page.Body>, _ table: FieldTable<Page.Body>, _ currency: Currency?, _ desk: Desk,
    _ options: ToolOptions, as page: () async throws -> Page
  ) async throws where Page.Body: Encodable {
    let language = try options.language(desk.setup)
    switch format {
    case .text:
      try await page().show(options)
      // Scripts that read a field of a line keep working: in a pipe the fields follow the page.
      guard !Terminal.standardOutputIsTerminal else { return }
      print("")
      try await Output.fields(table, record, currency, desk, language)
    case .fields: try await Output.fields(table, record, currency, desk, language)
    case .json: try Output.json(record)
    }
  }
}

/// One record as a page for people: its name and facts, what belongs to it, and its history.
protocol RecordPage {
  associatedtype Body: Sendable
  var record: Record<Body> { get }
  var columns: RecordColumns { get }
  var today: CivilDate { get }
  var name: (text: String, externalID: String?) { get }

  /// The facts between those that all records have: the name above, the day of creation and the id below.
  func facts() throws -> FactList
  /// When the record was made; `nil` if that is not known.
  var createdAt: Instant? { get }
  /// Prints what belongs to it, after the facts.
  func showParts(_ options: ToolOptions) async throws
  /// Its history.
  func history() async throws -> [HistoryEntry]
  /// Prints what belongs to the history, after it.
  func showRemarks() async throws
}

extension RecordPage {
  var language: Phrasebook { columns.language }
  var desk: Desk { columns.desk }

  /// Prints the page.
  func show(_ options: ToolOptions) async throws {
    let terminal = options.terminal
    FactList.heading(name.text, name.externalID, terminal: terminal)
    var facts = try facts()
    facts.add(language.text(WorkPhrase.added), createdAt.map { since(desk.civilDate(of: $0), .addedOn) })
    facts.add(
      language.text(ToolPhrase.id), "\(record.id) (\(language.text(ToolPhrase.recordVersion)) \(record.version))")
    facts.show(terminal)
    try await showParts(options)
    let history = try await history()
    if !history.isEmpty {
      print("\n" + terminal.styled(language.text(ToolPhrase.history), .bold))
      try await Output.history(history, desk, language)
    }
    try await showRemarks()
  }

  /// A day, and how long ago it was.
  func since(_ day: CivilDate, _ phrase: WorkPhrase = .since) -> String {
    language.text(
      phrase, ["day": .text(columns.numbers.date(day)), "count": .count(max(0, day.days(until: today)))])
  }

  /// A fact of a field, with its label.
  func add(_ name: FieldName, of table: FieldTable<Body>, _ currency: Currency?, to facts: inout FactList) {
    guard let field = table[name] else { return }
    facts.add(field.label.text(language), columns.texts.text(field.get(record.body), field.kind, currency))
  }
}
