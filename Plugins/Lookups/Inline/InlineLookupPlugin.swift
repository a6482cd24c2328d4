package import PipelinePlugins

/// `inline: {entries: [price, {key: trust, label: Trust}]}`, or simply `inline: [price, …]`.
package enum InlineLookupPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings, KnownLookupEntries {
    /// The entries, in order.
    package var entries: [EntrySetting] = []
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting(
        "entries", \.entries, "The entries, in the order that people see: a key each, or a mapping with details.",
        required: true)
    ]

    /// All keys: nobody adds to them elsewhere.
    package var knownKeys: [String]? { entries.map(\.entry.key) }

    /// The settings, or the list of entries alone.
    package static var shape: SettingShape { .either([.list(EntrySetting.shape), .section(descriptions)]) }

    /// Reads the settings, or the list of entries alone.
    package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Settings? {
      guard case .sequence = node.content else { return decodeSection(node, &context) }
      return decodeSection(ConfigNode(.mapping([ConfigEntry("entries", at: node.mark, node)]), at: node.mark), &context)
    }

    /// Reports keys that come twice.
    package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      if let list = node["entries"]?.value { [EntrySetting].check(list, &context) }
    }
  }

  /// The name in configurations.
  package static let name = "inline"
  /// What it does.
  package static let summary = "The table's entries are listed in the configuration."
  /// Where it goes.
  package static let slot: Slot<any LookupSource> = .lookups

  /// Makes the source.
  package static func make(_ settings: Settings, _ context: PluginContext) throws -> any LookupSource {
    InlineLookup(try settings.entries.checked(for: context.table, setting: "entries"))
  }
}
