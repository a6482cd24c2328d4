#if PostgreSQL
  import PipelinePlugins

  /// A table that holds rows of all workspaces: a plain table, partitions, or partitions on other servers.
  struct WorkspaceTable {
    let name: String
    let columns: String
    let keys: String
    /// The column of the workspace's number.
    var column = "workspace"
    /// The columns of indexes besides the keys.
    var indexes: [String] = []
    /// Whether the table has the policy by the workspace's number.
    var isProtectedByNumber = true

    static func operations(_ tables: Tables) -> Self {
      Self(
        name: tables.operations,
        columns: """
          workspace bigint NOT NULL, number bigint NOT NULL, id uuid NOT NULL, before bigint NOT NULL, last bigint NOT NULL,
          effective bigint NOT NULL, recorded bigint NOT NULL, author text COLLATE "C" NOT NULL
          """, keys: "PRIMARY KEY (workspace, number), UNIQUE (workspace, id)", indexes: ["workspace, last, number"])
    }

    static func journal(_ tables: Tables) -> Self {
      Self(
        name: tables.journal,
        columns: """
          workspace bigint NOT NULL, sequence bigint NOT NULL, operation bigint NOT NULL, kind smallint NOT NULL,
          record uuid NOT NULL, version bigint NOT NULL, event smallint NOT NULL, field smallint, data bytea, effective bigint
          """, keys: "PRIMARY KEY (workspace, sequence)", indexes: ["workspace, record, sequence"])
    }

    static func records(_ kind: RecordKind, _ tables: Tables) -> Self {
      Self(
        name: tables.records(kind),
        columns: """
          _workspace bigint NOT NULL, _id uuid NOT NULL, _version bigint NOT NULL, _deleted boolean NOT NULL,
          _created bigint NOT NULL, _effective bigint NOT NULL
          """, keys: "PRIMARY KEY (_workspace, _id)", column: "_workspace")
    }

    /// The rows of the workspaces where they are on other servers: a commit writes them with the rest of the workspace.
    static func heads(_ tables: Tables) -> Self {
      Self(
        name: tables.workspaces,
        columns: """
          number bigint NOT NULL, name text COLLATE "C" NOT NULL, head bigint NOT NULL DEFAULT 0,
          operations bigint NOT NULL DEFAULT 0
          """, keys: "PRIMARY KEY (number)", column: "number", isProtectedByNumber: false)
    }

    /// What creates it in the database that the store is connected to.
    func creation(_ tables: Tables) -> [String] {
      let partitioning = tables.partitions == 0 ? "" : " PARTITION BY HASH (\(column))"
      let protection = isProtectedByNumber ? tables.protection(of: name, column: column) : []
      if tables.isSharded {
        // A table with foreign partitions has no keys: each partition has its own, on its server.
        return ["CREATE TABLE \(name) (\(columns))\(partitioning)"]
          + tables.servers.indices.map { foreign($0, tables) } + protection
      }
      return ["CREATE TABLE \(name) (\(columns), \(keys))\(partitioning)"]
        + indexes.map { "CREATE INDEX ON \(name) (\($0))" }
        + (0..<tables.partitions).flatMap { number in
          let part = Tables.part(number, of: name)
          // Each partition has the policy of its own too: it can be named in a statement.
          return ["CREATE TABLE \(part) PARTITION OF \(name) \(bounds(number, tables))"]
            + tables.protection(of: part, column: column)
        } + protection
    }

    private func foreign(_ number: Int, _ tables: Tables) -> String {
      "CREATE FOREIGN TABLE \(Tables.part(number, of: name)) PARTITION OF \(name) \(bounds(number, tables)) "
        + "SERVER \(Tables.quoted(tables.servers[number]))"
    }

    private func bounds(_ number: Int, _ tables: Tables) -> String {
      "FOR VALUES WITH (MODULUS \(tables.partitions), REMAINDER \(number))"
    }

    /// What creates a partition on its server. Row-level security is the coordinator's: a shard knows no sessions of workspaces.
    func creation(ofPart number: Int) -> [String] {
      let part = Tables.part(number, of: name)
      return ["CREATE TABLE IF NOT EXISTS \(part) (\(columns), \(keys))"]
        + indexes.enumerated().map { index, columns in
          let bare = part.split(separator: ".").last.map { $0.filter { $0 != "\"" } } ?? ""
          return "CREATE INDEX IF NOT EXISTS \"\(bare)_\(index)\" ON \(part) (\(columns))"
        }
    }
  }

  extension Tables {
    /// The tables of a new store whose rows are on other servers.
    var ofShards: [WorkspaceTable] { [.heads(self), .operations(self), .journal(self)] }

    /// The name by which rows of the store's workspace are written. A partition on another server is named itself: with row-level
    /// security on the table, `postgres_fdw` would send each new row on its own, and fetch each row that it changes.
    func writing(_ table: String) -> String { part.map { Self.part($0, of: table) } ?? table }
  }
#endif
