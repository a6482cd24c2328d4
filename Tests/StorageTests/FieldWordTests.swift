import PipelinePlugins
import PipelineTesting
import Testing

/// A plugin may call a field or a kind what it wants, also by a word that SQL keeps for itself.
@Suite("Fields with words of SQL for names")
struct FieldWordTests {
  private static let kind: RecordKind = "table"
  private static let words: [FieldName] = ["order", "select", "group", "where"]
  private static let schema = [
    RecordSchema(
      kind,
      [
        FieldSpec("order", .text, isIndexed: true), FieldSpec("select", .integer), FieldSpec("group", .text),
        FieldSpec("where", .text),
      ], constraints: [.unique(["group"])])
  ]

  private func write(_ number: UInt64, _ action: WriteAction, _ step: UInt64) -> ChangeSet {
    ChangeSet(
      operation: RecordID(high: 1, low: step), effectiveAt: Instant(microsecondsSince1970: Int64(step)),
      recordedAt: Instant(microsecondsSince1970: Int64(step)), author: "anna",
      writes: [RecordWrite(RecordKey(Self.kind, RecordID(high: 0, low: number)), action)])
  }

  @Test("records are created, found, changed, checked, deleted and restored", arguments: Bundled.names)
  func life(backend: String) async throws {
    // It keeps the folder of the file.
    let trial = try Bundled.trial(backend)
    defer { withExtendedLifetime(trial) {} }
    let store = try await trial.driver.open(StoreContext(workspace: "w", schema: Self.schema, mode: .writing))
    let key = RecordKey(Self.kind, RecordID(high: 0, low: 1))
    let cells: [FieldValue] = [.text("by"), .integer(1), .text("having"), .null]
    _ = try await store.commit(write(1, .create(cells), 1))
    await #expect(throws: StoreError.self, "a value of a unique field was accepted twice") {
      _ = try await store.commit(write(2, .create([.null, .null, .text("having"), .null]), 2))
    }
    let change = CellChange("select", old: .integer(1), new: .integer(2), inHistory: true)
    _ = try await store.commit(write(1, .update(expected: 1, [change]), 3))
    let changed = [cells[0], .integer(2), cells[2], cells[3]]
    #expect(try await store.read([key])[0]?.cells == changed)
    #expect(try await store.find(Self.kind, "order", in: [.text("by")]).map(\.cells) == [changed])
    let page = try await store.load(Self.kind, fields: Self.words, page: nil)
    #expect(page.ids == [key.id] && page.columns.count == 4)
    _ = try await store.commit(write(1, .delete(expected: 2), 4))
    #expect(try await store.read([key]) == [nil])
    _ = try await store.commit(write(1, .restore(expected: 3, changed), 5))
    #expect(try await store.read([key])[0]?.cells == changed)
    #expect(try await store.journal(Self.kind, id: nil, after: .start, limit: 10).entries.count == 4)
    await store.close()
  }
}
