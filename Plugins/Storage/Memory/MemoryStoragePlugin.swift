public import PipelinePlugins

/// Keeps records in memory: for tests, and for programs that bring their own data.
public enum MemoryStoragePlugin: Plugin {
  /// The name in configurations.
  public static let name = "memory"
  /// What it does.
  public static let summary = "Keeps records in memory, until the program ends."
  /// Where it goes.
  public static let slot: Slot<any StorageDriver> = .storage

  /// Makes the driver.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any StorageDriver { MemoryStorage() }
}
