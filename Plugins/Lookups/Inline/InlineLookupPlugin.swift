public import PipelinePlugins

/// Entries that stand in the configuration.
public enum InlineLookupPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings, KnownLookupEntries {
    /// The entries, in order.
    public var entries: [EntrySetting] = []

    /// No entries.
    public init() {}

    /// What can be configured.
    public static let settings: [Setting<Self>] = [
      Setting(
        "entries", \.entries, "The entries in order, each a key or `{key, label, attributes, retired}`.", required: true
      )
    ]

    /// Keys are unique.
    public func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      entries.reportDoubled(node, "entries", &context)
    }

    /// All keys.
    public var knownKeys: [String]? { entries.map(\.entry.key) }
  }

  /// `inline`
  public static let name = "inline"
  /// What it does.
  public static let summary = "Entries that stand in the configuration and are edited there."
  /// A lookup source.
  public static var slot: Slot<any LookupSource> { .lookups }

  /// The source.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> any LookupSource {
    InlineLookup(settings.entries.map(\.entry))
  }
}
