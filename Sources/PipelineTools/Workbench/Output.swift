import ArgumentParser
import SalesPipeline
import ToolSupport

/// A page of a list.
struct Paging: ParsableArguments {
  @Option(help: "How many to show.") var limit = 50
  @Option(help: "How many to pass over.") var offset = 0

  func validate() throws {
    guard limit > 0, offset >= 0 else { throw ValidationError(usage: "--limit is 1 or more, --offset 0 or more") }
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

  /// Prints the filters of a list above it.
  static func asked(_ filter: DealFilter, _ language: Phrasebook, _ terminal: Terminal) {
    for line in AskedView.lines(filter.parameters, language, terminal) { print(line) }
  }

  /// Deals as a table. In English a status is its key, by which lists are filtered; in other languages its label. If there
  /// are several sales cycles, the status includes its cycle.
  static func deals(_ deals: [Opportunity], _ desk: Desk, _ language: Phrasebook) async throws -> TextTable {
    let texts = Phrasebook.baseLanguage(language.language) == "en" ? nil : try await desk.recordText(language)
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
        body.externalID ?? "\(deal.id)", body.name,
        status(body, desk, texts, language), body.owner,
        (body.actualCloseDate ?? body.expectedCloseDate).map { numbers.date($0) } ?? "",
        body.amount.map { numbers.decimal($0.decimalText) + " " + $0.currency.code } ?? "",
        body.probability.map { numbers.percent($0) } ?? "",
      ])
    }
    return table
  }

  /// Deals with the given fields; accounts by name.
  static func deals(
    _ deals: [Opportunity], _ fields: [Field<OpportunityBody>], _ desk: Desk, _ language: Phrasebook
  ) async throws -> TextTable {
    let texts = try await desk.recordText(language)
    let showsAccounts = fields.contains { $0.kind == .reference(.account) }
    let accounts = showsAccounts ? try await desk.accounts(Set(deals.map(\.body.account))) : [:]
    var table = TextTable(
      [TextTable.Column(language.text(ColumnPhrase.id))]
        + fields.map { field in
          let isNumber = [.money, .percent, .integer].contains(field.kind)
          return TextTable.Column(
            field.label.text(language), right: isNumber, flexible: field.kind.cellType == .text)
        })
    for deal in deals {
      table.add(
        [deal.body.externalID ?? "\(deal.id)"]
          + fields.map { field in
            if field.kind == .reference(.account) { return accounts[deal.body.account]?.body.name ?? "" }
            return texts.text(field.get(deal.body), field.kind, deal.body.currency) ?? ""
          })
    }
    return table
  }

  private static func status(
    _ body: OpportunityBody, _ desk: Desk, _ texts: RecordText?, _ language: Phrasebook
  ) -> String {
    let cycles = desk.setup.salesCycles
    let cycle = cycles.first { $0.key == body.cycle }
    guard let texts else { return cycles.count > 1 ? "\(body.cycle)/\(body.status)" : body.status }
    guard cycles.count > 1 else { return texts.text(.text(body.status), .lookup(.status), nil) ?? body.status }
    return language.text(
      FigurePhrase.stageOfCycle,
      [
        "stage": .label(cycle?.stage(body.status)?.label ?? LocalizedText(body.status)),
        "cycle": .label(cycle?.label ?? LocalizedText(body.cycle)),
      ])
  }

  /// A record's new version.
  static func version(_ id: RecordID, _ version: Int64, _ language: Phrasebook) -> String {
    language.text(ToolPhrase.version, ["id": .text("\(id)"), "version": .text("\(version)")])
  }

  /// A record, a field a line; empty fields are left out. English names the fields as `--set` does and gives their values as it
  /// takes them; other languages give labels.
  static func fields<Body>(
    _ table: FieldTable<Body>, _ record: Record<Body>, _ currency: Currency?, _ desk: Desk, _ language: Phrasebook
  ) async throws {
    print("\(language.text(ToolPhrase.id)): \(record.id)")
    print("\(language.text(ToolPhrase.recordVersion)): \(record.version)")
    let texts = Phrasebook.baseLanguage(language.language) == "en" ? nil : try await desk.recordText(language)
    // What imports remember is for them alone.
    for field in table.fields where field.name != ImportMemory.field && field.name != AccountBody.mergedField {
      let cell = field.get(record.body)
      guard let texts else {
        if let text = CellFormat.text(cell, field.kind, currency) { print("\(field.name): \(DisplayText.safe(text))") }
        continue
      }
      guard let text = texts.text(cell, field.kind, currency) else { continue }
      print(
        language.text(
          RefusalPhrase.about, ["field": .label(field.label), "message": .text(DisplayText.safe(text))]))
    }
  }

  /// A record's history, an event a line, at the configured place.
  static func history(
    _ entries: [HistoryEntry], _ desk: Desk, _ language: Phrasebook, operations: Bool = false
  ) async throws {
    let texts = try await desk.recordText(language)
    for entry in entries {
      let operation = operations ? "  \(entry.operation)" : ""
      print(
        "\(texts.moment(entry.at))  \(DisplayText.safe(entry.author))  \(event(entry, texts, language))\(operation)")
    }
  }

  private static func event(_ entry: HistoryEntry, _ texts: RecordText, _ language: Phrasebook) -> String {
    switch entry.event {
    case .created: return language.text(ToolPhrase.created)
    case .deleted: return language.text(ToolPhrase.deleted)
    case .restored: return language.text(ToolPhrase.restored)
    case .changed(_, let label, let old, let new):
      let cells = entry.cells
      let before = cells.flatMap { texts.text($0.old, $0.kind, $0.oldCurrency) } ?? old
      let after = cells.flatMap { texts.text($0.new, $0.kind, $0.newCurrency) } ?? new
      return language.text(
        ToolPhrase.changed,
        [
          "field": .label(label), "old": .text(DisplayText.safe(before ?? "—")),
          "new": .text(DisplayText.safe(after ?? "—")),
        ])
    }
  }
}
