import PipelinePlugins
import SalesPipeline
import ToolSupport

/// A column of a list of records: text for people, typed cells for exports.
struct RecordColumn<Body: Sendable> {
  let key: String
  let header: LocalizedText
  let kind: ReportColumnKind
  /// Whether it may be cut on a narrow terminal.
  var isFlexible = false
  /// When the column is left out of a table that is too wide: the one with the least number first; `nil` for never.
  var droppedAt: Int?
  /// What a terminal shows.
  let text: (Record<Body>) -> String
  /// What an export holds.
  let cell: (Record<Body>) -> ReportCell

  /// Whether its texts are aligned to the right.
  var isRight: Bool {
    switch kind {
    case .text, .date: false
    case .count, .decimal, .money, .percent: true
    }
  }
}

/// Makes the columns of lists of deals and accounts: what they need of the store is read once.
struct RecordColumns {
  let desk: Desk
  let language: Phrasebook
  let texts: RecordText
  let numbers: NumberText
  /// The shown ends of identities.
  private(set) var short: [RecordID: String] = [:]
  /// The names of accounts.
  private(set) var accounts: [RecordID: String] = [:]
  /// The currency of all deals; `nil` if they have several.
  private(set) var currency: Currency?

  init(_ desk: Desk, _ language: Phrasebook) async throws {
    self.desk = desk
    self.language = language
    texts = try await desk.recordText(language)
    numbers = NumberText(language)
  }

  /// Prepares for deals.
  ///
  /// - Parameter names: The names of accounts then; `nil` for those of now.
  mutating func read(_ deals: [Opportunity], names: [RecordID: String]? = nil) async throws {
    short = try await desk.shortIDs(deals.map(\.id), of: .opportunity)
    if let names {
      accounts = names
    } else {
      accounts = try await desk.accounts(Set(deals.map(\.body.account))).mapValues(\.body.name)
    }
    let currencies = Set(deals.map { $0.body.currency ?? desk.setup.baseCurrency })
    currency = currencies.count < 2 ? currencies.first ?? desk.setup.baseCurrency : nil
  }

  /// Prepares for accounts.
  mutating func read(_ accounts: [Account]) async throws {
    short = try await desk.shortIDs(accounts.map(\.id), of: .account)
  }

  /// What a record is called in a list, and on command lines.
  func key(_ id: RecordID, _ externalID: String?) -> String { externalID ?? short[id] ?? "\(id)" }
}

extension RecordColumns {
  /// The column of a field.
  func field<Body>(_ field: Field<Body>, _ currency: @escaping (Body) -> Currency?) -> RecordColumn<Body> {
    RecordColumn(
      key: field.name.description, header: field.label, kind: kind(of: field.kind),
      isFlexible: field.kind.cellType == .text,
      text: { texts.text(field.get($0.body), field.kind, currency($0.body)) ?? "" },
      cell: { cell(field.get($0.body), field.kind, currency($0.body)) })
  }

  /// The column of a field of deals; accounts by name.
  func field(ofDeals field: Field<OpportunityBody>) -> RecordColumn<OpportunityBody> {
    guard field.kind == .reference(.account) else { return self.field(field) { $0.currency } }
    return account
  }

  private func kind(of kind: FieldKind) -> ReportColumnKind {
    switch kind {
    case .date: .date
    case .percent: .percent
    case .money: currency.map { .money($0) } ?? .decimal
    case .integer: .count
    default: .text
    }
  }

  private func cell(_ cell: FieldValue, _ kind: FieldKind, _ own: Currency?) -> ReportCell {
    switch (cell, kind) {
    case (.null, _): return .null
    case (.integer(let number), .date):
      return Int32(exactly: number).flatMap { CivilDate(daysSince1970: $0) }.map { .date($0) } ?? .null
    case (.integer(let number), .percent):
      return Int(exactly: number).flatMap { BasisPoints($0) }.map { .percent($0) } ?? .null
    case (.integer(let number), .money):
      if currency != nil { return .money(Int128(number)) }
      return ExactDecimal(coefficient: number, scale: (own ?? desk.setup.baseCurrency).minorDigits)
        .map { .decimal($0) } ?? .null
    case (.integer(let number), .integer): return .count(number)
    case (.text(let key), .lookup), (.text(let key), .salesCycle):
      return .label(key: key, LocalizedText(texts.text(cell, kind, nil) ?? key))
    default: return CellFormat.text(cell, kind, own).map { .text($0) } ?? .null
    }
  }
}

