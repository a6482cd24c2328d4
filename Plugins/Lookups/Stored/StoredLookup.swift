package import PipelinePlugins

/// A table that people edit through the SDK: it lives in the store, and these entries are its seed, applied once.
package struct StoredLookup: LookupSource, Hashable {
  private let seed: [LookupEntry]

  /// A source with a seed of unique, valid keys.
  package init(seed: [LookupEntry] = []) { self.seed = seed }

  /// Yes.
  package var isEditable: Bool { true }

  /// The seed.
  package func entries() async throws -> [LookupEntry] { seed }
}
