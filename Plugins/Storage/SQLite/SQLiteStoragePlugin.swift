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

      /// Nothing given yet.
      public init() {}

      /// The settings.
      public static let settings: [Setting<Self>] = [
        Setting("path", \.path, "The database file; it is made where it does not exist.", required: true),
        Setting(
          "wait", \.wait, "How long opening for writing waits for another process that writes, before it is refused."),
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
      SQLiteStorage(path: settings.path.resolved, wait: .seconds(settings.wait.value))
    }
  }
#endif
