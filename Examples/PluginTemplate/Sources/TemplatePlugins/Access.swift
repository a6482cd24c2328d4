public import PipelinePlugins

/// `managers: {names: [eva]}`: managers see all deals, everyone else their own.
public enum Managers: Plugin {
  /// The settings of the plugin.
  public struct Settings: PluginSettings {
    /// The managers.
    public var names: [String] = []
    /// No managers.
    public init() {}
    /// The declarations of the settings.
    public static let settings: [Setting<Self>] = [
      Setting("names", \.names, "The people who see and change all deals.", required: true)
    ]
  }

  /// The name in configurations.
  public static let name = "managers"
  /// A summary for the reference page.
  public static let summary = "Managers see all deals, everyone else their own."
  /// The slot of the plugin.
  public static let slot: Slot<any AccessPolicy> = .access

  /// Creates the policy.
  public static func make(_ settings: Settings, _ context: PluginContext) -> any AccessPolicy {
    Policy(managers: Set(settings.names))
  }

  private struct Policy: AccessPolicy {
    let managers: Set<String>

    func grant(to person: String) async throws -> AccessGrant {
      managers.contains(person) ? .everything : AccessGrant(sees: .owners([person]))
    }

    func teams() async throws -> [String: String] { [:] }
  }
}
