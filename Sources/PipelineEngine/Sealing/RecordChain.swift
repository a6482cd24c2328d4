import PipelinePlugins

/// Consecutive journal entries of one write.
struct SealedWrite {
  let first: JournalEntry
  private(set) var events: [JournalEvent] = []
  /// The change of the seal, which commitments leave out.
  private(set) var sealing: CellChange?
  /// Whether all entries are of the same author and times.
  private(set) var isUniform = true

  init(_ entry: JournalEntry) {
    first = entry
    add(entry)
  }

  /// Whether an entry is of the same write.
  func includes(_ entry: JournalEntry) -> Bool {
    entry.key == first.key && entry.version == first.version && entry.operation == first.operation
  }

  mutating func add(_ entry: JournalEntry) {
    isUniform =
      isUniform && entry.author == first.author && entry.effectiveAt == first.effectiveAt
      && entry.recordedAt == first.recordedAt
    if case .changed(let change) = entry.event, change.field == RecordSeal.field, sealing == nil {
      sealing = change
    } else {
      events.append(entry.event)
    }
  }

  /// The seal that the write sets; `nil` for none.
  var seal: FieldValue? {
    if let sealing { return sealing.new.isNull ? nil : sealing.new }
    return events.first?.seal(of: first.key.kind).flatMap { $0.isNull ? nil : $0 }
  }

  /// Whether it only sets the seal of the deletion that follows.
  var isNotice: Bool { events.isEmpty }

  /// Whether it deletes the record.
  var isDeletion: Bool { if case .deleted? = events.first { true } else { false } }

  /// What a digest of the journal has of it: the seal of a sealed write, else everything.
  var digestBytes: [UInt8] {
    var bytes = SealedBytes()
    bytes.append(.text("\(first.key.kind)"))
    bytes.append(.bytes(first.key.id.bytes))
    bytes.append(.integer(first.version))
    if let seal {
      bytes.append(seal)
    } else {
      bytes.append(.bytes(first.operation.bytes))
      bytes.append(.text(first.author))
      bytes.append(.integer(first.effectiveAt.microsecondsSince1970))
      bytes.append(.integer(first.recordedAt.microsecondsSince1970))
      for event in events { bytes.append(.bytes(Commitments.commitment(to: event, of: first.key.kind, salt: ""))) }
    }
    return bytes.bytes
  }
}

/// The writes of one record, checked in the order of the journal.
struct RecordChain {
  /// The record after the last write.
  private(set) var version: Int64 = 0
  private(set) var cells: [FieldValue]?
  /// Whether something was found: what follows from it is not reported again.
  private(set) var isBroken = false
  private(set) var isSealed = false
  private var seal: FieldValue = .null
  /// The latest effective instant so far.
  private var latest: Instant?
  /// The seal of the deletion that must follow, with the seal before it.
  private var notice: (write: SealedWrite, previous: FieldValue)?

  /// Follows a write.
  ///
  /// - Parameter mustBeSealed: Whether writes before it in the journal are sealed.
  /// - Returns: What is wrong with it.
  mutating func follow(
    _ write: SealedWrite, _ policy: any HistoryPolicy, mustBeSealed: Bool
  ) -> Pipeline.HistoryCheck.Problem? {
    guard !isBroken else { return nil }
    let problem = problem(with: write, policy, mustBeSealed)
    isBroken = problem != nil
    version = write.first.version
    latest = max(latest ?? write.first.effectiveAt, write.first.effectiveAt)
    return problem
  }

  /// What is wrong at the end of the journal.
  func problemAtEnd() -> Pipeline.HistoryCheck.Problem? { notice == nil || isBroken ? nil : .missing }

  private mutating func problem(
    with write: SealedWrite, _ policy: any HistoryPolicy, _ mustBeSealed: Bool
  ) -> Pipeline.HistoryCheck.Problem? {
    guard write.first.version == version + 1 else { return .missing }
    guard write.isUniform, apply(write) else { return .changed }
    if let notice {
      guard write.isDeletion, notice.write.first.operation == write.first.operation else { return .missing }
      self.notice = nil
      return holds(notice.write.seal, write, after: notice.previous, policy) ? nil : .changed
    }
    guard let seal = write.seal else { return mustBeSealed || isSealed ? .unsealed : nil }
    defer {
      self.seal = seal
      isSealed = true
    }
    if write.isNotice {
      notice = (write, self.seal)
      return nil
    }
    return holds(seal, write, after: self.seal, policy) ? nil : .changed
  }

  /// Applies the events; `false` where they do not continue what was.
  private mutating func apply(_ write: SealedWrite) -> Bool {
    let kind = write.first.key.kind
    for event in write.events {
      switch event {
      case .created(let new):
        guard version == 0, cells == nil else { return false }
        cells = new
      case .restored(let new):
        guard version > 0, cells == nil else { return false }
        cells = new
      case .deleted:
        guard cells != nil else { return false }
        cells = nil
      case .changed(let change): guard set(change, kind) else { return false }
      }
    }
    guard let sealing = write.sealing else { return true }
    return set(sealing, kind)
  }

  private mutating func set(_ change: CellChange, _ kind: RecordKind) -> Bool {
    guard let place = Commitments.place(of: change.field, in: kind), let cells, place < cells.count,
      cells[place].isSame(as: change.old)
    else { return false }
    self.cells?[place] = change.new
    return true
  }

  /// Whether a seal is that of a write.
  private func holds(
    _ cell: FieldValue?, _ write: SealedWrite, after previous: FieldValue, _ policy: any HistoryPolicy
  ) -> Bool {
    guard let seal = cell.flatMap({ RecordSeal($0) }) else { return false }
    let (first, kind) = (write.first, write.first.key.kind)
    let commitments = write.events.map {
      Commitments.commitment(to: $0, of: kind, salt: seal.salt)
    }
    func isRight(_ instant: Instant) -> Bool {
      let link = RecordEdit.Link(
        key: first.key, version: first.version, operation: first.operation, author: first.author, effectiveAt: instant,
        recordedAt: first.recordedAt, commitments: commitments)
      return policy.seal(link, after: RecordSeal(previous)?.value) == seal.value
    }
    if let own = seal.instant.map(Instant.init(microsecondsSince1970:)) {
      return first.effectiveAt == max(own, latest ?? own) && isRight(own)
    }
    if isRight(first.effectiveAt) { return true }
    // The store moved it behind an earlier write of the record.
    return first.effectiveAt == latest && first.recordedAt < first.effectiveAt && isRight(first.recordedAt)
  }
}
