import Foundation
import PipelinePlugins

/// Seals the writes of change sets: each record has a chain of its own, so that writers of different records do not wait for
/// each other. The seal is the last cell of the record, so that it is in the journal of every store.
///
/// A deletion has no cells. It is sealed by a write before it that changes nothing but the seal.
final class RecordSealer: Sendable {
  private let policy: any HistoryPolicy
  private let recent = RecentRecords<Seal>()

  /// The seals of records by their versions, to be remembered once they are committed.
  typealias Seals = [RecordKey: Seal]

  struct Seal: Sendable {
    let kind: RecordKind
    let version: Int64
    let cell: FieldValue
  }

  init(_ policy: any HistoryPolicy) { self.policy = policy }

  /// The places of consumers of the journal are no history, and differ in each store.
  static func seals(_ kind: RecordKind) -> Bool { kind != .consumer }

  /// Remembers seals that were committed.
  func note(_ seals: Seals) {
    for (key, seal) in seals.prefix(1_000) {
      recent.note(Record(id: key.id, version: seal.version, body: seal))
    }
  }

  /// Seals the writes of a change set.
  ///
  /// - Returns: The last seal of each record that is not in a packed creation.
  func seal(_ changes: inout ChangeSet, _ store: any Store, _ environment: PipelineEnvironment) async throws -> Seals {
    guard !changes.writes.isEmpty else { return [:] }
    var known = try await standing(changes.writes, store)
    var seals: Seals = [:]
    let sealing = Sealing(policy: policy, changes: changes, secret: [environment.makeID(), environment.makeID()])
    changes.writes = changes.writes.replacing(
      { write in
        guard Self.seals(write.key.kind) else { return [write] }
        let (writes, seal) = sealing.seal(write, after: known[write.key] ?? .null)
        known[write.key] = seal.cell
        seals[write.key] = seal
        return writes
      },
      packed: { creations in
        guard Self.seals(creations.kind) else { return creations }
        return creations.changed { sealing.seal($0, $1, creations.kind, $2) }
      })
    return seals
  }

  /// The seals of the records that the writes change.
  private func standing(_ writes: ChangeSet.Writes, _ store: any Store) async throws -> [RecordKey: FieldValue] {
    var known: [RecordKey: FieldValue] = [:]
    var missing: [RecordKey] = []
    var deleted: [RecordKey] = []
    writes.forEachPart(
      { write in
        guard known[write.key] == nil, Self.seals(write.key.kind) else { return }
        switch write.action {
        case .create: known[write.key] = .null
        case .update(let expected, _), .delete(let expected):
          if let seal = recent.record(write.key.id, version: expected)?.body, seal.kind == write.key.kind {
            known[write.key] = seal.cell
          } else {
            known[write.key] = .null
            missing.append(write.key)
          }
        case .restore:
          known[write.key] = .null
          deleted.append(write.key)
        }
      }, packed: { _ in })
    for start in stride(from: 0, to: missing.count, by: 1_000) {
      let keys = Array(missing[start..<min(start + 1_000, missing.count)])
      for (key, record) in zip(keys, try await store.read(keys)) {
        known[key] = record?.cells.last ?? .null
      }
    }
    for key in deleted { known[key] = try await lastSeal(of: key, store) }
    return known
  }

  /// The seal of a deleted record, which only the journal has.
  private func lastSeal(of key: RecordKey, _ store: any Store) async throws -> FieldValue {
    var last = FieldValue.null
    try await store.eachEntry(of: key.kind, key.id) { last = $0.event.seal(of: key.kind) ?? last }
    return last
  }
}

extension JournalEvent {
  /// The seal's cell, if the event sets it.
  func seal(of kind: RecordKind) -> FieldValue? {
    switch self {
    case .created(let cells), .restored(let cells):
      Commitments.sealPlaces[kind].flatMap { $0 < cells.count ? cells[$0] : nil }
    case .changed(let change): change.field == RecordSeal.field ? change.new : nil
    case .deleted: nil
    }
  }
}

/// Makes the seals of one change set.
private struct Sealing: Sendable {
  let policy: any HistoryPolicy
  let operation: RecordID
  let effectiveAt: Instant
  let recordedAt: Instant
  let author: String
  /// Salts are made from it, and not kept elsewhere: a packed creation gets the same one whenever it is read.
  private let secret: [UInt8]

