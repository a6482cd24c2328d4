public import PipelinePlugins

/// A table that people edit through the SDK: it lives in the store, and these entries are its seed, applied once.
public struct StoredLookup: LookupSource, Hashable {
  private let seed: [LookupEntry]

  /// A source with a seed of unique, valid keys.
  public init(seed: [LookupEntry] = []) { self.seed = seed }

  /// Yes.
  public var isEditable: Bool { true }

  /// The seed.
  public func entries() async throws -> [LookupEntry] { seed }
}
