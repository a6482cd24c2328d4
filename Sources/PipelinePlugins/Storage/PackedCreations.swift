/// Creations of records of one kind, with their cells as bytes: a fifth of the memory of a ``RecordWrite`` each, for change
/// sets of many records.
///
/// Each of the records is written once in its change set.
package struct PackedCreations: Sendable {
  /// Reads the cells of all records, which were moved out of memory.
  package typealias Loader = @Sendable () throws -> [UInt8]

  private enum Storage: Sendable {
    case memory([UInt8])
    case elsewhere(Loader)
  }

  package let kind: RecordKind
  /// The identities, in order. They may be assigned after the cells.
  package private(set) var ids: [RecordID] = []
  private var storage: Storage
  /// The end of each record's cells in the bytes.
  private var ends: [Int] = []
  /// The effective instant of each record, in microseconds since 1970; the least number for the change set's.
  private var instants: [Int64] = []
  /// Makes other cells of a record's cells.
  private var change: Change?

  /// Returns the encoded cells that a record is written with, of its identity and its encoded cells.
  package typealias Change = @Sendable (RecordID, UnsafeRawBufferPointer, Instant?) -> [UInt8]

  /// The number of records.
  package var count: Int { ends.count }

  /// Encodes the cells of records, whose identities follow.
  package struct Builder: Sendable {
    private var encoder = CellEncoder()
    private var ends: [Int] = []
    private var instants: [Int64] = []

    /// The size at which creations are best ended: they are kept in the memory that they were built in.
    private static let size = 1 << 18

    package init() { encoder.reserve(Self.size) }

    /// Whether there is hardly room for more records.
    package var isFull: Bool { encoder.bytes.count > Self.size - Self.size / 32 }

    /// Appends the cells of a record, and its effective instant; `nil` for the change set's.
    package mutating func append(_ cells: [FieldValue], at instant: Instant?) {
      encoder.append(cells)
      ends.append(encoder.bytes.count)
      instants.append(instant?.microsecondsSince1970 ?? .min)
    }

    /// The creations, without identities. Fewer than fill the builder are copied to memory of their size.
    package func creations(of kind: RecordKind) -> PackedCreations {
      let bytes = isFull ? encoder.bytes : encoder.bytes.withUnsafeBytes { Array($0) }
      return PackedCreations(
        kind: kind, bytes: bytes, ends: ends.withUnsafeBufferPointer { Array($0) },
        instants: instants.withUnsafeBufferPointer { Array($0) })
    }
  }

  fileprivate init(kind: RecordKind, bytes: [UInt8], ends: [Int], instants: [Int64]) {
    self.kind = kind
    storage = .memory(bytes)
    self.ends = ends
    self.instants = instants
  }

  /// Assigns an identity to each record, in order.
  /// - Precondition: There are as many as records.
  package mutating func identify(_ ids: [RecordID]) {
    precondition(ids.count == count, "an identity for each record")
    self.ids = ids
  }

  /// Sets the effective instant of the records that have none of their own.
  package mutating func setDefault(_ instant: Instant) {
    for index in instants.indices where instants[index] == .min { instants[index] = instant.microsecondsSince1970 }
  }

  /// The size of the cells in memory.
  package var byteCount: Int { if case .memory(let bytes) = storage { bytes.count } else { 0 } }

  /// Moves the cells out of memory, unless `write` returns `nil`.
  package mutating func move(_ write: ([UInt8]) -> Loader?) {
    if case .memory(let bytes) = storage, let loader = write(bytes) { storage = .elsewhere(loader) }
  }

  /// Returns the cells of all records.
  /// - Throws: The error of a ``Loader``.
  private func bytes() throws -> [UInt8] {
    switch storage {
    case .memory(let bytes): bytes
    case .elsewhere(let load): try load()
    }
  }

  /// Calls a closure with each record's identity, encoded cells and effective instant, in order.
  /// - Throws: What the closure throws, and the error of a ``Loader``.
  package func forEach(_ body: (RecordID, UnsafeRawBufferPointer, Instant?) throws -> Void) throws {
    try bytes().withUnsafeBytes { bytes in
      var start = 0
      for index in ends.indices {
        let cells = UnsafeRawBufferPointer(rebasing: bytes[start..<ends[index]])
        let (id, instant) = (ids[index], instant(at: index))
        if let change {
          try change(id, cells, instant).withUnsafeBytes { try body(id, $0, instant) }
        } else {
          try body(id, cells, instant)
        }
        start = ends[index]
      }
    }
  }

  /// The same records, whose cells are made of these when they are read. They are read several times: the closure must
  /// return the same each time.
  package func changed(_ change: @escaping Change) -> PackedCreations {
    var copy = self
    copy.change = change
    return copy
  }

  private func instant(at index: Int) -> Instant? {
    instants[index] == .min ? nil : Instant(microsecondsSince1970: instants[index])
  }

  /// The creations as writes of their own.
  ///
  /// A collection cannot throw: a process that cannot read back what it moved to its own file ends, as one does whose memory
  /// was swapped out and cannot be read. ``forEach(_:)`` throws instead.
  package var writes: [RecordWrite] {
    var writes: [RecordWrite] = []
    writes.reserveCapacity(count)
    do {
      try forEach { id, bytes, instant in
        var walk = CellWalk(bytes)
        let cells = (0..<walk.count).map { _ in walk.next().value }
        writes.append(RecordWrite(RecordKey(kind, id), .create(cells), effectiveAt: instant))
      }
    } catch {
      preconditionFailure("the temporary file of an import cannot be read")
    }
    return writes
  }
}
