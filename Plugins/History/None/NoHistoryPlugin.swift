public import PipelinePlugins

/// `none`: people see no history.
public enum NoHistoryPlugin: Plugin {
  /// The name in configurations.
  public static let name = "none"
  /// What it does.
  public static let summary = "Keeps no change; the journal beneath stays complete."
  /// Where it goes.
  public static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any HistoryPolicy { NoHistory() }
}
