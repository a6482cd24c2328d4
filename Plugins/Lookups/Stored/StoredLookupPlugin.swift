package import PipelinePlugins

/// `stored: {seed: [{key: price, label: {en: Price, fr: Prix}}, …]}`: people edit the table through the SDK and its tools.
package enum StoredLookupPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The entries that the table starts with, in order.
    package var seed: [EntrySetting] = []
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("seed", \.seed, "The entries that the table starts with; applied once, when it is first made.")
    ]

    /// Reports keys that come twice.
    package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      if let list = node["seed"]?.value { [EntrySetting].check(list, &context) }
    }
  }

  /// The name in configurations.
  package static let name = "stored"
  /// What it does.
  package static let summary = "The table lives in the store, where people edit it."
  /// Where it goes.
  package static let slot: Slot<any LookupSource> = .lookups

  /// Makes the source.
  package static func make(_ settings: Settings, _ context: PluginContext) throws -> any LookupSource {
    StoredLookup(seed: try settings.seed.checked(for: context.table, setting: "seed"))
  }
}
