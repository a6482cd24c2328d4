/// A query for live records of a kind by the values of fields. Queries are numbered by the schema, so that a backend
/// can cache prepared statements.
public struct HolderQuery: Hashable, Sendable {
  /// The index in ``StoreSchema/holderQueries``.
  public let number: Int
  /// The kind.
  public let kind: RecordKind
  /// The fields.
  public let fields: [FieldName]
}

/// The constraints on one kind of record.
struct KindConstraints: Sendable {
  struct Unique: Sendable {
    let fields: [FieldName]
    let positions: [Int]
    let holders: HolderQuery
  }

  struct Reference: Sendable {
    let field: FieldName
    let position: Int
    let kind: RecordKind
    /// The records that refer by the field.
    let referrers: HolderQuery
  }

  struct Entry: Sendable {
    let field: FieldName
    let position: Int
    let list: EntryList
    /// The entries with a list name and a key.
    let entries: HolderQuery
    /// The entries with a list name.
    let members: HolderQuery
    /// The records that use a key.
    let users: HolderQuery
  }

  var uniques: [Unique] = []
  var references: [Reference] = []
  var entries: [Entry] = []
  /// References to this kind, from any kind.
  var referrers: [Reference] = []
  /// Fields of any kind with keys of lists whose entries are of this kind.
  var listings: [Entry] = []

  /// The fields whose new values are checked.
  fileprivate(set) var checked: Set<Int> = []

  var isEmpty: Bool {
    uniques.isEmpty && references.isEmpty && entries.isEmpty && referrers.isEmpty && listings.isEmpty
  }
}

/// All constraints of a schema, by kind.
struct SchemaConstraints: Sendable {
  private(set) var kinds: [RecordKind: KindConstraints] = [:]
  private(set) var queries: [HolderQuery] = []
  private var numbers: [RecordKind: [[FieldName]: Int]] = [:]

  /// - Throws: ``StoreError/invalid(reason:)`` if a constraint names an unknown kind or field.
  init(_ schema: [RecordSchema], position: (FieldName, RecordKind) throws -> Int) throws {
    for record in schema {
      for constraint in record.constraints {
        switch constraint {
        case .unique(let fields):
          let positions = try fields.map { try position($0, record.kind) }
          let holders = query(record.kind, fields)
          kinds[record.kind, default: .init()].uniques.append(
            .init(fields: fields, positions: positions, holders: holders))
        case .reference(let field, let kind):
          guard schema.contains(where: { $0.kind == kind }) else {
            throw StoreError.invalid(reason: "'\(field)' of '\(record.kind)' refers to an unknown kind '\(kind)'")
          }
          let reference = KindConstraints.Reference(
            field: field, position: try position(field, record.kind), kind: kind,
            referrers: query(record.kind, [field]))
          kinds[record.kind, default: .init()].references.append(reference)
          kinds[kind, default: .init()].referrers.append(reference)
        case .entry(let field, let list):
          for part in [list.nameField, list.keyField, list.retiredField] { _ = try position(part, list.kind) }
          let entry = KindConstraints.Entry(
            field: field, position: try position(field, record.kind), list: list,
            entries: query(list.kind, [list.nameField, list.keyField]), members: query(list.kind, [list.nameField]),
            users: query(record.kind, [field]))
          kinds[record.kind, default: .init()].entries.append(entry)
          kinds[list.kind, default: .init()].listings.append(entry)
        }
      }
    }
    for (kind, constraints) in kinds {
      kinds[kind]?.checked = Set(
        constraints.uniques.flatMap(\.positions) + constraints.references.map(\.position)
          + constraints.entries.map(\.position))
    }
  }

  private mutating func query(_ kind: RecordKind, _ fields: [FieldName]) -> HolderQuery {
    if let number = numbers[kind]?[fields] { return queries[number] }
    let query = HolderQuery(number: queries.count, kind: kind, fields: fields)
    numbers[kind, default: [:]][fields] = query.number
    queries.append(query)
    return query
  }
}

extension FieldValue {
  /// Whether two cells are equal by bytes; Swift's `String` compares by canonical equivalence.
  package func isSame(as other: FieldValue) -> Bool {
    guard case .text(let own) = self, case .text(let others) = other else { return self == other }
    return own.isSame(as: others)
  }
}
