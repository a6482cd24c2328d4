public import PipelinePlugins

/// A seed for a table that people then edit in the store.
public struct StoredLookup: LookupSource {
  private let seed: [LookupEntry]

  /// A source with this seed.
  public init(seed: [LookupEntry] = []) { self.seed = seed }

  /// Edited through the SDK.
  public var isEditable: Bool { true }

  /// The seed.
  public func entries() async throws -> [LookupEntry] { seed }
}
