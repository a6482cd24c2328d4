import PipelinePlugins
import SalesPipeline
import ToolSupport

/// One account as a page for people.
struct AccountPage {
  private let account: Account
  private let deals: [Opportunity]
  private let columns: RecordColumns
  private let options: ToolOptions
  private let today: CivilDate

  private var language: Phrasebook { columns.language }
  private var desk: Desk { columns.desk }

  init(_ account: Account, _ desk: Desk, _ options: ToolOptions) async throws {
    self.account = account
    self.options = options
    deals = try await desk.opportunities(of: account)
    columns = try await RecordColumns(desk, try options.language(desk.setup))
    today = options.today ?? desk.today
  }

  /// Prints the page: what the account is, its deals, and its history with those of accounts that were merged into it.
  func show() async throws {
    let terminal = options.terminal
    FactList.heading(account.body.name, account.body.externalID, terminal: terminal)
    try facts().show(terminal)
    if !deals.isEmpty {
      print("\n" + terminal.styled(language.text(ColumnPhrase.deals), .bold))
      try await Output.deals(deals, desk, options)
    }
    let history = try await desk.history(ofAccount: account.id)
    if !history.isEmpty {
      print("\n" + terminal.styled(language.text(ToolPhrase.history), .bold))
      try await Output.history(history, desk, language)
    }
    try await Output.mergedHistories(of: account, desk, language)
  }

  private func facts() throws -> FactList {
    let body = account.body
    var facts = FactList()
    func field(_ name: FieldName) {
      guard let field = AccountBody.fields[name] else { return }
      facts.add(field.label.text(language), columns.texts.text(field.get(body), field.kind, nil))
    }
    for name in ["standing", "owner", "source"] as [FieldName] { field(name) }
    for (outcome, label) in [(Outcome.open, ColumnPhrase.open), (.won, .won), (.lost, .lost)] {
      facts.add(language.text(label), try worth(of: outcome))
    }
    for (name, value) in body.attributes.sorted(by: { $0.key < $1.key }) { facts.add(name, value) }
    let made = desk.civilDate(of: body.createdAt)
    facts.add(
      language.text(WorkPhrase.added),
      language.text(
        WorkPhrase.addedOn,
        ["day": .text(columns.numbers.date(made)), "count": .count(max(0, made.days(until: today)))]))
    facts.add(
      language.text(ToolPhrase.id),
      "\(account.id) (\(language.text(ToolPhrase.recordVersion)) \(account.version))")
    return facts
  }

  /// How many deals have an outcome, and what they are worth in each currency; `nil` if none has.
  private func worth(of outcome: Outcome) throws -> String? {
    let own = deals.filter { deal in
      let cycle = desk.setup.salesCycles.first { $0.key == deal.body.cycle }
      return (cycle?.stage(deal.body.status)?.outcome ?? .open) == outcome
    }
    guard !own.isEmpty else { return nil }
    let sums = try Dictionary(grouping: own.compactMap(\.body.amount)) { $0.currency }
      .sorted { $0.key.code < $1.key.code }
      .map { columns.numbers.decimal(try $0.value.sum(in: $0.key).decimalText) + " " + $0.key.code }
    let count = language.text(WorkPhrase.dealCount, ["count": .count(own.count)])
    return ([count] + sums).joined(separator: ", ")
  }
}
