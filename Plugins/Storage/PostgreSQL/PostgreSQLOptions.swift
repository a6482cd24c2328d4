#if PostgreSQL
  public import PipelinePlugins

  /// How a store uses its database.
  public struct PostgreSQLOptions: Sendable {
    /// The schema of the tables.
    public var schema = "sales_pipeline"
    /// The workspace within the database, instead of the one that is asked for; `nil` for that.
    public var workspace: String?
    /// How many connections are open at most, at least two.
    public var pool = 8
    /// How long a statement may run.
    public var statementTimeout = Duration.seconds(30)
    /// How long a commit waits for those of other processes.
    public var lockTimeout = Duration.seconds(10)
    /// Who groups the deals of reports.
    public var grouping = Grouping.columns
    /// In how many partitions by workspace the tables of a new schema are created; 0 for plain tables.
    public var partitions = 0
    /// The foreign servers on which the partitions of a new schema are created; empty to create them in the database itself.
    public var shards: [String] = []
    /// The URL of a hot standby, or of several, that deals are loaded from and grouped on; `nil` to read the database itself.
    public var replica: String?

    /// Who groups the deals of reports.
    public enum Grouping: String, SettingChoice, Sendable {
      /// The process that asks, which loads the deals as columns.
      case columns
      /// The server, where a report depends on nothing but counts and sums of amounts by stored fields; else columns.
      case store
    }

    /// How long grouping waits for the standby to have what this store has seen, before it asks the database itself.
    package var replicaPatience = Duration.seconds(1)
    /// How many rows a page of `load` has.
    package var pageRows = 16_384
    /// How long a load may be left alone before its snapshot is released.
    package var loadPatience = Duration.seconds(60)
    /// How long a lost connection is tried again before a commit fails.
    package var reconnecting = Duration.seconds(10)
    /// How often somebody who waits for a commit looks, where no notification comes.
    package var looking = Duration.seconds(1)
    /// How often a commit is run again after it was in another one's way.
    package var attempts = 8
    /// A number below its argument: the random part of the pauses between attempts.
    package var random: @Sendable (Double) -> Double = { Double.random(in: 0..<$0) }
    /// Called with the connection's socket when a commit was sent and before its reply is read, so that tests can cut it there.
    package var sentCommit: @Sendable (Int32) -> Void = { _ in }
    /// Called when a standby has what a question needs, and before it is asked, so that tests can commit there.
    package var standbyIsReady: @Sendable () async throws -> Void = {}

    /// The options of a driver without settings.
    public init() {}

    /// The pause before another attempt: bounded, growing, and random so that those who collided do not collide again.
    func pause(_ attempt: Int) -> Double {
      let bound = min(0.005 * Double(1 << min(attempt, 8)), 1)
      return bound / 2 + random(bound / 2)
    }
  }
#endif
