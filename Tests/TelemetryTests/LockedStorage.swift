import MemoryStorage
import PipelinePlugins

/// A storage with a secret.
enum LockedStorage: Plugin {
  struct Settings: PluginSettings {
    var password = ""
    static let settings: [Setting<Self>] = [Setting("password", \.password, "Opens the records.", secret: true)]
  }

  static let name = "locked"
  static let slot = Slot.storage
  static func make(_ settings: Settings, _ context: PluginContext) -> any StorageDriver { MemoryStorage() }
}
