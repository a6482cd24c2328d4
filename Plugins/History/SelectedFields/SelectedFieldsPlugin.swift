public import PipelinePlugins

/// Keeps the changes of some fields.
public enum SelectedFieldsPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    /// The fields.
    public var fields: [FieldName] = []

    /// None.
    public init() {}

    /// What can be configured.
    public static let settings: [Setting<Self>] = [
      Setting("fields", \.fields, "The fields whose changes are kept, such as `status`, `amount`.", required: true) {
        let unknown = $0.first { OpportunityBody.fields[$0] == nil && AccountBody.fields[$0] == nil }
        return unknown.map { "names '\($0)', which is a field of neither deals nor accounts" }
      }
    ]
  }

  /// `selected_fields`
  public static let name = "selected_fields"
  /// What it does.
  public static let summary = "Keeps the changes of some fields, whenever they are made."
  /// Where it goes.
  public static var slot: Slot<any HistoryPolicy> { .history }

  /// Makes it.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> any HistoryPolicy {
    SelectedFields(Set(settings.fields))
  }
}
