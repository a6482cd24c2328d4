package import PipelinePlugins

/// `selected_fields: {fields: [status, amount]}`: only some fields' changes are history.
package enum SelectedFieldsPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The fields.
    package var fields: [FieldName] = []
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("fields", \.fields, "The fields whose changes are kept, by name.", required: true) {
        $0.isEmpty ? "names no field; write 'none' to keep nothing" : nil
      }
    ]
  }

  /// The name in configurations.
  package static let name = "selected_fields"
  /// What it does.
  package static let summary = "Keeps the changes of some fields."
  /// Where it goes.
  package static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  package static func make(_ settings: Settings, _ context: PluginContext) -> any HistoryPolicy {
    SelectedFields(Set(settings.fields))
  }
}
