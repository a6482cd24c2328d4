import PipelinePlugins
import SalesPipeline
import ToolSupport

/// One deal as a page for people.
struct DealPage: RecordPage {
  let record: Opportunity
  let columns: RecordColumns
  let today: CivilDate
  private let values: StageDeal?

  var name: (text: String, externalID: String?) { (record.body.name, record.body.externalID) }
  var createdAt: Instant? { record.body.createdAt }
  private var deal: Opportunity { record }

  init(_ deal: Opportunity, _ desk: Desk, _ options: ToolOptions) async throws {
    record = deal
    values = try await desk.figures(of: deal)
    var columns = try await RecordColumns(desk, try options.language(desk.setup))
    try await columns.read([deal])
    self.columns = columns
    today = options.today ?? desk.today
  }

  func showParts(_ options: ToolOptions) async throws {
    guard !deal.body.lines.isEmpty else { return }
    print("")
    Output.table(try await Output.lines(of: deal, desk, language, options.terminal), nil, options.terminal)
  }

  func history() async throws -> [HistoryEntry] { try await desk.history(of: deal.id) }

  func showRemarks() async throws { try await Output.noteLeftOut(of: deal.id, desk, language) }

  func facts() -> FactList {
    let body = deal.body
    var facts = FactList()
    func add(_ label: String, _ text: String?) { facts.add(label, text) }
    func add(_ name: FieldName) { self.add(name, of: OpportunityBody.fields, body.currency, to: &facts) }
    add(language.text(ColumnPhrase.account), columns.accounts[body.account])
    add(language.text(ColumnPhrase.stage), stage)
    add("owner")
    add(language.text(WorkPhrase.value), value)
    add(language.text(ColumnPhrase.weighted), weighted)
    add("forecast")
    add(language.text(ToolPhrase.closes), closes)
    for name in ["next_step", "source", "competitor", "loss_reason", "description", "win_loss_report"] as [FieldName] {
      add(name)
    }
    return facts
  }

  /// The stage, and how long the deal has been in it.
  private var stage: String {
    let name = columns.stage(deal.body)
    guard deal.body.statusSince.microsecondsSince1970 != 0 else { return name }
    return name + ", " + since(desk.civilDate(of: deal.body.statusSince))
  }

  /// The amount, and what it is worth in the base currency.
  private var value: String? {
    guard let amount = deal.body.amount else { return language.text(WorkPhrase.unknownValue) }
    let text = columns.numbers.decimal(amount.decimalText) + " " + amount.currency.code
    guard let values, amount.currency != values.currency, let units = values.unweighted else { return text }
    return text + " = " + columns.numbers.amount(units, values.currency) + " " + values.currency.code
  }

  private var weighted: String? {
    guard let values, let units = values.weighted else { return nil }
    let origin = deal.body.probabilityOrigin == .person ? ", " + language.text(WorkPhrase.stated) : ""
    return columns.numbers.amount(units, values.currency) + " " + values.currency.code + " ("
      + columns.numbers.percent(values.probability) + origin + ")"
  }

  /// The close date, and how far it is.
  private var closes: String? {
    if let closed = deal.body.actualCloseDate {
      return language.text(WorkPhrase.closedOn, ["day": .text(columns.numbers.date(closed))])
    }
    guard let day = deal.body.expectedCloseDate else { return nil }
    let days = today.days(until: day)
    return language.text(
      days < 0 ? WorkPhrase.overdue : .inDays,
      ["day": .text(columns.numbers.date(day)), "count": .count(abs(days))])
  }
}
