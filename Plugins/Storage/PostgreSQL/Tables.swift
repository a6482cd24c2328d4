#if PostgreSQL
  import PipelinePlugins

  /// The names and definitions of the tables that every store has.
  struct Tables: Sendable {
    let schema: String
    /// In how many partitions by workspace the tables are that hold a workspace's rows; 0 for plain tables.
    var partitions = 0

    init(_ schema: String) { self.schema = Self.quoted(schema) }

    var workspaces: String { "\(schema).workspaces" }
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
      [
        "CREATE TABLE \(layout) (version bigint NOT NULL)",
        """
        CREATE TABLE \(workspaces) (
          number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE,
          head bigint NOT NULL DEFAULT 0, operations bigint NOT NULL DEFAULT 0)
        """,
        "CREATE TABLE \(kinds) (number bigint PRIMARY KEY, name text COLLATE \"C\" NOT NULL UNIQUE)",
        """
        CREATE TABLE \(fields) (
          kind bigint NOT NULL, position bigint NOT NULL, name text COLLATE "C" NOT NULL, type text NOT NULL,
          PRIMARY KEY (kind, position))
        """,
        """
        CREATE TABLE \(operations) (
          workspace bigint NOT NULL, number bigint NOT NULL, id uuid NOT NULL, before bigint NOT NULL, last bigint NOT NULL,
          effective bigint NOT NULL, recorded bigint NOT NULL, author text COLLATE "C" NOT NULL,
          PRIMARY KEY (workspace, number), UNIQUE (workspace, id))\(partitioning("workspace"))
        """,
        "CREATE INDEX ON \(operations) (workspace, last, number)",
        """
        CREATE TABLE \(journal) (
          workspace bigint NOT NULL, sequence bigint NOT NULL, operation bigint NOT NULL, kind smallint NOT NULL,
          record uuid NOT NULL, version bigint NOT NULL, event smallint NOT NULL, field smallint, data bytea,
          effective bigint, PRIMARY KEY (workspace, sequence))\(partitioning("workspace"))
        """,
        "CREATE INDEX ON \(journal) (workspace, record, sequence)",
      ] + parts(of: operations) + parts(of: journal) + protection(of: operations) + protection(of: journal)
        + protection(
          of: workspaces, where: "name = (SELECT current_setting('\(ConnectionTarget.nameSetting)', true))")
    }

    /// The table of a kind.
    func creation(of kind: RecordKind) -> [String] {
      let table = records(kind)
      return [
        """
        CREATE TABLE \(table) (
          _workspace bigint NOT NULL, _id uuid NOT NULL, _version bigint NOT NULL, _deleted boolean NOT NULL,
          _created bigint NOT NULL, _effective bigint NOT NULL, PRIMARY KEY (_workspace, _id))\(partitioning("_workspace"))
        """
      ] + parts(of: table, column: "_workspace") + protection(of: table, column: "_workspace")
    }

    private func partitioning(_ column: String) -> String { partitions == 0 ? "" : " PARTITION BY HASH (\(column))" }

    /// The partitions of a table. Each has the policy of its own too: it can be named in a statement.
    private func parts(of table: String, column: String = "workspace") -> [String] {
      (0..<partitions).flatMap { number in
        let part = Self.part(number, of: table)
        return [
          "CREATE TABLE \(part) PARTITION OF \(table) FOR VALUES WITH (MODULUS \(partitions), REMAINDER \(number))"
        ]
          + protection(of: part, column: column)
      }
    }

    /// The name of a partition; that of a table may be quoted.
    private static func part(_ number: Int, of table: String) -> String {
      table.hasSuffix("\"") ? table.dropLast() + "_p\(number)\"" : table + "_p\(number)"
    }

    /// The second lock: a session sees and writes the rows of the workspace that it names, and no others, also by a wrong statement. It
    /// also holds for the owner of the tables.
    private func protection(of table: String, column: String = "workspace", where condition: String? = nil) -> [String]
    {
      let own = "(SELECT nullif(current_setting('\(ConnectionTarget.numberSetting)', true), '')::bigint)"
      return [
        "ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY", "ALTER TABLE \(table) FORCE ROW LEVEL SECURITY",
        "CREATE POLICY own_workspace ON \(table) USING (\(condition ?? "\(column) = \(own)"))",
      ]
    }
  }
#endif
