#if PostgreSQL
  import PipelinePlugins

  /// The names and definitions of the tables that every store has.
  struct Tables: Sendable {
    let schema: String
    /// In how many partitions by workspace the tables are that hold a workspace's rows; 0 for plain tables.
    var partitions = 0
    /// The foreign server of each partition, where they are on other servers; else empty.
    var servers: [String] = []
    /// The partition of the store's workspace, where it is on another server.
    var part: Int?

    init(_ schema: String) { self.schema = Self.quoted(schema) }

    var isSharded: Bool { !servers.isEmpty }

    var workspaces: String { "\(schema).workspaces" }
    /// The table that numbers the workspaces by name. Where partitions are on other servers it is the coordinator's own, so that a
    /// workspace is found while other servers are away.
    var directory: String { isSharded ? "\(schema).directory" : workspaces }
    var kinds: String { "\(schema).kinds" }
    var fields: String { "\(schema).fields" }
    var operations: String { "\(schema).operations" }
    var journal: String { "\(schema).journal" }
    var layout: String { "\(schema).layout" }

    /// The table of a kind; its own columns begin with `_`, which no field's name does.
    func records(_ kind: RecordKind) -> String { "\(schema).\"records_\(kind)\"" }

    static func quoted(_ name: String) -> String {
      "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The newest layout that this version knows. A step that was released is never changed; a new one is appended.
    static let newestLayout = 1

    /// What creates the tables of a new store. The workspace leads the key of each that holds a workspace's data.
    var creation: [String] {
      let numbered = """
        (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE
        """
      let workspaces =
        isSharded
        ? ["CREATE TABLE \(directory) \(numbered))"]
          + protection(of: directory, where: Self.isNamed) + WorkspaceTable.heads(self).creation(self)
        : [
          "CREATE TABLE \(workspaces) \(numbered), head bigint NOT NULL DEFAULT 0, operations bigint NOT NULL DEFAULT 0)"
        ]
      return [
        "CREATE TABLE \(layout) (version bigint NOT NULL)",
        "CREATE TABLE \(kinds) (number bigint PRIMARY KEY, name text COLLATE \"C\" NOT NULL UNIQUE)",
        """
        CREATE TABLE \(fields) (
          kind bigint NOT NULL, position bigint NOT NULL, name text COLLATE "C" NOT NULL, type text NOT NULL,
          PRIMARY KEY (kind, position))
        """,
      ] + workspaces + WorkspaceTable.operations(self).creation(self) + WorkspaceTable.journal(self).creation(self)
        + protection(of: self.workspaces, where: Self.isNamed)
    }

    /// The name of a partition; that of a table may be quoted.
    static func part(_ number: Int, of table: String) -> String {
      table.hasSuffix("\"") ? table.dropLast() + "_p\(number)\"" : table + "_p\(number)"
    }

    /// The condition of the row of the session's workspace.
    private static let isNamed = "name = (SELECT current_setting('\(ConnectionTarget.nameSetting)', true))"

    /// The second lock: a session sees and writes the rows of the workspace that it names, and no others, also by a wrong statement. It
    /// also holds for the owner of the tables.
    func protection(of table: String, column: String = "workspace", where condition: String? = nil) -> [String] {
      let own = "(SELECT nullif(current_setting('\(ConnectionTarget.numberSetting)', true), '')::bigint)"
      return [
        "ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY", "ALTER TABLE \(table) FORCE ROW LEVEL SECURITY",
        "CREATE POLICY own_workspace ON \(table) USING (\(condition ?? "\(column) = \(own)"))",
      ]
    }
  }
#endif
