public import PipelinePlugins

/// Entries that people edit through the SDK and its tools.
public enum StoredLookupPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings, KnownLookupEntries {
    /// The entries of a new table.
    public var seed: [EntrySetting] = []

    /// An empty seed.
    public init() {}

    /// What can be configured.
    public static let settings: [Setting<Self>] = [
      Setting("seed", \.seed, "The entries of a new table; applied once, when the table is first made.")
    ]

    /// Keys are unique.
    public func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      seed.reportDoubled(node, "seed", &context)
    }

    /// More may be added in the store.
    public var knownKeys: [String]? { nil }
  }

  /// `stored`
  public static let name = "stored"
  /// What it does.
  public static let summary = "Entries that live in the store: add, rename, reorder and retire them there."
  /// A lookup source.
  public static var slot: Slot<any LookupSource> { .lookups }

  /// The source.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> any LookupSource {
    StoredLookup(seed: settings.seed.map(\.entry))
  }
}
