import Foundation
import PipelinePlugins
import SalesPipeline
import ToolSupport

extension Output {
  /// Prints a value as JSON.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Prints deals with the usual columns.
  static func deals(_ deals: [Opportunity], _ desk: Desk, _ options: ToolOptions) async throws {
    var columns = try await RecordColumns(desk, try options.language(desk.setup))
    try await columns.read(deals)
    var list = RecordList(
      name: "deals", title: LocalizedText(ColumnPhrase.deals), records: deals, columns: columns.usual,
      key: { columns.key($0.id, $0.body.externalID) })
    list.dropsColumns = true
    try await list.write(try ListOutput.parse([]), desk, options)
  }

  /// Prints that an operation was written, and how to undo it; or that nothing changed.
  ///
  /// - Parameter isNote: Whether it is no part of the output, which a script takes a name from.
  static func written(
    _ operation: RecordID, as phrase: WorkPhrase = .written, isNote: Bool = false, _ desk: Desk, _ options: ToolOptions
  ) async throws {
    let language = try options.language(desk.setup)
    let isWritten = try await desk.hasWritten(operation)
    let text = language.text(isWritten ? phrase : .noEffect, ["operation": .text("\(operation)")])
    if isNote { ToolRunner.note(text, language) } else { print(text) }
  }

  /// Prints what an edit of several deals did, or would do.
  static func bulk(
    _ edit: Desk.BulkEdit, isDryRun: Bool, _ desk: Desk, _ options: ToolOptions
  ) async throws {
    let language = try options.language(desk.setup)
    if isDryRun, !edit.changes.isEmpty { try await changes(edit, desk, language, options.terminal) }
    let phrase: WorkPhrase = isDryRun ? .bulkDryRun : edit.changes.isEmpty ? .bulkNone : .bulkDone
    print(
      language.text(
        phrase,
        [
          "count": .count(edit.deals.count), "changed": .count(edit.changedCount),
          "operation": .text(edit.operation.map { "\($0)" } ?? ""),
        ]))
  }

  private static func changes(
    _ edit: Desk.BulkEdit, _ desk: Desk, _ language: Phrasebook, _ terminal: Terminal
  ) async throws {
    let texts = try await desk.recordText(language, for: edit.changes.flatMap { [$0.cells.old, $0.cells.new] })
    let short = try await desk.shortIDs(edit.changes.map(\.deal.id), of: .opportunity)
    var table = TextTable([
      TextTable.Column(language.text(ColumnPhrase.id)),
      TextTable.Column(language.text(ColumnPhrase.name), flexible: true),
      TextTable.Column(language.text(WorkPhrase.field), flexible: true),
      TextTable.Column(language.text(WorkPhrase.before), flexible: true),
      TextTable.Column(language.text(WorkPhrase.after), flexible: true),
    ])
    for change in edit.changes {
      let cells = change.cells
      table.add([
        change.deal.body.externalID ?? short[change.deal.id] ?? "\(change.deal.id)", change.deal.body.name,
        change.label.text(language), texts.text(cells.old, cells.kind, cells.oldCurrency) ?? "—",
        texts.text(cells.new, cells.kind, cells.newCurrency) ?? "—",
      ])
    }
    self.table(table, nil, terminal)
  }

  /// Warns of an owner that nobody knows and that is like somebody's name. Somebody new is no reason to.
  static func warnOfOwner(_ assignments: [Assignment], _ desk: Desk, _ language: Phrasebook) async throws {
    for one in assignments where one.field == "owner" && !one.value.isEmpty {
      let people = try await desk.knownPeople(addingUser: false)
      guard !people.contains(where: { desk.isSame($0, one.value) }), nearest(one.value, in: people) != nil else {
        continue
      }
      try await warnOfNewPerson(one.value, desk, language)
    }
  }

  /// Warns of a salesperson that nobody knows, who may be misspelt.
  static func warnOfNewPerson(_ name: String, _ desk: Desk, _ language: Phrasebook) async throws {
    // The acting user is known to every desk, and still may be misspelt.
    let people = try await desk.knownPeople(addingUser: false)
    guard !people.contains(where: { desk.isSame($0, name) }) else { return }
    let near = nearest(name, in: people)
    var values: [String: PhraseValue] = ["name": .text(name.clipped())]
    values["near"] = near.map { .text($0.clipped()) }
    ToolRunner.note(language.text(near == nil ? WorkPhrase.newPerson : .newPersonNear, values), language)
  }
}
