import AccessPlugins
import PipelineConfig
import PipelinePlugins
import RatesPlugins
import TargetsPlugins

/// Plugins that do nothing, so that these tests depend on no bundled one but the directory, whose people are checked together.
struct FakeStorage: StorageDriver {
  func open(_ context: StoreContext) async throws -> any Store { throw StoreError.closed }
}

enum FilesPlugin: Plugin {
  struct Settings: PluginSettings {
    var folder = ConfigPath("")
    var cacheRows = 1_000
    var password = ""
    var flush = true
    var since: CivilDate?
    var timeout = Seconds(30)
    static let settings: [Setting<Self>] = [
      Setting("folder", \.folder, "Where the files live.", required: true),
      Setting("cache_rows", \.cacheRows, "Rows to keep in memory.") { $0 > 0 ? nil : "must be above zero" },
      Setting("password", \.password, "Opens the files.", secret: true),
      Setting("flush", \.flush, "Whether to wait for the disk."),
      Setting("since", \.since, "The first day to keep."),
      Setting("timeout", \.timeout, "How long to wait."),
    ]
  }
  static let name = "files"
  static let slot = Slot.storage
  static func make(_ settings: Settings, _ context: PluginContext) throws -> any StorageDriver {
    if settings.folder.text == "forbidden" { throw PluginError("the folder is forbidden", setting: "folder") }
    return FakeStorage()
  }
}

enum MemoryPlugin: Plugin {
  static let name = "memory"
  static let slot = Slot.storage
  static func make(_ settings: NoSettings, _ context: PluginContext) -> any StorageDriver { FakeStorage() }
}

struct FakeLookup: LookupSource {
  var keys: [String]
  var isEditable: Bool { false }
  func entries() async throws -> [LookupEntry] { keys.map { LookupEntry($0) } }
}

enum ListPlugin: Plugin {
  struct Settings: PluginSettings, KnownLookupEntries {
    var entries: [String] = []
    static let settings: [Setting<Self>] = [Setting("entries", \.entries, "The entries.", required: true)]
    var knownKeys: [String]? { entries }
  }
  static let name = "list"
  static let slot = Slot.lookups
  static func make(_ settings: Settings, _ context: PluginContext) -> any LookupSource {
    FakeLookup(keys: settings.entries)
  }
}

let fakeCatalog = Catalog([
  Catalog.entry(MemoryPlugin.self), Catalog.entry(FilesPlugin.self), Catalog.entry(ListPlugin.self),
  Catalog.entry(DirectoryPlugin.self),
  Catalog.entry(FixedRatesPlugin.self), Catalog.entry(CSVRatesPlugin.self),
  Catalog.entry(ListedTargetsPlugin.self), Catalog.entry(CSVTargetsPlugin.self),
  Catalog.missing("xlsx", in: .exporters, trait: "XLSX"),
])

let fakeReader = ConfigurationReader(catalog: fakeCatalog) { ["KNOWN": "here", "SECRET": "s3cret"][$0] }
