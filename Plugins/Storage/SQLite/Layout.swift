#if SQLite
  import PipelinePlugins

  /// Where the cells of a store's schema stand in the file.
  struct Layout: Sendable {
    /// The workspace's number.
    let workspace: Int64
    /// The kinds of the store's schema that the file has.
    let kinds: [RecordKind: KindLayout]
    /// Everything that the file has.
    let catalog: Catalog

    /// The number of a workspace; `nil` where the file has none of that name.
    static func workspace(_ name: String, _ session: Session) throws -> Int64? {
      let statement = try session.statement("SELECT number FROM workspaces WHERE name = ?1")
      defer { statement.reset() }
      statement.bind(1, name)
      return try statement.step() ? statement.integer(0) : nil
    }

    /// The layout of a schema, as far as the file has it.
    init(workspace: Int64, schema: [RecordSchema], _ session: Session) throws {
      self.workspace = workspace
      catalog = try Catalog(session)
      var kinds: [RecordKind: KindLayout] = [:]
      for record in schema {
        guard let stored = catalog.kinds.first(where: { $0.value.kind == record.kind }) else { continue }
        kinds[record.kind] = try KindLayout(record, number: stored.key, stored.value.fields)
      }
      self.kinds = kinds
    }
  }

  /// The kinds and fields of a file.
  struct Catalog: Sendable {
    struct Stored: Sendable {
      let kind: RecordKind
      var fields: [FieldSpec] = []
    }

    /// By number.
    private(set) var kinds: [Int64: Stored] = [:]

    init(_ session: Session) throws {
      let names = try session.statement("SELECT number, name FROM kinds")
      defer { names.reset() }
      while try names.step() {
        guard let kind = RecordKind(try names.text(1)) else { throw Damage(reason: "a kind's name is not one") }
        kinds[names.integer(0)] = Stored(kind: kind)
      }
      let fields = try session.statement("SELECT kind, name, type FROM fields ORDER BY kind, position")
      defer { fields.reset() }
      while try fields.step() {
        guard let name = FieldName(try fields.text(1)), let type = CellType(rawValue: try fields.text(2)) else {
          throw Damage(reason: "a field's name or type is not one")
        }
        kinds[fields.integer(0)]?.fields.append(FieldSpec(name, type))
      }
    }
  }

  /// Where the cells of one kind are. A class, since a copy of a structure of this many parts counts references to each.
  final class KindLayout: Sendable {
    let number: Int64
    let table: String
    /// The store's fields, in its order.
    let fields: [FieldSpec]
    /// The place of each of the store's fields in ``fields``.
    let places: [FieldName: Int]
    /// For each of the store's fields its place in the file; `nil` where the file lacks it.
    let placeInFile: [Int?]
    /// For each of the file's fields its place in the store's schema; `nil` where the schema lacks it.
    let placeInSchema: [Int?]
    /// For each of the file's fields its parameter in ``insertion``; 0 where the schema lacks it.
    let parameters: [Int32]
    /// Whether the file's fields are those of the schema, in the same order.
    let isInOrderOfSchema: Bool
    /// The columns of all fields that the file has.
    let storedColumns: [String]
    /// What `read` and `find` select: `_id, _version` and the store's fields.
    let selection: String
    /// Reads the live record `_id` ?2 of a workspace ?1.
    let reading: String
    /// Reads where a record is and its version.
    let rowQuery: String
    /// `_workspace, _id, _created, _effective` are ?1 to ?4; the store's fields follow.
    let insertion: String
    /// The first field's parameter in ``insertion``.
    static let parametersBeforeFields = 5

    init(_ record: RecordSchema, number: Int64, _ stored: [FieldSpec]) throws {
      self.number = number
      table = Self.table(record.kind)
      fields = record.fields
      places = Dictionary(
        record.fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
      placeInFile = try record.fields.map { field in
        guard let place = stored.firstIndex(where: { $0.name == field.name }) else { return nil }
        guard stored[place].type == field.type else {
          throw StoreError.invalid(
            reason: "'\(field.name)' of '\(record.kind)' is kept as \(stored[place].type), not as \(field.type)")
        }
        return place
      }
      storedColumns = stored.map { "\"\($0.name)\"" }
      placeInSchema = stored.map { field in record.fields.firstIndex { $0.name == field.name } }
      parameters = placeInSchema.map { $0.map { Int32(truncatingIfNeeded: $0 + Self.parametersBeforeFields) } ?? 0 }
      isInOrderOfSchema = placeInSchema == record.fields.indices.map { $0 }
      let columns = zip(record.fields, placeInFile).map { $1 == nil ? "NULL" : "\"\($0.name)\"" }
      selection = (["_id", "_version"] + columns).joined(separator: ", ")
      reading = "SELECT \(selection) FROM \(table) WHERE _workspace = ?1 AND _id = ?2 AND _deleted = 0"
      rowQuery = "SELECT _row, _version, _deleted, _effective FROM \(table) WHERE _workspace = ?1 AND _id = ?2"
      let names = record.fields.map { ", \"\($0.name)\"" }.joined()
      let parameters = record.fields.indices.map { ", ?\($0 + Self.parametersBeforeFields)" }.joined()
      insertion = """
        INSERT INTO \(table) (_workspace, _id, _version, _deleted, _created, _effective\(names))
        VALUES (?1, ?2, 1, 0, ?3, ?4\(parameters))
        """
    }

    /// The table of a kind; its own columns begin with `_`, which no field's name does.
    static func table(_ kind: RecordKind) -> String { "\"records_\(kind)\"" }

    /// The column of a field, or `NULL` where the file lacks it.
    func column(_ place: Int) -> String { placeInFile[place] == nil ? "NULL" : "\"\(fields[place].name)\"" }
  }
#endif
