package import PipelinePlugins

/// `grace_window: {after_creation: 2 hours}`: what is put right just after creation is no history.
package enum GraceWindowPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// How long after its creation a record's changes stay out of the history.
    package var afterCreation = GraceWindow.standard
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting(
        "after_creation", \.afterCreation,
        "How long after its creation a record's changes stay out of the history; at exactly the end they still do.")
    ]
  }

  /// The name in configurations.
  package static let name = "grace_window"
  /// What it does.
  package static let summary = "Keeps a change when the record is older than a window."
  /// Where it goes.
  package static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  package static func make(_ settings: Settings, _ context: PluginContext) -> any HistoryPolicy {
    GraceWindow(after: settings.afterCreation)
  }
}
