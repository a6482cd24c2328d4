public import PipelinePlugins

/// `selected_fields: {fields: [status, amount]}`: only some fields' changes are history.
public enum SelectedFieldsPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    /// The fields.
    public var fields: [FieldName] = []
    /// The defaults.
    public init() {}
    /// The settings.
    public static let settings: [Setting<Self>] = [
      Setting("fields", \.fields, "The fields whose changes are kept, by name.", required: true) {
        $0.isEmpty ? "names no field; write 'none' to keep nothing" : nil
      }
    ]
  }

  /// The name in configurations.
  public static let name = "selected_fields"
  /// What it does.
  public static let summary = "Keeps the changes of some fields."
  /// Where it goes.
  public static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  public static func make(_ settings: Settings, _ context: PluginContext) -> any HistoryPolicy {
    SelectedFields(Set(settings.fields))
  }
}
