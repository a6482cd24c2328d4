public import PipelinePlugins

/// `grace_window: {after_creation: 2 hours}`: what is put right just after creation is no history.
public enum GraceWindowPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    /// How long after its creation a record's changes stay out of the history.
    public var afterCreation = GraceWindow.standard
    /// The defaults.
    public init() {}
    /// The settings.
    public static let settings: [Setting<Self>] = [
      Setting(
        "after_creation", \.afterCreation,
        "How long after its creation a record's changes stay out of the history; at exactly the end they still do.")
    ]
  }

  /// The name in configurations.
  public static let name = "grace_window"
  /// What it does.
  public static let summary = "Keeps a change when the record is older than a window."
  /// Where it goes.
  public static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  public static func make(_ settings: Settings, _ context: PluginContext) -> any HistoryPolicy {
    GraceWindow(after: settings.afterCreation)
  }
}
