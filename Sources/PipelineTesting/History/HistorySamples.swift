import PipelinePlugins

/// A change and its edit.
struct HistorySample: CustomStringConvertible {
  let change: FieldChange
  let edit: RecordEdit

  var description: String {
    let created = edit.createdAt.map { "\($0)" } ?? "at an unknown moment"
    return "\(edit.kind).\(change.field) by \(edit.author) at \(edit.at), created \(created)"
  }

  /// The same edit of a record that was made so much later, and made as much later.
  func moved(by microseconds: Int64) -> HistorySample {
    at(edit.createdAt?.adding(microseconds: microseconds), edit.at.adding(microseconds: microseconds))
  }

  /// The same edit so long after the creation.
  func aged(_ microseconds: Int64) -> HistorySample {
    at(edit.createdAt, (edit.createdAt ?? edit.at).adding(microseconds: microseconds))
  }

  func at(_ createdAt: Instant?, _ at: Instant) -> HistorySample {
    HistorySample(change: change, edit: RecordEdit(kind: edit.kind, createdAt: createdAt, at: at, author: edit.author))
  }
}

/// Edits that history policies are tried with.
enum HistorySamples {
  private static let hour: Int64 = 3_600_000_000

  /// Ages of a record in microseconds, ascending, thick around the hours and days that policies like to draw lines at.
  static let ages: [Int64] = [
    0, 1, 999_999, 1_000_000, 60_000_000, hour - 1, hour, hour + 1, 2 * hour - 1, 2 * hour, 2 * hour + 1, 12 * hour,
    24 * hour - 1, 24 * hour, 24 * hour + 1, 168 * hour, 720 * hour, 8_760 * hour, 87_600 * hour,
  ]

  /// How far edits are moved in time: odd amounts, so that hours, days and weeks fall elsewhere.
  static let shifts: [Int64] = [1, 1_800_000_000, 13 * hour + 7, 24 * 9 * hour, -(5_000 * hour + 1)]

  private static let fields: [(RecordKind, FieldName, CellType)] =
    OpportunityBody.fields.schema.fields.map { (.opportunity, $0.name, $0.type) }
    + AccountBody.fields.schema.fields.map { (.account, $0.name, $0.type) }

  /// So many edits, of every kind of cell, between 2000 and 2040.
  static func edits(count: Int, seed: UInt64) -> [HistorySample] {
    var random = SeededNumbers(seed: seed)
    let first: Int64 = 946_684_800_000_000
    return (0..<count).map { index in
      let (kind, field, type) = fields[index % fields.count]
      let created = Instant(microsecondsSince1970: first + .random(in: 0..<(40 * 8_766 * hour), using: &random))
      let age = ages[Int.random(in: ages.indices, using: &random)]
      return HistorySample(
        change: FieldChange(field: field, old: cell(type, &random), new: cell(type, &random)),
        edit: RecordEdit(
          kind: kind, createdAt: created, at: created.adding(microseconds: age),
          author: ["anna", "boris", "import", ""][Int.random(in: 0..<4, using: &random)]))
    }
  }

  /// Edits at the ends of time, before the creation, of an unknown creation, of unknown kinds, and with cells of other types
  /// than the field's.
  static func extremes(seed: UInt64) -> [HistorySample] {
    let moments: [Instant] = [-Int64.max, -1, 0, 1, Int64.max].map(Instant.init(microsecondsSince1970:))
    let cells: [FieldValue] = [.null, .integer(.max), .integer(-.max), .text(""), .text("é\u{0}"), .bytes([])]
    var found: [HistorySample] = []
    for created in moments.map(Optional.some) + [nil] {
      for at in moments {
        found += edits(count: fields.count, seed: seed).map { $0.at(created, at) }
        for cell in cells {
          let edit = RecordEdit(kind: "something_else", createdAt: created, at: at, author: "")
          found.append(HistorySample(change: FieldChange(field: "status", old: cell, new: .null), edit: edit))
          found.append(HistorySample(change: FieldChange(field: "made_up", old: .null, new: cell), edit: edit))
        }
      }
    }
    return found
  }

  /// So many writes, as policies seal them.
  static func links(count: Int, seed: UInt64) -> [RecordEdit.Link] {
    var random = SeededNumbers(seed: seed)
    func id() -> RecordID {
      RecordID(high: .random(in: .min ... .max, using: &random), low: .random(in: .min ... .max, using: &random))
    }
    func digest() -> [UInt8] { (0..<32).map { _ in .random(in: .min ... .max, using: &random) } }
    return edits(count: count, seed: seed).enumerated().map { index, sample in
      RecordEdit.Link(
        key: RecordKey(sample.edit.kind, id()), version: Int64(index % 7) + 1, operation: id(),
        author: sample.edit.author, effectiveAt: sample.edit.at, recordedAt: sample.edit.at.adding(microseconds: 1),
        commitments: (0...index % 4).map { _ in digest() })
    }
  }

  /// Writes that differ from one in one part.
  static func neighbours(of link: RecordEdit.Link) -> [(what: String, link: RecordEdit.Link)] {
    func other(
      key: RecordKey? = nil, version: Int64? = nil, operation: RecordID? = nil, author: String? = nil,
      effectiveAt: Instant? = nil, recordedAt: Instant? = nil, commitments: [[UInt8]]? = nil
    ) -> RecordEdit.Link {
      RecordEdit.Link(
        key: key ?? link.key, version: version ?? link.version, operation: operation ?? link.operation,
        author: author ?? link.author, effectiveAt: effectiveAt ?? link.effectiveAt,
        recordedAt: recordedAt ?? link.recordedAt, commitments: commitments ?? link.commitments)
    }
    let id = link.key.id
    var flipped = link.commitments
    flipped[0][31] ^= 1
    return [
      ("the kind", other(key: RecordKey("something_else", id))),
      ("the record", other(key: RecordKey(link.key.kind, RecordID(high: id.high, low: id.low ^ 1)))),
      ("the version", other(version: link.version + 1)),
      ("the operation", other(operation: RecordID(high: link.operation.high ^ 1, low: link.operation.low))),
      ("the author", other(author: link.author + " ")),
      ("the effective instant", other(effectiveAt: link.effectiveAt.adding(microseconds: 1))),
      ("the recording instant", other(recordedAt: link.recordedAt.adding(microseconds: 1))),
      ("the values", other(commitments: flipped)),
      ("the number of entries", other(commitments: link.commitments + [link.commitments[0]])),
    ]
  }

  private static func cell(_ type: CellType, _ random: inout SeededNumbers) -> FieldValue {
    guard Int.random(in: 0..<4, using: &random) > 0 else { return .null }
    return switch type {
    case .integer: .integer(.random(in: -10_000...10_000, using: &random))
    case .text: .text(String(Int.random(in: 0..<50, using: &random)))
    case .bytes: .bytes((0..<16).map { _ in .random(in: .min ... .max, using: &random) })
    }
  }
}
