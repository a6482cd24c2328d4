import PipelinePlugins
import SalesPipeline
import ToolSupport

/// One salesperson as a page for people.
struct PersonPage: RecordPage {
  let record: Salesperson
  let columns: RecordColumns
  let today: CivilDate
  private let deals: [Opportunity]
  /// Those whom the person manages, by name.
  private let managed: [String]
  /// The end of the day that is shown; `nil` for now.
  private let end: Instant?

  var name: (text: String, externalID: String?) { (record.body.name, nil) }
  var createdAt: Instant? { record.body.createdAt }

  /// - Parameter asOf: The day at whose end the person is shown; `nil` for now.
  init(_ person: Salesperson, asOf: CivilDate?, _ desk: Desk, _ options: ToolOptions) async throws {
    record = person
    end = asOf.map(desk.endOfDay)
    let snapshot = try await desk.snapshot(end.map { .asOf($0) } ?? .now)
    var filter = DealFilter()
    filter.owners = [person.body.name]
    deals = try await snapshot.opportunities(filter, limit: .max).items
    let people = try await desk.salespeople(asOf: end)
    managed = people.filter { $0.body.manager == person.body.name }.map(\.body.name)
    columns = try await RecordColumns(desk, try options.language(desk.setup))
    today = options.today ?? asOf ?? desk.today
  }

  func facts() throws -> FactList {
    var facts = FactList()
    for name in ["team", "manager"] as [FieldName] { add(name, of: SalespersonBody.fields, nil, to: &facts) }
    facts.add(language.text(WorkPhrase.manages), managed.joined(separator: ", "))
    try addWorth(of: deals, to: &facts)
    return facts
  }

  func showParts(_ options: ToolOptions) {}

  func history() async throws -> [HistoryEntry] {
    let entries = try await desk.history(ofSalesperson: record.id)
    return end.map { end in entries.filter { $0.at <= end } } ?? entries
  }

  func showRemarks() {}
}
