import PipelinePlugins

/// Commitments to the values of journal entries: the SHA-256 digest of a salt and the values. Without the salt, a commitment
/// says nothing about them.
enum Commitments {
  /// The names and places of a kind's cells, ordered by name: a commitment does not depend on the order of the schema, nor on
  /// fields that were added to it later.
  private static let places: [RecordKind: [(name: FieldValue, place: Int)]] = Dictionary(
    uniqueKeysWithValues: Pipeline.schema.map { schema in
      let names = schema.fields.map(\.name.description)
      return (
        schema.kind,
        names.indices.filter { schema.fields[$0].name != RecordSeal.field }.sorted { names[$0] < names[$1] }
          .map { (.text(names[$0]), $0) }
      )
    })

  /// The place of the seal in the cells of each kind.
  static let sealPlaces: [RecordKind: Int] = Dictionary(
    uniqueKeysWithValues: Pipeline.schema.compactMap { schema in
      schema.fields.firstIndex { $0.name == RecordSeal.field }.map { (schema.kind, $0) }
    })

  private static let allPlaces: [RecordKind: [FieldName: Int]] = Dictionary(
    uniqueKeysWithValues: Pipeline.schema.map { schema in
      (schema.kind, Dictionary(uniqueKeysWithValues: schema.fields.enumerated().map { ($1.name, $0) }))
    })

  /// The place of a cell; `nil` for a field that is not known.
  static func place(of field: FieldName, in kind: RecordKind) -> Int? { allPlaces[kind]?[field] }

  /// The commitment to an event of a record.
  static func commitment(to event: JournalEvent, of kind: RecordKind, salt: String) -> [UInt8] {
    var bytes = SealedBytes()
    bytes.append(.text(salt))
    switch event {
    case .created(let cells): append(cells, "created", kind, to: &bytes)
    case .restored(let cells): append(cells, "restored", kind, to: &bytes)
    case .deleted: bytes.append(.text("deleted"))
    case .changed(let change):
      bytes.append(.text(change.inHistory ? "changed in history" : "changed"))
      bytes.append(.text("\(change.field)"))
      bytes.append(change.old)
      bytes.append(change.new)
    }
    var digest = SHA256()
    digest.update(bytes.bytes)
    return digest.digest()
  }

  private static func append(_ cells: [FieldValue], _ word: String, _ kind: RecordKind, to bytes: inout SealedBytes) {
    bytes.append(.text(word))
    for (name, place) in places[kind] ?? [] where place < cells.count && !cells[place].isNull {
      bytes.append(name)
      bytes.append(cells[place])
    }
  }
}
