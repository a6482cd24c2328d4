/// The seal of a record's last write: what a history policy made of the write and of the seal before it.
///
/// It is the last cell of every kind of record, and not a field: bodies do not have it. It is null where no history policy
/// seals. The text form is `SALT:SEAL`, and `SALT:SEAL@INSTANT` for a write whose effective instant the store may have moved
/// behind an earlier one.
package struct RecordSeal: Hashable, Sendable {
  /// The name of the cell.
  package static let field: FieldName = "seal"

  /// What the commitments to the write's values are salted with.
  package let salt: String
  /// What the policy made.
  package let value: String
  /// The effective instant that was sealed, in microseconds since 1970; `nil` for that of the journal.
  package let instant: Int64?

  /// A seal.
  package init(salt: String, value: String, instant: Int64?) {
    self.salt = salt
    self.value = value
    self.instant = instant
  }

  /// Reads a cell; `nil` for one that holds no seal.
  package init?(_ cell: FieldValue) {
    guard let text = cell.text, let colon = text.firstIndex(of: ":") else { return nil }
    let rest = text[text.index(after: colon)...]
    guard let sign = rest.lastIndex(of: "@") else {
      self.init(salt: String(text[..<colon]), value: String(rest), instant: nil)
      return
    }
    guard let instant = Int64(rest[rest.index(after: sign)...]) else { return nil }
    self.init(salt: String(text[..<colon]), value: String(rest[..<sign]), instant: instant)
  }

  /// The cell.
  package var cell: FieldValue { .text("\(salt):\(value)" + (instant.map { "@\($0)" } ?? "")) }
}
