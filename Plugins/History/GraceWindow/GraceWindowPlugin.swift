public import PipelinePlugins

/// Keeps what happens after a grace window.
public enum GraceWindowPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    /// The window.
    public var afterCreation = GraceWindow.standard

    /// Two hours.
    public init() {}

    /// What can be configured.
    public static let settings: [Setting<Self>] = [
      Setting("after_creation", \.afterCreation, "How long after a record's creation changes stay out of its history.")
    ]
  }

  /// `grace_window`
  public static let name = "grace_window"
  /// What it does.
  public static let summary = "Keeps the changes that are made after a grace window."
  /// Where it goes.
  public static var slot: Slot<any HistoryPolicy> { .history }

  /// Makes it.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> any HistoryPolicy {
    GraceWindow(after: settings.afterCreation)
  }
}
