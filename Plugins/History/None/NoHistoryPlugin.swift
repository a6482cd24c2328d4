public import PipelinePlugins

/// Keeps nothing; the journal beneath is complete all the same.
public enum NoHistoryPlugin: Plugin {
  /// `none`
  public static let name = "none"
  /// What it does.
  public static let summary = "Keeps nothing; the journal beneath is complete all the same."
  /// Where it goes.
  public static var slot: Slot<any HistoryPolicy> { .history }

  /// Makes it.
  public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any HistoryPolicy { NoHistory() }
}
