public import PipelinePlugins

/// Entries that stand in the configuration itself; edited there.
public struct InlineLookup: LookupSource, Hashable {
  private let list: [LookupEntry]

  /// A source of entries with unique, valid keys.
  public init(_ entries: [LookupEntry]) { list = entries }

  /// No: the configuration is where the table is edited.
  public var isEditable: Bool { false }

  /// The entries.
  public func entries() async throws -> [LookupEntry] { list }
}
