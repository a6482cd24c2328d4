import PipelinePlugins
import SalesPipeline
import ToolSupport

/// One account as a page for people.
struct AccountPage: RecordPage {
  let record: Account
  let columns: RecordColumns
  let today: CivilDate
  private let deals: [Opportunity]

  var name: (text: String, externalID: String?) { (record.body.name, record.body.externalID) }
  var createdAt: Instant? { record.body.createdAt }

  init(_ account: Account, _ desk: Desk, _ options: ToolOptions) async throws {
    record = account
    deals = try await desk.opportunities(of: account)
    columns = try await RecordColumns(desk, try options.language(desk.setup))
    today = options.today ?? desk.today
  }

  func showParts(_ options: ToolOptions) async throws {
    guard !deals.isEmpty else { return }
    print("\n" + options.terminal.styled(language.text(ColumnPhrase.deals), .bold))
    try await Output.deals(deals, desk, options)
  }

  func history() async throws -> [HistoryEntry] { try await desk.history(ofAccount: record.id) }

  func showRemarks() async throws { try await Output.mergedHistories(of: record, desk, language) }

  func facts() throws -> FactList {
    var facts = FactList()
    for name in ["standing", "owner", "source"] as [FieldName] { add(name, of: AccountBody.fields, nil, to: &facts) }
    try addWorth(of: deals, to: &facts)
    for (name, value) in record.body.attributes.sorted(by: { $0.key < $1.key }) { facts.add(name, value) }
    return facts
  }
}

extension RecordPage {
  /// Adds how many deals are open, won and lost, and what they are worth.
  func addWorth(of deals: [Opportunity], to facts: inout FactList) throws {
    for (outcome, label) in [(Outcome.open, ColumnPhrase.open), (.won, .won), (.lost, .lost)] {
      facts.add(language.text(label), try worth(of: deals, outcome))
    }
  }

  /// How many deals have an outcome, and what they are worth in each currency; `nil` if none has.
  private func worth(of deals: [Opportunity], _ outcome: Outcome) throws -> String? {
    let own = deals.filter { deal in
      let cycle = desk.setup.salesCycles.first { $0.key == deal.body.cycle }
      return (cycle?.presentStage(deal.body.status)?.outcome ?? .open) == outcome
    }
    guard !own.isEmpty else { return nil }
    let sums = try Dictionary(grouping: own.compactMap(\.body.amount)) { $0.currency }
      .sorted { $0.key.code < $1.key.code }
      .map { columns.numbers.decimal(try $0.value.sum(in: $0.key).decimalText) + " " + $0.key.code }
    let count = language.text(WorkPhrase.dealCount, ["count": .count(own.count)])
    return ([count] + sums).joined(separator: ", ")
  }
}
