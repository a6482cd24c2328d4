#if SQLite
  public import PipelinePlugins

  /// Keeps records in one SQLite file.
  public enum SQLiteStoragePlugin: Plugin {
    /// What can be configured.
    public struct Settings: PluginSettings {
      /// Where the file is.
      public var path = ConfigPath("")
      /// How long a writer waits for another.
      public var wait = Seconds(10)
      /// Whether a file beside the database keeps the columns of the deals.
      public var columns = true

      /// Nothing given yet.
      public init() {}

      /// The settings.
      public static let settings: [Setting<Self>] = [
        Setting("path", \.path, "The database file; it is made where it does not exist.", required: true),
        Setting(
          "wait", \.wait, "How long opening for writing waits for another process that writes, before it is refused."),
        Setting(
          "columns", \.columns,
          "Whether a file beside the database, FILE.columns, keeps the columns of the deals, so that a new process need not load them."
        ),
      ]
    }

    /// The name in configurations.
    public static let name = "sqlite"
    /// What it does.
    public static let summary = "Keeps records in one SQLite file, which one process writes and many can read."
    /// Where it goes.
    public static let slot: Slot<any StorageDriver> = .storage

    /// Makes the driver; the file is opened later.
    public static func make(_ settings: Settings, _ context: PluginContext) -> any StorageDriver {
      SQLiteStorage(path: settings.path.resolved, wait: .seconds(settings.wait.value), columns: settings.columns)
    }
  }
#endif
