public import PipelinePlugins

/// `sizes: {count: 3}`: the entries `size-1`, `size-2`…, for a table of sizes.
public enum Sizes: Plugin {
  /// The settings of the plugin.
  public struct Settings: PluginSettings {
    /// The number of sizes.
    public var count: Int64 = 3
    /// The default: three sizes.
    public init() {}
    /// The declarations of the settings.
    public static let settings: [Setting<Self>] = [
      Setting("count", \.count, "The number of sizes.") { (1...100).contains($0) ? nil : "must be from 1 to 100" }
    ]
  }

  /// The name in configurations.
  public static let name = "sizes"
  /// A summary for the reference page.
  public static let summary = "Numbered sizes, from small to large."
  /// The slot of the plugin.
  public static let slot: Slot<any LookupSource> = .lookups

  /// Creates the source.
  public static func make(_ settings: Settings, _ context: PluginContext) -> any LookupSource {
    SizeSource(count: settings.count)
  }
}

private struct SizeSource: LookupSource {
  let count: Int64

  /// The configuration determines the entries.
  var isEditable: Bool { false }

  func entries() async throws -> [LookupEntry] {
    (1...count).map { LookupEntry("size-\($0)", label: LocalizedText("Size \($0)", ["fr": "Taille \($0)"])) }
  }
}
