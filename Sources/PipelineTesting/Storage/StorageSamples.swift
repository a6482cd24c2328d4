import PipelinePlugins

/// Records and change sets that stores are tried with.
enum Sample {
  static let kind: RecordKind = "sample"
  static let other: RecordKind = "other_sample"

  /// A field of each type, and a text and an identity to find records by.
  static let schema = [
    RecordSchema(
      kind,
      [
        FieldSpec("title", .text), FieldSpec("amount", .integer), FieldSpec("tag", .text, isIndexed: true),
        FieldSpec("parent", .bytes, isIndexed: true), FieldSpec("note", .text),
      ]),
    RecordSchema(other, [FieldSpec("title", .text, isIndexed: true)]),
  ]

  static let names = schema[0].fields.map(\.name)

  static func context(
    _ mode: StoreMode = .writing, workspace: String = "default", schema: [RecordSchema] = schema
  ) -> StoreContext {
    StoreContext(workspace: workspace, schema: schema, mode: mode)
  }

  /// The identity with a number, in the numbers' order.
  static func id(_ number: Int) -> RecordID {
    RecordID(milliseconds: 1_700_000_000_000 + UInt64(number), counter: 0, random: UInt64(number))
  }

  static func key(_ number: Int, _ kind: RecordKind = kind) -> RecordKey { RecordKey(kind, id(number)) }

  static func cells(
    _ title: String? = nil, amount: Int64? = nil, tag: String? = nil, parent: Int? = nil, note: String? = nil
  ) -> [FieldValue] {
    [
      title.map(FieldValue.text) ?? .null, amount.map(FieldValue.integer) ?? .null,
      tag.map(FieldValue.text) ?? .null, parent.map { .bytes(id($0).bytes) } ?? .null,
      note.map(FieldValue.text) ?? .null,
    ]
  }

  static func create(_ number: Int, _ cells: [FieldValue]) -> RecordWrite { RecordWrite(key(number), .create(cells)) }

  static func create(_ number: Int, amount: Int64) -> RecordWrite {
    create(number, cells("number \(number)", amount: amount))
  }

  static func set(_ number: Int, from version: Int64, amount old: Int64, to new: Int64) -> RecordWrite {
    RecordWrite(
      key(number),
      .update(expected: version, [CellChange("amount", old: .integer(old), new: .integer(new), inHistory: true)]))
  }

  static func delete(_ number: Int, at version: Int64) -> RecordWrite {
    RecordWrite(key(number), .delete(expected: version))
  }

  static func operation(_ number: Int) -> RecordID {
    RecordID(milliseconds: 1_600_000_000_000 + UInt64(number), counter: 1, random: UInt64(number))
  }

  static func changes(_ operation: Int, _ writes: [RecordWrite], guards: [RecordGuard] = []) -> ChangeSet {
    ChangeSet(
      operation: self.operation(operation), effectiveAt: Instant(microsecondsSince1970: Int64(operation) * 1_000_000),
      recordedAt: Instant(microsecondsSince1970: Int64(operation) * 1_000_000 + 7), author: "anna",
      writes: writes, guards: guards)
  }
}

extension StorageTrial {
  /// Runs with a store of the sample schema.
  func withStore(
    _ mode: StoreMode = .writing, workspace: String = "default", schema: [RecordSchema] = Sample.schema,
    of driver: (any StorageDriver)? = nil, _ body: (any Store) async throws -> Void
  ) async throws {
    let store = try await (driver ?? self.driver).open(Sample.context(mode, workspace: workspace, schema: schema))
    do {
      try await body(store)
    } catch {
      await store.close()
      throw error
    }
    await store.close()
  }
}

extension Store {
  @discardableResult
  func commit(_ operation: Int, _ writes: RecordWrite..., guards: [RecordGuard] = []) async throws -> CommitReceipt {
    try await commit(Sample.changes(operation, writes, guards: guards))
  }

  func sample(_ number: Int) async throws -> StoredRecord? { try await read([Sample.key(number)]).first ?? nil }

  /// Every line of the journal.
  func wholeJournal(
    _ kind: RecordKind? = nil, id: RecordID? = nil, after: Cursor = .start, limit: Int = 1_000
  ) async throws -> [JournalEntry] {
    var (entries, cursor, hasMore): ([JournalEntry], Cursor, Bool) = ([], after, true)
    while hasMore {
      let page = try await journal(kind, id: id, after: cursor, limit: limit)
      try require(page.entries.count <= limit, "a page of \(limit) holds \(page.entries.count) entries")
      try require(!page.hasMore || !page.entries.isEmpty, "an empty page of the journal says that there is more")
      entries += page.entries
      (cursor, hasMore) = (page.cursor, page.hasMore)
    }
    return entries
  }

  /// Every record as `load` gives it, and where it is true.
  func wholeLoad(
    _ kind: RecordKind = Sample.kind, _ fields: [FieldName] = Sample.names,
    between: (Int) async throws -> Void = { _ in }
  ) async throws -> (records: [RecordID: StoredRecord], cursor: Cursor, pages: Int) {
    var records: [RecordID: StoredRecord] = [:]
    var (token, cursor, pages): (PageToken?, Cursor?, Int) = (nil, nil, 0)
    repeat {
      let page = try await load(kind, fields: fields, page: token)
      try require((cursor ?? page.cursor) == page.cursor, "the pages of one load are true at several cursors")
      for record in try page.records(fields.count) where records.updateValue(record, forKey: record.id) != nil {
        throw BrokenPromise("\(record.id) was loaded twice")
      }
      (token, cursor, pages) = (page.next, page.cursor, pages + 1)
      if token != nil { try await between(pages) }
    } while token != nil
    return (records, cursor ?? .start, pages)
  }
}

extension ColumnPage {
  /// The page's rows as records.
  fileprivate func records(_ width: Int) throws -> [StoredRecord] {
    try require(versions.count == ids.count, "\(ids.count) identities, \(versions.count) versions")
    try require(columns.count == width, "\(width) fields asked for, \(columns.count) columns given")
    return try ids.indices.map { row in
      StoredRecord(id: ids[row], version: versions[row], cells: try columns.map { try $0.cell(row) })
    }
  }
}

extension CellColumn {
  func cell(_ row: Int) throws -> FieldValue {
    switch self {
    case .integers(let numbers):
      try require(row < numbers.count, "a column is too short")
      return numbers[row] == Self.missing ? .null : .integer(numbers[row])
    case .texts(let codes, let dictionary):
      return try Self.find(row, codes, dictionary).map(FieldValue.text) ?? .null
    case .identities(let codes, let dictionary):
      return try Self.find(row, codes, dictionary).map { .bytes($0.bytes) } ?? .null
    }
  }

  private static func find<Value>(_ row: Int, _ codes: [UInt32], _ dictionary: [Value]) throws -> Value? {
    try require(row < codes.count, "a column is too short")
    guard codes[row] != missingCode else { return nil }
    try require(codes[row] < dictionary.count, "code \(codes[row]) is beyond its dictionary")
    return dictionary[Int(codes[row])]
  }
}

/// Whether two cells are the same to the byte; Swift's texts are equal by meaning.
func same(_ left: FieldValue, _ right: FieldValue) -> Bool {
  guard let left = left.text, let right = right.text else { return left == right }
  return left.utf8.elementsEqual(right.utf8)
}

/// Whether two records' cells are the same to the byte.
func same(_ left: [FieldValue]?, _ right: [FieldValue]) -> Bool {
  guard let left else { return false }
  return left.count == right.count && zip(left, right).allSatisfy { same($0, $1) }
}
