import PipelinePlugins

/// The first line of an archive.
struct ArchiveHeader: Codable, Sendable {
  static let format = "sales-pipeline-archive"
  /// The version that is written, and the newest that is read.
  static let current = 1

  let format: String
  let version: Int
  /// The fields of each kind of record, in the order of the cells.
  let kinds: [String: [String]]
}

/// An operation; its entries follow.
struct ArchiveOperation: Codable, Hashable, Sendable {
  let operation: RecordID
  let author: String
  let recordedAt: Instant

  enum CodingKeys: String, CodingKey {
    case operation, author
    case recordedAt = "recorded_at"
  }
}

/// A journal entry of the operation before it.
struct ArchiveEntry: Codable, Sendable {
  let sequence: Int64
  let kind: String
  let id: RecordID
  let version: Int64
  let effectiveAt: ArchiveInstant
  /// The cells of a record that was created or restored.
  var created: [ArchiveCell]?
  var restored: [ArchiveCell]?
  /// The field that changed, its cells, and whether people see the change.
  var changed: String?
  var old: ArchiveCell?
  var new: ArchiveCell?
  var inHistory: Bool?
  var deleted: Bool?

  enum CodingKeys: String, CodingKey {
    case sequence, kind, id, version, created, restored, changed, old, new, deleted
    case effectiveAt = "effective_at"
    case inHistory = "in_history"
  }

  init(_ entry: JournalEntry) {
    sequence = entry.sequence
    kind = entry.key.kind.description
    id = entry.key.id
    version = entry.version
    effectiveAt = ArchiveInstant(value: entry.effectiveAt)
    switch entry.event {
    case .created(let cells): created = cells.map { ArchiveCell($0) }
    case .restored(let cells): restored = cells.map { ArchiveCell($0) }
    case .deleted: deleted = true
    case .changed(let change):
      changed = change.field.description
      old = ArchiveCell(change.old)
      new = ArchiveCell(change.new)
      inHistory = change.inHistory
    }
  }
}

/// An instant: its text, or the microseconds since 1970 of one that is in no year of the calendar.
struct ArchiveInstant: Codable, Hashable, Sendable {
  let value: Instant

  init(value: Instant) { self.value = value }

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if let number = try? single.decode(Int64.self) {
      value = Instant(microsecondsSince1970: number)
    } else {
      value = try single.decode(Instant.self)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var single = encoder.singleValueContainer()
    if value.civilDate() == nil { try single.encode(value.microsecondsSince1970) } else { try single.encode(value) }
  }
}

/// The last line of an archive: what was before it.
struct ArchiveEnd: Codable, Hashable, Sendable {
  let operations: Int
  let entries: Int
  /// The digest of all lines before it, with their line ends.
  let sha256: String
}

/// A stored cell: `null`, a number, a text, or `{"bytes": "0189…"}`.
struct ArchiveCell: Codable, Hashable, Sendable {
  let value: FieldValue

  private enum CodingKeys: String, CodingKey { case bytes }

  init(_ value: FieldValue) { self.value = value }

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      value = .null
    } else if let number = try? single.decode(Int64.self) {
      value = .integer(number)
    } else if let text = try? single.decode(String.self) {
      value = .text(text)
    } else {
      let digits = Array(try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .bytes).utf8)
      let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
      }
      guard bytes.count * 2 == digits.count else {
        throw DecodingError.dataCorruptedError(in: single, debugDescription: "no bytes")
      }
      value = .bytes(bytes)
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch value {
    case .bytes(let bytes):
      var object = encoder.container(keyedBy: CodingKeys.self)
      let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      try object.encode(digits, forKey: .bytes)
    case .null:
      var single = encoder.singleValueContainer()
      try single.encodeNil()
    case .integer(let number):
      var single = encoder.singleValueContainer()
      try single.encode(number)
    case .text(let text):
      var single = encoder.singleValueContainer()
      try single.encode(text)
    }
  }
}
