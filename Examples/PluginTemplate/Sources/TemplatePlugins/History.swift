public import PipelinePlugins

/// `by_people: {except: [sync]}`: the history contains what people change, and nothing that programs write.
public enum ByPeople: Plugin {
  /// The settings of the plugin.
  public struct Settings: PluginSettings {
    /// The names of the programs.
    public var except: [String] = []
    /// No programs.
    public init() {}
    /// The declarations of the settings.
    public static let settings: [Setting<Self>] = [
      Setting("except", \.except, "The names that programs write under.", required: true)
    ]
  }

  /// The name in configurations.
  public static let name = "by_people"
  /// A summary for the reference page.
  public static let summary = "Keeps the changes of people, not those of programs."
  /// The slot of the plugin.
  public static let slot: Slot<any HistoryPolicy> = .history

  /// Creates the policy: a pure function of a change and its edit.
  public static func make(_ settings: Settings, _ context: PluginContext) -> any HistoryPolicy {
    Policy(programs: Set(settings.except))
  }

  private struct Policy: HistoryPolicy {
    let programs: Set<String>

    func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { !programs.contains(edit.author) }
  }
}
