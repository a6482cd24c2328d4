#if PostgreSQL
  import PipelinePlugins
  import Synchronization

  /// A hot standby of the database, on which deals are loaded and grouped.
  ///
  /// It may be late. A load says how far: what it lacks is in the journal, which the database itself is asked for. Groups need more:
  /// the standby must have what this store committed or saw. The end of the workspace's journal is written by each commit, so that a
  /// standby where it is *n* has everything up to *n*. Where the standby fails, or is too late, the database itself is asked.
  final class Replica: Sendable {
    let pool: Pool
    let loads: Loads
    private let target: ConnectionTarget
    private let context: StoreContext
    /// The last entry of the journal that this store committed or saw.
    private let seen = Mutex(Cursor.start)
    /// Until when the standby is not tried again after a failure.
    private let resting = Mutex<ContinuousClock.Instant?>(nil)
    private static let rest = Duration.seconds(5)

    /// Loads of the standby are numbered from here.
    static let firstLoad: Int64 = 1 << 40

    init(_ target: ConnectionTarget, _ context: StoreContext) {
      var target = target
      // A standby that is away is not waited for.
      target.isReplica = true
      self.target = target
      self.context = context
      pool = Pool(target, most: max(1, target.options.pool))
      loads = Loads(pool, target.options, numberedFrom: Self.firstLoad)
    }

    /// Notes what reads must show from now on.
    func note(_ cursor: Cursor) { seen.withLock { $0 = max($0, cursor) } }

    /// Runs on the standby; `nil` if that fails.
    func attempt<Result>(_ body: (Replica) async throws -> Result) async throws -> Result? {
      if let end = resting.withLock({ $0 }), ContinuousClock.now < end { return nil }
      do { return try await body(self) } catch is CancellationError {
        throw CancellationError()
      } catch {
        resting.withLock { $0 = .now + Self.rest }
        context.logger.debug("the standby was not used", metadata: ["place": "\(target.place)", "reason": "\(error)"])
        return nil
      }
    }

    /// Whether what was read up to a place in the journal has all that this store has seen. Behind one address there may be several
    /// standbys, so that one is asked and another answers.
    func isCurrent(_ cursor: Cursor) -> Bool { seen.withLock { $0 } <= cursor }

    /// Waits until the standby has what this store has seen.
    /// - Returns: `false` if it takes too long.
    func isReady(_ workspaces: String, _ workspace: Parameter) async throws -> Bool {
      let wanted = seen.withLock { $0 }
      let end = ContinuousClock.now + target.options.replicaPatience
      while true {
        let head = try await pool.run { session in
          let rows = try session.run("SELECT head FROM \(workspaces) WHERE number = $1", [workspace])
          return rows.count == 0 ? Int64(0) : try rows.integer(0, 0)
        }
        if head >= wanted.sequence { return true }
        guard ContinuousClock.now < end else { return false }
        try await Task.sleep(for: .milliseconds(20))
      }
    }

    func close() async {
      await loads.close()
      await pool.close()
    }
  }
#endif
