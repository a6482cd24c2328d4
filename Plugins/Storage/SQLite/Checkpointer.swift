#if SQLite
  import GRDBSQLite
  import PipelinePlugins
  import Synchronization

  /// Copies the write-ahead log into the file on a connection of its own, so that no commit waits for it.
  ///
  /// SQLite writes the log from its start again once all of it was copied. Beside commits that never pause something is
  /// always left to copy: a log that has grown too long is therefore copied between two commits, which takes little time
  /// since most of it was copied before.
  final class Checkpointer: Sendable {
    /// The length of the log, which SQLite reports after each commit.
    private final class Log: Sendable {
      let pages = Atomic(0)
    }

    private let connection: Connection
    private let log = Log()
    private let isCopying = Atomic(false)
    /// The length at which the log is copied next.
    private let due = Atomic(Checkpointer.interval)

    /// In pages of 4 KiB, as SQLite's own interval.
    private static let interval = 1_000
    private static let longest = 4_000

    init(_ path: String, place: String) async throws {
      connection = try await Connection.open(path, place: place, readOnly: false) { session in
        try session.execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
      }
    }

    /// Takes over from SQLite's own checkpoints on the connection that writes, which must close before `self` goes.
    func watch(_ writer: Session) {
      // Unretained: the writer that holds both keeps `self` for as long as the connection is open.
      let context = Unmanaged.passUnretained(log).toOpaque()
      sqlite3_wal_hook(
        writer.handle,
        { context, _, _, pages in
          if let context {
            Unmanaged<Log>.fromOpaque(context).takeUnretainedValue().pages.store(Int(pages), ordering: .relaxed)
          }
          return SQLITE_OK
        }, context)
    }

    /// Copies the log if it is time to. Called on the writer's connection between transactions.
    func run(beside writer: Session) {
      let pages = log.pages.load(ordering: .relaxed)
      if pages < Self.interval {
        due.store(Self.interval, ordering: .relaxed)
      } else if pages >= Self.longest {
        Self.copy(writer)
      } else if pages >= due.load(ordering: .relaxed), !isCopying.exchange(true, ordering: .acquiring) {
        due.store(pages + Self.interval, ordering: .relaxed)
        connection.enqueue { [self] session in
          if let session = try? session.get() { Self.copy(session) }
          isCopying.store(false, ordering: .releasing)
        }
      }
    }

    /// An error leaves the log as long as it is; the next commit tries again.
    private static func copy(_ session: Session) {
      _ = try? session.statement("PRAGMA wal_checkpoint(PASSIVE)").run()
    }

    func close() async { await connection.close() }
  }
#endif
