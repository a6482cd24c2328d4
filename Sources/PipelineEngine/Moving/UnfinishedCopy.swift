public import PipelinePlugins

extension Pipeline {
  /// An error of opening a store that holds only a part of its data: restoring an archive, or moving a workspace, ended early.
  public struct UnfinishedCopy: ExplainedError, Hashable {
    /// One line for people, with what to do.
    public let explanation: LocalizedText

    init(_ copy: CopyMark) {
      explanation = LocalizedText(copy == .restore ? ErrorPhrase.restoreUnfinished : .moveUnfinished)
    }
  }
}

/// Marks a store that is being filled with the journal of another one, so that a part of it is not taken for the whole.
///
/// The marks are operations without entries: the journal, and with it an archive and a later move, stays as it is.
enum CopyMark: String {
  case restore
  case move

  private static let begun = RecordID(high: 0x0000_0000_0000_7000, low: 0x8000_636F_7079_0001)
  private static let ended = RecordID(high: 0x0000_0000_0000_7000, low: 0x8000_636F_7079_0002)

  /// Marks a store before the first entry.
  func begin(_ store: any Store) async throws { try await commit(Self.begun, store) }

  /// Marks a store after the last entry, if it was marked before the first.
  func end(_ store: any Store) async throws {
    guard try await store.operation(Self.begun) != nil else { return }
    try await commit(Self.ended, store)
  }

  private func commit(_ mark: RecordID, _ store: any Store) async throws {
    _ = try await store.commit(.mark(mark, by: rawValue))
  }

  /// What a store is being filled by; `nil` if it holds all its data.
  static func unfinished(in store: any Store) async throws -> CopyMark? {
    guard let begun = try await store.operation(begun), try await store.operation(ended) == nil else { return nil }
    return CopyMark(rawValue: begun.author) ?? .move
  }

  /// Checks that a store holds all its data.
  /// - Throws: ``Pipeline/UnfinishedCopy``.
  static func check(_ store: any Store) async throws {
    if let copy = try await unfinished(in: store) { throw Pipeline.UnfinishedCopy(copy) }
  }
}
