package import PipelinePlugins

/// Entries in the configuration itself; edited there.
package struct InlineLookup: LookupSource, Hashable {
  private let list: [LookupEntry]

  /// A source of entries with unique, valid keys.
  package init(_ entries: [LookupEntry]) { list = entries }

  /// No: the configuration is where the table is edited.
  package var isEditable: Bool { false }

  /// The entries.
  package func entries() async throws -> [LookupEntry] { list }
}
