#if PostgreSQL
  import PipelinePlugins

  /// The row of a workspace: the end of its journal, and the number of its last operation. A commit locks it first and changes
  /// it last, so that the commits of a workspace take effect one after another, in the order of their entries.
  struct WorkspaceHead {
    var sequence: Int64
    var operation: Int64

    init(_ rows: Rows) throws {
      guard rows.count > 0 else { throw Damage(reason: "the workspace is gone") }
      (sequence, operation) = (try rows.integer(0, 0), try rows.integer(0, 1))
    }

    func writing(_ tables: Tables, _ workspace: Parameter) -> Request {
      Request(
        "UPDATE \(tables.writing(tables.workspaces)) SET head = $2, operations = $3 WHERE number = $1",
        [workspace, .integer(sequence), .integer(operation)])
    }
  }

  /// The statements that begin a commit: they lock the workspace, and find which of its operations were committed before.
  struct CommitOpening {
    let requests: [Request]
    /// Whether the last statement finds the operations, and not one of their own before it.
    private let isJoined: Bool

    /// A shard reads all of a transaction at one moment, so that one who waits there for the row would fail when it is given
    /// (40001), and begin again. Commits through one coordinator therefore wait before they reach the shard. Since what is read there is of one
    /// moment, one statement reads both; in the database itself a statement that waited for the row would find the operations as they
    /// were before.
    init(_ tables: Tables, _ workspace: Parameter, _ operations: [RecordID]) {
      let (heads, journaled) = (tables.writing(tables.workspaces), tables.writing(tables.operations))
      let begin = Request("BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE")
      let ids = Parameter.identities(operations)
      isJoined = tables.isSharded
      guard isJoined else {
        requests = [
          begin, Request("SELECT head, operations FROM \(heads) WHERE number = $1 FOR UPDATE", [workspace]),
          // A loop over the identities, each by the index: for ANY, a plan that was made while there were few operations reads all of them.
          Request(
            """
            SELECT o.id, o.last FROM unnest($2) AS wanted (id) CROSS JOIN LATERAL (
              SELECT id, last FROM \(journaled) WHERE workspace = $1 AND id = wanted.id OFFSET 0) AS o
            """, [workspace, ids]),
        ]
        return
      }
      let turn = Request(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))::text", [.text(tables.workspaces), workspace])
      let joined = Request(
        """
        SELECT w.head, w.operations, o.id, o.last FROM \(heads) w
        LEFT JOIN \(journaled) o ON o.workspace = w.number AND o.id = ANY($2) WHERE w.number = $1 FOR UPDATE OF w
        """, [workspace, ids])
      requests = [begin, turn, joined]
    }

    /// What the statements found.
    ///
    /// - Parameter rows: The results of all statements that were sent, of which those of the opening are the first.
    /// - Returns: The end of the journal, and the last entry of each operation that was committed before.
    func read(_ rows: [Rows]) throws -> (head: WorkspaceHead, known: [RecordID: Int64]) {
      guard rows.count >= requests.count else { throw Damage(reason: "an answer is missing") }
      let last = rows[requests.count - 1]
      let (head, column) = (isJoined ? last : rows[requests.count - 2], isJoined ? 2 : 0)
      var known: [RecordID: Int64] = [:]
      for row in 0..<last.count where !last.isNull(row, column) {
        known[try last.identity(row, column)] = try last.integer(row, column + 1)
      }
      return (try WorkspaceHead(head), known)
    }
  }
#endif
