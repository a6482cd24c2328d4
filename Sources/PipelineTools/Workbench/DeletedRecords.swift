import PipelinePlugins
import SalesPipeline
import ToolSupport

/// Lists of what was deleted and can be restored: with the day and who deleted it.
struct DeletedRecords {
  private let desk: Desk
  private let options: ToolOptions
  private let output: ListOutput
  private let paging: Paging
  private let language: Phrasebook

  init(_ desk: Desk, _ options: ToolOptions, _ output: ListOutput, _ paging: Paging) throws {
    (self.desk, self.options, self.output, self.paging) = (desk, options, output, paging)
    language = try options.language(desk.setup)
  }

  /// Writes the deleted deals, the oldest first.
  func deals(_ part: (offset: Int, limit: Int), _ fields: [Field<OpportunityBody>]?) async throws {
    let all = try await desk.deletedOpportunities()
    var columns = try await RecordColumns(desk, language)
    let names = Dictionary(
      try await desk.deletedAccounts().map { ($0.id, $0.body.name) }, uniquingKeysWith: { first, _ in first })
    let present = try await desk.accounts(Set(all.map(\.body.account))).mapValues(\.body.name)
    // All of them, so that an id is unambiguous among those that can be restored.
    try await columns.read(all, names: names.merging(present) { $1 })
    try await write(
      all, part, fields?.map { columns.field(ofDeals: $0) } ?? (output.isText ? columns.usual : columns.allOfDeals),
      name: "deals", title: LocalizedText(ColumnPhrase.deals), columns, \.externalID
    ) { try await desk.history(of: $0) }
  }

  /// Writes the deleted accounts, the oldest first.
  func accounts(_ part: (offset: Int, limit: Int), _ fields: [Field<AccountBody>]?) async throws {
    let all = try await desk.deletedAccounts()
    var columns = try await RecordColumns(desk, language)
    try await columns.read(all)
    try await write(
      all, part,
      fields?.map { columns.field($0) { _ in nil } }
        ?? (output.isText ? columns.usualOfAccounts : columns.allOfAccounts), name: "accounts",
      title: LocalizedText(WorkPhrase.accounts), columns, \.externalID
    ) { try await desk.history(ofAccount: $0) }
  }

  private func write<Body: Sendable & Encodable>(
    _ all: [Record<Body>], _ part: (offset: Int, limit: Int), _ shown: [RecordColumn<Body>], name: String,
    title: LocalizedText, _ columns: RecordColumns, _ externalID: KeyPath<Body, String?>,
    history: (RecordID) async throws -> [HistoryEntry]
  ) async throws {
    let page = Array(all.dropFirst(part.offset).prefix(part.limit))
    var deletions: [RecordID: HistoryEntry] = [:]
    for record in page { deletions[record.id] = try await history(record.id).last { $0.event == .deleted } }
    func text(_ record: Record<Body>) -> String {
      deletions[record.id].map { columns.texts.moment($0.at) + " " + $0.author } ?? ""
    }
    let deletion = RecordColumn<Body>(
      key: "deleted", header: LocalizedText(WorkPhrase.deletedAt), kind: .text, isFlexible: true, text: text,
      cell: { .text(text($0)) })
    var list = RecordList(
      name: name, title: title, records: page, columns: shown + [deletion],
      key: { columns.key($0.id, $0.body[keyPath: externalID]) })
    list.dropsColumns = true
    list.note = paging.note(page.count, of: all.count, language)
    try await list.write(output, desk, options)
  }
}
