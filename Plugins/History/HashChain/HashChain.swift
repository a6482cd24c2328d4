import Foundation
package import PipelinePlugins

/// Seals each write of a record with the SHA-256 digest of the write and of the seal before it. Keeps no change itself.
package struct HashChain: HistoryPolicy, Hashable {
  /// A policy.
  package init() {}

  /// No: which changes people see is for the other policies.
  package func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { false }

  /// Yes.
  package var seals: Bool { true }

  /// 43 digits of base 64: each write of a record is in the journal with its seal and the one before.
  package func seal(_ link: RecordEdit.Link, after previous: String?) -> String {
    var digest = SHA256()
    var before = SealedBytes()
    before.append(previous.map { .text($0) } ?? .null)
    digest.update(before.bytes + link.bytes)
    return String(Data(digest.digest()).base64EncodedString().prefix(43))
  }
}
