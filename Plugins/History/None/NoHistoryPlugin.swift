package import PipelinePlugins

/// `none`: people see no history.
package enum NoHistoryPlugin: Plugin {
  /// The name in configurations.
  package static let name = "none"
  /// What it does.
  package static let summary = "Keeps no change; the journal beneath stays complete."
  /// Where it goes.
  package static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  package static func make(_ settings: NoSettings, _ context: PluginContext) -> any HistoryPolicy { NoHistory() }
}
