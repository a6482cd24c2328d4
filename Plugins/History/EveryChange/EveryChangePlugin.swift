public import PipelinePlugins

/// `every_change`: every change is history.
public enum EveryChangePlugin: Plugin {
  /// The name in configurations.
  public static let name = "every_change"
  /// What it does.
  public static let summary = "Keeps every change."
  /// Where it goes.
  public static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any HistoryPolicy { EveryChange() }
}
