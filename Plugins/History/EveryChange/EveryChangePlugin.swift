package import PipelinePlugins

/// `every_change`: every change is history.
package enum EveryChangePlugin: Plugin {
  /// The name in configurations.
  package static let name = "every_change"
  /// What it does.
  package static let summary = "Keeps every change."
  /// Where it goes.
  package static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  package static func make(_ settings: NoSettings, _ context: PluginContext) -> any HistoryPolicy { EveryChange() }
}
