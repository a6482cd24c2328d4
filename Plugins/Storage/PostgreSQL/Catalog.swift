#if PostgreSQL
  import PipelinePlugins

  /// The kinds and fields of a database.
  struct Catalog: Sendable {
    struct Stored: Sendable {
      let kind: RecordKind
      var fields: [FieldSpec] = []
    }

    /// By number.
    private(set) var kinds: [Int64: Stored] = [:]

    init(_ session: Session, _ tables: Tables) throws {
      let results = try session.run([
        Request("SELECT number, name FROM \(tables.kinds)"),
        Request("SELECT kind, name, type FROM \(tables.fields) ORDER BY kind, position"),
      ])
      let (names, fields) = (results[0], results[1])
      for row in 0..<names.count {
        guard let kind = RecordKind(try names.text(row, 1)) else { throw Damage(reason: "a kind's name is not one") }
        kinds[try names.integer(row, 0)] = Stored(kind: kind)
      }
      for row in 0..<fields.count {
        guard let name = FieldName(try fields.text(row, 1)), let type = CellType(rawValue: try fields.text(row, 2))
        else {
          throw Damage(reason: "a field's name or type is not one")
        }
        kinds[try fields.integer(row, 0)]?.fields.append(FieldSpec(name, type))
      }
    }

    func number(of kind: RecordKind) -> Int64? { kinds.first { $0.value.kind == kind }?.key }

    /// Whether the database has all kinds, fields and indexes of a schema.
    func has(_ schema: [RecordSchema]) -> Bool {
      schema.allSatisfy { record in
        guard let number = number(of: record.kind), let stored = kinds[number] else { return false }
        return record.fields.allSatisfy { field in stored.fields.contains { $0.name == field.name } }
      }
    }
  }

  /// Where the cells of a store's schema are in the database.
  struct Layout: Sendable {
    let tables: Tables
    /// The kinds of the store's schema that the database has.
    let kinds: [RecordKind: KindLayout]
    /// All that the database has.
    let catalog: Catalog

    init(_ schema: [RecordSchema], _ catalog: Catalog, _ tables: Tables) throws {
      self.tables = tables
      self.catalog = catalog
      let needed = KindLayout.constrained(schema)
      var kinds: [RecordKind: KindLayout] = [:]
      for record in schema {
        guard let number = catalog.number(of: record.kind), let stored = catalog.kinds[number] else { continue }
        kinds[record.kind] = try KindLayout(record, number, stored.fields, needed[record.kind, default: []], tables)
      }
      self.kinds = kinds
    }

    func kind(_ kind: RecordKind) throws -> KindLayout {
      guard let layout = kinds[kind] else {
        throw StoreError.invalid(reason: "the store was not opened with the kind '\(kind)'")
      }
      return layout
    }
  }

  /// Where the cells of one kind are.
  final class KindLayout: Sendable {
    let kind: RecordKind
    let number: Int64
    let table: String
    /// The name by which rows of the store's workspace are written.
    let written: String
    /// The table of the workspaces, whose row has the end of the journal.
    let workspaces: String
    /// The store's fields, in its order.
    let fields: [FieldSpec]
    let places: [FieldName: Int]
    /// For each of the store's fields its place in the database; `nil` where it lacks it.
    let placeInStore: [Int?]
    /// For each of the database's fields its place in the store's schema; `nil` where the schema lacks it.
    let placeInSchema: [Int?]
    /// Whether the fields of both are the same, in the same order.
    let isInOrderOfSchema: Bool
    let storedColumns: [String]
    /// The fields, in ascending places, whose cells constraints are checked with.
    let constrained: [Int]
    /// For each field of the schema its place in ``constrained``.
    let constrainedPlaces: [Int: Int]
    /// What `read` and `find` select: `_id, _version` and the store's fields.
    let selection: String
    /// Reads the live records with the identities $2 of a workspace $1.
    let reading: String
    /// Reads what is needed of records, also deleted ones, before they are written.
    let standing: String
    /// Inserts records, each parameter a column of them.
    let insertion: String

    init(
      _ record: RecordSchema, _ number: Int64, _ stored: [FieldSpec], _ needed: Set<FieldName>, _ tables: Tables
    ) throws {
      kind = record.kind
      self.number = number
      table = tables.records(record.kind)
      written = tables.writing(table)
      workspaces = tables.workspaces
      fields = record.fields
      places = Dictionary(
        record.fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
      placeInStore = try record.fields.map { field in
        guard let place = stored.firstIndex(where: { $0.name == field.name }) else { return nil }
        guard stored[place].type == field.type else {
          throw StoreError.invalid(
            reason: "'\(field.name)' of '\(record.kind)' is kept as \(stored[place].type), not as \(field.type)")
        }
        return place
      }
      placeInSchema = stored.map { field in record.fields.firstIndex { $0.name == field.name } }
      isInOrderOfSchema = placeInSchema == record.fields.indices.map { $0 }
      storedColumns = stored.map { "\"\($0.name)\"" }
      let constrained = record.fields.indices.filter { needed.contains(record.fields[$0].name) }
      self.constrained = constrained
      constrainedPlaces = Dictionary(
        constrained.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
      let columns = zip(record.fields, placeInStore).map { $1 == nil ? Self.null($0.type) : "\"\($0.name)\"" }
      selection = (["_id", "_version"] + columns).joined(separator: ", ")
      reading = Self.named(selection, table, tables, also: " AND NOT _deleted")
      let few = (["_id", "_version", "_deleted", "_effective"] + constrained.map { columns[$0] }).joined(
        separator: ", ")
      standing = Self.named(few, table, tables)
      let names = record.fields.map { ", \"\($0.name)\"" }.joined()
      let parameters = record.fields.indices.map { ", $\($0 + 5)" }.joined()
      let values = record.fields.indices.map { ", f\($0)" }.joined()
      insertion = """
        INSERT INTO \(written) (_workspace, _id, _version, _deleted, _created, _effective\(names))
        SELECT $1, id, 1, false, created, effective\(values)
        FROM unnest($2, $3, $4\(parameters)) AS r (id, created, effective\(values))
        """
    }

    /// The column of a field, or null where the database lacks it.
    func column(_ place: Int) -> String {
      placeInStore[place] == nil ? Self.null(fields[place].type) : "\"\(fields[place].name)\""
    }

    /// Selects from the records of the workspace $1 with the identities $2.
    ///
    /// A loop over the identities, each by the index: for ANY, a plan that was made while there were few records reads all of the
    /// workspace. A shard is sent ANY, since a loop would ask it once for each; there, plans are made for the values.
    private static func named(_ columns: String, _ table: String, _ tables: Tables, also condition: String = "")
      -> String
    {
      guard !tables.isSharded else {
        return "SELECT \(columns) FROM \(table) WHERE _workspace = $1 AND _id = ANY($2)\(condition)"
      }
      return """
        SELECT r.* FROM unnest($2) AS wanted (id) CROSS JOIN LATERAL (
          SELECT \(columns) FROM \(table) WHERE _workspace = $1 AND _id = wanted.id\(condition) OFFSET 0) AS r
        """
    }

    private static func null(_ type: CellType) -> String { "NULL::\(type.pgName)" }

    /// The fields of each kind that constraints are about.
    static func constrained(_ schema: [RecordSchema]) -> [RecordKind: Set<FieldName>] {
      var needed: [RecordKind: Set<FieldName>] = [:]
      for record in schema {
        for constraint in record.constraints {
          switch constraint {
          case .unique(let fields): needed[record.kind, default: []].formUnion(fields)
          case .reference(let field, _): needed[record.kind, default: []].insert(field)
          case .entry(let field, let list):
            needed[record.kind, default: []].insert(field)
            needed[list.kind, default: []].formUnion([list.nameField, list.keyField, list.retiredField])
          }
        }
      }
      return needed
    }

    /// The record of a row of ``reading``.
    func record(_ rows: Rows, _ row: Int) throws -> StoredRecord {
      var cells: [FieldValue] = []
      cells.reserveCapacity(fields.count)
      for (place, field) in fields.enumerated() { cells.append(try rows.cell(row, place + 2, field.type)) }
      return StoredRecord(id: try rows.identity(row, 0), version: try rows.integer(row, 1), cells: cells)
    }
  }

  /// How fields are compared in an index: texts by a digest first, since an entry of an index has a limited size. Under row-level
  /// security the planner uses an index only for functions that are leakproof: `md5` is, `left` and `hashtext` are not.
  enum IndexedField {
    static func expression(_ column: String, _ type: CellType) -> String {
      type == .text ? "md5(\(column))" : column
    }

    /// The digest of a value in a column of its own, which a shard is sent as it is.
    static func digest(_ value: String, _ type: CellType) -> String {
      type == .text ? ", md5(\(value)) AS \(value)_md5" : ""
    }

    /// The condition that a column has a value `value` of a row `q`, in the form that the index serves.
    static func condition(_ column: String, _ value: String, _ type: CellType) -> String {
      type == .text
        ? "md5(\(column)) = q.\(value)_md5 AND \(column) = q.\(value)" : "\(column) = q.\(value)"
    }
  }
#endif