extension RecordColumns {
  /// The usual columns of a list of deals. A status is its label, with its sales cycle if there are several.
  var usual: [RecordColumn<OpportunityBody>] {
    let fields = OpportunityBody.fields
    func text(
      _ key: String, _ header: LocalizedText, isFlexible: Bool = true, droppedAt: Int? = nil,
      _ text: @escaping (OpportunityBody) -> String
    ) -> RecordColumn<OpportunityBody> {
      RecordColumn(
        key: key, header: header, kind: .text, isFlexible: isFlexible, droppedAt: droppedAt, text: { text($0.body) },
        cell: { .text(text($0.body)) })
    }
    return [
      text("name", LocalizedText(ColumnPhrase.name)) { $0.name }, account,
      RecordColumn(
        key: "status", header: LocalizedText(ColumnPhrase.status), kind: .text, text: { stage($0.body) },
        cell: { cell(.text($0.body.status), .lookup(.status), nil) }),
      text("owner", LocalizedText(ColumnPhrase.owner), droppedAt: 2) { $0.owner },
      RecordColumn(
        key: "close_date", header: LocalizedText(ToolPhrase.closes), kind: .date,
        text: { $0.body.closeDate.map { numbers.date($0) } ?? "" },
        cell: { $0.body.closeDate.map { .date($0) } ?? .null }),
      RecordColumn(
        key: "amount", header: amountHeader, kind: kind(of: .money),
        text: { $0.body.amount.map { numbers.decimal($0.decimalText) + ownCode($0) } ?? "" },
        cell: { deal in fields["amount"].map { cell($0.get(deal.body), .money, deal.body.currency) } ?? .null }),
      RecordColumn(
        key: "probability", header: LocalizedText(ColumnPhrase.shortProbability), kind: .percent, droppedAt: 1,
        text: { $0.body.probability.map { numbers.percent($0) } ?? "" },
        cell: { $0.body.probability.map { .percent($0) } ?? .null }),
    ]
  }

  /// The header of amounts: with the currency, where all have the same.
  private var amountHeader: LocalizedText {
    let amount = LocalizedText(ColumnPhrase.amount)
    guard let currency else { return amount }
    return LocalizedText(WorkPhrase.amountIn, ["amount": .label(amount), "currency": .text(currency.code)])
  }

  /// What follows an amount, where not all have the same currency.
  private func ownCode(_ amount: Money) -> String { currency == nil ? " " + amount.currency.code : "" }

  /// The account by name.
  var account: RecordColumn<OpportunityBody> {
    RecordColumn(
      key: "account", header: LocalizedText(ColumnPhrase.account), kind: .text, isFlexible: true,
      text: { accounts[$0.body.account] ?? "" }, cell: { accounts[$0.body.account].map { .text($0) } ?? .null })
  }

  /// A deal's stage by its label, with the sales cycle if there are several.
  func stage(_ body: OpportunityBody) -> String {
    let cycles = desk.setup.salesCycles
    let cycle = cycles.first { $0.key == body.cycle }
    let stage = cycle?.presentStage(body.status)?.label ?? LocalizedText(body.status)
    guard cycles.count > 1 else { return stage.text(language) }
    return language.text(
      FigurePhrase.stageOfCycle,
      ["stage": .label(stage), "cycle": .label(cycle?.label ?? LocalizedText(body.cycle))])
  }

  /// All fields of deals, for exports: the account's identity and name, and no fields that only serve the engine.
  var allOfDeals: [RecordColumn<OpportunityBody>] {
    OpportunityBody.fields.fields.filter { !$0.isBookkeeping }.flatMap { field -> [RecordColumn<OpportunityBody>] in
      guard field.kind == .reference(.account) else { return [self.field(ofDeals: field)] }
      let id = RecordColumn<OpportunityBody>(
        key: "account_id", header: field.label, kind: .text, text: { "\($0.body.account)" },
        cell: { .text("\($0.body.account)") })
      return [id, account]
    }
  }

  /// All fields of accounts, for exports.
  var allOfAccounts: [RecordColumn<AccountBody>] {
    AccountBody.fields.fields.filter { !$0.isBookkeeping }.map { self.field($0) { _ in nil } }
  }
}

extension OpportunityBody {
  /// The day on which it closed, or is expected to close.
  var closeDate: CivilDate? { actualCloseDate ?? expectedCloseDate }
}
