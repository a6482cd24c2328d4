public import PipelinePlugins

/// Keeps every change.
public enum EveryChangePlugin: Plugin {
  /// `every_change`
  public static let name = "every_change"
  /// What it does.
  public static let summary = "Keeps every change."
  /// Where it goes.
  public static var slot: Slot<any HistoryPolicy> { .history }

  /// Makes it.
  public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any HistoryPolicy {
    EveryChange()
  }
}
