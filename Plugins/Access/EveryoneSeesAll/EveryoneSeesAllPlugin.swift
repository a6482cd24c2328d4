package import PipelinePlugins

/// `everyone_sees_all`: no boundaries.
package enum EveryoneSeesAllPlugin: Plugin {
  /// The name in configurations.
  package static let name = "everyone_sees_all"
  /// What it does.
  package static let summary = "Everyone sees and changes all deals."
  /// Where it goes.
  package static let slot: Slot<any AccessPolicy> = .access

  /// Makes the policy.
  package static func make(_ settings: NoSettings, _ context: PluginContext) -> any AccessPolicy { EveryoneSeesAll() }
}
