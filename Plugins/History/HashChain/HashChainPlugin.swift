package import PipelinePlugins

/// `hash_chain`: later changes of the journal are found by `pipeline history verify`.
package enum HashChainPlugin: Plugin {
  /// The name in configurations.
  package static let name = "hash_chain"
  /// What it does.
  package static let summary =
    "Seals each write of a record with SHA-256, so that 'pipeline history verify' finds later changes of the journal. "
    + "It selects nothing: with no policy beside it, grace_window selects."
  /// Where it goes.
  package static let slot: Slot<any HistoryPolicy> = .history

  /// Makes the policy.
  package static func make(_ settings: NoSettings, _ context: PluginContext) -> any HistoryPolicy { HashChain() }
}
