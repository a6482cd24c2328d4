public import PipelinePlugins

/// Entries given once; they change with the configuration.
public struct InlineLookup: LookupSource {
  private let list: [LookupEntry]

  /// A source of these entries.
  public init(_ entries: [LookupEntry]) { list = entries }

  /// Edited in the configuration.
  public var isEditable: Bool { false }

  /// The entries.
  public func entries() async throws -> [LookupEntry] { list }
}
