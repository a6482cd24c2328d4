#if PostgreSQL
  public import PipelinePlugins

  /// Keeps records in a PostgreSQL database.
  public enum PostgreSQLStoragePlugin: Plugin {
    /// What can be configured.
    public struct Settings: PluginSettings {
      /// Where the database is, and who logs in.
      public var url = ""
      /// The workspace within the database.
      public var workspace = ""
      /// The schema of the tables.
      public var schema = "sales_pipeline"
      /// How many connections are open at most.
      public var pool = 8
      /// How long a statement may run.
      public var statementTimeout = Seconds(30)
      /// How long a commit waits for another one.
      public var lockTimeout = Seconds(10)
      /// Who groups the deals of reports.
      public var grouping = PostgreSQLOptions.Grouping.columns
      /// In how many partitions the tables of a new schema are created.
      public var partitions = 0
      /// The foreign servers on which the partitions of a new schema are created.
      public var shards: [String] = []
      /// Where deals are loaded from and grouped.
      public var replica = ""

      /// Nothing given yet.
      public init() {}

      /// The settings.
      public static let settings: [Setting<Self>] = [
        Setting(
          "url", \.url,
          "Where the database is: postgresql://user:password@host:5432/database, with the parameters of libpq such as sslmode.",
          required: true, secret: true
        ) { PostgreSQLStorage.isURL($0) ? nil : "is no connection URL of PostgreSQL" },
        Setting(
          "workspace", \.workspace,
          "The workspace within the database; that of the configuration where this is not given."),
        Setting("schema", \.schema, "The schema of the tables; it is created where it does not exist.") {
          $0.isEmpty || $0.utf8.count > 63 || $0.utf8.contains(0) ? "must have 1 to 63 bytes" : nil
        },
        Setting("pool", \.pool, "How many connections are open at most; one of them commits.") {
          (2...1_000).contains($0) ? nil : "must be 2 to 1000"
        },
        Setting("statement_timeout", \.statementTimeout, "How long a statement may run on the server.") {
          $0.value > 0 ? nil : "must be above zero"
        },
        Setting("lock_timeout", \.lockTimeout, "How long a commit waits for those of other processes.") {
          $0.value > 0 ? nil : "must be above zero"
        },
        Setting(
          "grouping", \.grouping,
          "Who groups the deals of reports: the process, which loads them as columns, or the store, for what it can group."
        ),
        Setting(
          "partitions", \.partitions,
          "In how many partitions by workspace the tables of a new schema are created; 0 for plain tables. A schema keeps what it was created with."
        ) { (0...1_024).contains($0) ? nil : "must be 0 to 1024" },
        Setting(
          "shards", \.shards,
          "The foreign servers of the database on which the partitions of a new schema are created; in the database itself where this is not given."
        ) { Set($0).count == $0.count ? nil : "must name each server once" },
        Setting(
          "replica", \.replica,
          "The URL of a hot standby that deals are loaded from and grouped on; the database itself where this is not given.",
          secret: true
        ) { $0.isEmpty || PostgreSQLStorage.isURL($0) ? nil : "is no connection URL of PostgreSQL" },
      ]
    }

    /// The name in configurations.
    public static let name = "postgresql"
    /// What it does.
    public static let summary = "Keeps records in a PostgreSQL database, which many processes write and read."
    /// Where it goes.
    public static let slot: Slot<any StorageDriver> = .storage

    /// Makes the driver; the database is connected to later.
    public static func make(_ settings: Settings, _ context: PluginContext) -> any StorageDriver {
      var options = PostgreSQLOptions()
      options.schema = settings.schema
      options.pool = settings.pool
      options.statementTimeout = .seconds(settings.statementTimeout.value)
      options.lockTimeout = .seconds(settings.lockTimeout.value)
      options.grouping = settings.grouping
      options.partitions = settings.partitions
      options.shards = settings.shards
      options.replica = settings.replica.isEmpty ? nil : settings.replica
      options.workspace = settings.workspace.isEmpty ? nil : settings.workspace
      return PostgreSQLStorage(url: settings.url, options: options)
    }
  }
#endif
