import ArgumentParser
import SalesPipeline
import ToolSupport

/// A page of a list.
struct Paging: ParsableArguments {
  @Option(help: "How many to show.") var limit = 50
  @Option(help: "How many to pass over.") var offset = 0

  func validate() throws {
    guard limit > 0, offset >= 0 else { throw ValidationError("--limit is 1 or more, --offset 0 or more") }
  }

  /// What is not shown.
  func note(_ shown: Int, of total: Int, _ language: Phrasebook) -> String? {
    guard shown < total else { return nil }
    guard shown > 0 else { return language.text(ToolPhrase.behindLast, ["count": .count(total)]) }
    return language.text(
      ToolPhrase.range,
      [
        "first": .count(offset + 1), "last": .count(offset + shown), "count": .count(total),
        "offset": .text("\(offset + shown)"),
      ])
  }
}

/// What the workbench prints.
enum Output {
  static func table(_ table: TextTable, _ note: String?, _ terminal: Terminal) {
    for line in table.lines(terminal) { print(line) }
    if let note { print(terminal.styled(note, .faint)) }
  }

  static func deals(_ deals: [Opportunity], _ language: Phrasebook) -> TextTable {
    let numbers = NumberText(language)
    var table = TextTable([
      TextTable.Column(language.text(ColumnPhrase.id)),
      TextTable.Column(language.text(ColumnPhrase.name), flexible: true),
      TextTable.Column(language.text(ColumnPhrase.status)),
      TextTable.Column(language.text(ColumnPhrase.owner), flexible: true),
      TextTable.Column(language.text(ToolPhrase.closes)),
      TextTable.Column(language.text(ColumnPhrase.amount), right: true),
      TextTable.Column(language.text(ColumnPhrase.shortProbability), right: true),
    ])
    for deal in deals {
      let body = deal.body
      table.add([
        body.externalID ?? "\(deal.id)", body.name, body.status, body.owner,
        (body.actualCloseDate ?? body.expectedCloseDate).map { numbers.date($0) } ?? "",
        body.amount.map { numbers.decimal($0.decimalText) + " " + $0.currency.code } ?? "",
        body.probability.map { numbers.percent($0) } ?? "",
      ])
    }
    return table
  }

  /// A record's new version.
  static func version(_ id: RecordID, _ version: Int64, _ language: Phrasebook) -> String {
    language.text(ToolPhrase.version, ["id": .text("\(id)"), "version": .text("\(version)")])
  }

  /// A record, a field a line; empty fields are left out.
  static func fields<Body>(
    _ table: FieldTable<Body>, _ id: RecordID, _ version: Int64, _ body: Body, _ currency: Currency?
  ) {
    print("id: \(id)")
    print("version: \(version)")
    for field in table.fields {
      guard let text = CellFormat.text(field.get(body), field.kind, currency) else { continue }
      print("\(field.name): \(DisplayText.safe(text))")
    }
  }
}

extension Desk {
  /// The account with an identity, an external id or, where only one has it, a name.
  func findAccount(_ key: String) async throws -> Account {
    if let id = RecordID(key), let account = try? await account(id) { return account }
    if let account = try await account(externalID: key) { return account }
    let named = try await accounts(named: key)
    guard named.count < 2 else {
      throw ToolError(
        .sameName,
        [
          "count": .count(named.count), "value": .text(key.clipped()), "first": .text("\(named[0].id)"),
          "second": .text("\(named[1].id)"),
        ])
    }
    guard let account = named.first else { throw NotFound(kind: .account, key: key) }
    return account
  }

  /// The deal with an identity or an external id.
  func findDeal(_ key: String) async throws -> Opportunity {
    if let deal = try await opportunity(externalID: key) { return deal }
    guard let id = RecordID(key) else { throw NotFound(kind: .opportunity, key: key) }
    return try await opportunity(id)
  }
}
