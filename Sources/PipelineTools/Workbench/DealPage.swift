import PipelinePlugins
import SalesPipeline
import ToolSupport

/// One deal as a page for people.
struct DealPage {
  private let deal: Opportunity
  private let values: StageDeal?
  private let columns: RecordColumns
  private let today: CivilDate
  private let terminal: Terminal

  private var language: Phrasebook { columns.language }
  private var desk: Desk { columns.desk }

  init(_ deal: Opportunity, _ desk: Desk, _ options: ToolOptions) async throws {
    self.deal = deal
    values = try await desk.figures(of: deal)
    var columns = try await RecordColumns(desk, try options.language(desk.setup))
    try await columns.read([deal])
    self.columns = columns
    today = options.today ?? desk.today
    terminal = options.terminal
  }

  /// Prints the page: what the deal is, its lines, and its history.
  func show() async throws {
    FactList.heading(deal.body.name, deal.body.externalID, terminal: terminal)
    facts().show(terminal)
    if !deal.body.lines.isEmpty {
      print("")
      Output.table(try await Output.lines(of: deal, desk, language), nil, terminal)
    }
    let history = try await desk.history(of: deal.id)
    guard !history.isEmpty else { return }
    print("\n" + terminal.styled(language.text(ToolPhrase.history), .bold))
    try await Output.history(history, desk, language)
    try await Output.noteLeftOut(of: deal.id, desk, language)
  }

  private func facts() -> FactList {
    let body = deal.body
    var facts = FactList()
    func add(_ label: String, _ text: String?) { facts.add(label, text) }
    func add(_ name: FieldName) {
      guard let field = OpportunityBody.fields[name] else { return }
      add(field.label.text(language), columns.texts.text(field.get(body), field.kind, body.currency))
    }
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
    add(language.text(WorkPhrase.added), body.createdAt.map { since(desk.civilDate(of: $0), .addedOn) })
    add(language.text(ToolPhrase.id), "\(deal.id) (\(language.text(ToolPhrase.recordVersion)) \(deal.version))")
    return facts
  }

  /// The stage, and how long the deal has been in it.
  private var stage: String {
    let name = columns.stage(deal.body)
    guard deal.body.statusSince.microsecondsSince1970 != 0 else { return name }
    return name + ", " + since(desk.civilDate(of: deal.body.statusSince))
  }

  private func since(_ day: CivilDate, _ phrase: WorkPhrase = .since) -> String {
    language.text(
      phrase, ["day": .text(columns.numbers.date(day)), "count": .count(max(0, day.days(until: today)))])
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