  init(policy: any HistoryPolicy, changes: ChangeSet, secret: [RecordID]) {
    self.policy = policy
    operation = changes.operation
    effectiveAt = changes.effectiveAt
    recordedAt = changes.recordedAt
    author = changes.author
    self.secret = secret.flatMap(\.bytes)
  }

  /// The sealed write, or the two of a deletion.
  func seal(_ write: RecordWrite, after previous: FieldValue) -> ([RecordWrite], RecordSealer.Seal) {
    let key = write.key
    switch write.action {
    case .create(let cells):
      let seal = seal(key, 1, [.created(cells)], write.effectiveAt, isFirst: true, after: previous)
      return ([RecordWrite(key, .create(cells.dropLast() + [seal.cell]), effectiveAt: write.effectiveAt)], seal)
    case .restore(let expected, let cells):
      let seal = seal(key, expected + 1, [.restored(cells)], write.effectiveAt, after: previous)
      let action = WriteAction.restore(expected: expected, cells.dropLast() + [seal.cell])
      return ([RecordWrite(key, action, effectiveAt: write.effectiveAt)], seal)
    case .update(let expected, let changes):
      let seal = seal(key, expected + 1, changes.map { .changed($0) }, write.effectiveAt, after: previous)
      let action = WriteAction.update(expected: expected, changes + [change(previous, seal.cell)])
      return ([RecordWrite(key, action, effectiveAt: write.effectiveAt)], seal)
    case .delete(let expected):
      let seal = seal(key, expected + 2, [.deleted], write.effectiveAt, after: previous)
      let notice = WriteAction.update(expected: expected, [change(previous, seal.cell)])
      return (
        [
          RecordWrite(key, notice, effectiveAt: write.effectiveAt),
          RecordWrite(key, .delete(expected: expected + 1), effectiveAt: write.effectiveAt),
        ], seal
      )
    }
  }

  /// The encoded cells of a new record with its seal.
  func seal(_ id: RecordID, _ bytes: UnsafeRawBufferPointer, _ kind: RecordKind, _ instant: Instant?) -> [UInt8] {
    var walk = CellWalk(bytes)
    var cells: [FieldValue] = []
    cells.reserveCapacity(walk.count)
    for _ in 0..<walk.count { cells.append(walk.next().value) }
    let seal = seal(RecordKey(kind, id), 1, [.created(cells)], instant, isFirst: true, after: .null)
    var encoder = CellEncoder()
    encoder.append(cells.dropLast() + [seal.cell])
    return encoder.bytes
  }

  private func change(_ old: FieldValue, _ new: FieldValue) -> CellChange {
    CellChange(RecordSeal.field, old: old, new: new, inHistory: false)
  }

  /// - Parameters:
  ///   - stated: The effective instant of the write itself.
  ///   - isFirst: Whether no earlier write of the record can move the effective instant.
  private func seal(
    _ key: RecordKey, _ version: Int64, _ events: [JournalEvent], _ stated: Instant?, isFirst: Bool = false,
    after previous: FieldValue
  ) -> RecordSealer.Seal {
    var digest = SHA256()
    digest.update(secret + key.id.bytes + withUnsafeBytes(of: version.bigEndian) { Array($0) })
    // 96 bits.
    let salt = Data(digest.digest().prefix(12)).base64EncodedString()
    let instant = stated ?? effectiveAt
    let link = RecordEdit.Link(
      key: key, version: version, operation: operation, author: author, effectiveAt: instant, recordedAt: recordedAt,
      commitments: events.map { Commitments.commitment(to: $0, of: key.kind, salt: salt) })
    let value = policy.seal(link, after: RecordSeal(previous)?.value)
    // The store moves an instant that the write does not state behind earlier ones: it is kept where the journal does not
    // show it otherwise.
    let isHidden = stated == nil && !isFirst && effectiveAt != recordedAt
    let seal = RecordSeal(salt: salt, value: value, instant: isHidden ? instant.microsecondsSince1970 : nil)
    return RecordSealer.Seal(kind: key.kind, version: version, cell: seal.cell)
  }
}
