public import PipelinePlugins

/// `everyone_sees_all`: no boundaries.
public enum EveryoneSeesAllPlugin: Plugin {
  /// The name in configurations.
  public static let name = "everyone_sees_all"
  /// What it does.
  public static let summary = "Everyone sees and changes all deals."
  /// Where it goes.
  public static let slot: Slot<any AccessPolicy> = .access

  /// Makes the policy.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any AccessPolicy { EveryoneSeesAll() }
}
