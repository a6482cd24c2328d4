extension RecordEdit {
  /// The write of a record, as a history policy seals it.
  public struct Link: Hashable, Sendable {
    /// The record.
    public let key: RecordKey
    /// The record's version after the write.
    public let version: Int64
    /// The operation of the write.
    public let operation: RecordID
    /// The author.
    public let author: String
    /// The effective instant.
    public let effectiveAt: Instant
    /// The recording instant.
    public let recordedAt: Instant
    /// For each journal entry of the write, the SHA-256 digest of a salt and the entry's values. A value can be erased and
    /// the commitment to it kept.
    public let commitments: [[UInt8]]

    /// A link.
    public init(
      key: RecordKey, version: Int64, operation: RecordID, author: String, effectiveAt: Instant, recordedAt: Instant,
      commitments: [[UInt8]]
    ) {
      self.key = key
      self.version = version
      self.operation = operation
      self.author = author
      self.effectiveAt = effectiveAt
      self.recordedAt = recordedAt
      self.commitments = commitments
    }

    /// The link as bytes: those of two different links differ.
    public var bytes: [UInt8] {
      var bytes = SealedBytes()
      bytes.append(.text("\(key.kind)"))
      bytes.append(.bytes(key.id.bytes))
      bytes.append(.integer(version))
      bytes.append(.bytes(operation.bytes))
      bytes.append(.text(author))
      bytes.append(.integer(effectiveAt.microsecondsSince1970))
      bytes.append(.integer(recordedAt.microsecondsSince1970))
      for commitment in commitments { bytes.append(.bytes(commitment)) }
      return bytes.bytes
    }
  }
}

/// Cells as bytes for a digest. Each has its type and its length, so that different cells never make the same bytes.
package struct SealedBytes: Sendable {
  /// The bytes.
  package private(set) var bytes: [UInt8] = []

  /// No bytes.
  package init() { bytes.reserveCapacity(512) }

  /// Appends a cell.
  package mutating func append(_ cell: FieldValue) {
    switch cell {
    case .null: bytes.append(CellTag.null)
    case .integer(let number):
      bytes.append(CellTag.integer)
      append(UInt64(bitPattern: number))
    case .text(var text):
      bytes.append(CellTag.text)
      text.withUTF8 {
        append(UInt64($0.count))
        bytes.append(contentsOf: $0)
      }
    case .bytes(let value):
      bytes.append(CellTag.bytes)
      append(UInt64(value.count))
      bytes.append(contentsOf: value)
    }
  }

  private mutating func append(_ number: UInt64) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
