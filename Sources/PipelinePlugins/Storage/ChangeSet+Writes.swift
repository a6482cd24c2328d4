extension ChangeSet {
  /// The writes of a change set, in order: a collection like an array of ``RecordWrite``.
  ///
  /// The engine keeps the new records of a large import in a compact form within it, and makes the write of each when it is
  /// read: iterate over it once instead of copying it to an array. Reading an element by its index is O(1)
  /// without such records, and unpacks a piece with them.
  public struct Writes: Sendable {
    private enum Part: Sendable {
      case writes([RecordWrite])
      case packed(PackedCreations)

      var count: Int {
        switch self {
        case .writes(let writes): writes.count
        case .packed(let creations): creations.count
        }
      }
    }

    /// The writes before the first packed record: all writes of most change sets.
    private var first: [RecordWrite] = []
    private var rest: [Part] = []
    private var restCount = 0

    /// No writes.
    public init() {}
  }
}

extension ChangeSet.Writes: RandomAccessCollection, RangeReplaceableCollection, ExpressibleByArrayLiteral {
  /// Creates writes from an array.
  public init(arrayLiteral writes: RecordWrite...) { first = writes }

  /// Creates writes from a sequence, in its order.
  public init(_ writes: some Sequence<RecordWrite>) { first = Array(writes) }

  /// Always 0.
  public var startIndex: Int { 0 }

  /// The number of writes.
  public var endIndex: Int { first.count + restCount }

  /// The write at an index.
  public subscript(index: Int) -> RecordWrite {
    if index < first.count { return first[index] }
    var index = index - first.count
    for part in rest {
      if index < part.count {
        switch part {
        case .writes(let writes): return writes[index]
        case .packed(let creations): return creations.writes[index]
        }
      }
      index -= part.count
    }
    preconditionFailure("the index is past the last write")
  }

  /// Iterates over the writes, in order.
  public func makeIterator() -> Iterator { Iterator(writes: self) }

  /// An iterator over writes.
  public struct Iterator: IteratorProtocol {
    private var rest: Array<Part>.Iterator
    private var current: Array<RecordWrite>.Iterator

    fileprivate init(writes: ChangeSet.Writes) {
      rest = writes.rest.makeIterator()
      current = writes.first.makeIterator()
    }

    /// The next write; `nil` after the last.
    public mutating func next() -> RecordWrite? {
      while true {
        if let write = current.next() { return write }
        switch rest.next() {
        case .writes(let writes): current = writes.makeIterator()
        // A piece is unpacked at once: it has a thousand records or so.
        case .packed(let creations): current = creations.writes.makeIterator()
        case nil: return nil
        }
      }
    }
  }

  /// Replaces some writes. Packed records become writes of their own.
  public mutating func replaceSubrange(_ range: Range<Int>, with writes: some Collection<RecordWrite>) {
    if !rest.isEmpty {
      if range.lowerBound == endIndex { return append(writes: Array(writes)) }
      (first, rest, restCount) = (Array(self), [], 0)
    }
    first.replaceSubrange(range, with: writes)
  }

  /// Appends writes, of which packed ones stay packed.
  package mutating func append(contentsOf other: Self) {
    if rest.isEmpty {
      first += other.first
    } else {
      append(writes: other.first)
    }
    rest += other.rest
    restCount += other.restCount
  }

  private mutating func append(writes: [RecordWrite]) {
    guard !writes.isEmpty else { return }
    restCount += writes.count
    if case .writes(var last)? = rest.last {
      rest.removeLast()
      last += writes
      rest.append(.writes(last))
    } else {
      rest.append(.writes(writes))
    }
  }

  /// Appends creations in their compact form.
  /// - Precondition: Each has an identity.
  package mutating func append(_ creations: PackedCreations) {
    guard creations.count > 0 else { return }
    precondition(creations.ids.count == creations.count, "creations without identities")
    rest.append(.packed(creations))
    restCount += creations.count
  }

  /// Calls a closure with each write or piece of packed creations, in order.
  package func forEachPart(
    _ write: (RecordWrite) throws -> Void, packed: (PackedCreations) throws -> Void
  ) rethrows {
    for one in first { try write(one) }
    for part in rest {
      switch part {
      case .writes(let writes): for one in writes { try write(one) }
      case .packed(let creations): try packed(creations)
      }
    }
  }

  /// Returns writes with others in the place of each, in order. Packed creations stay packed.
  package func replacing(
    _ write: (RecordWrite) throws -> [RecordWrite], packed: (PackedCreations) throws -> PackedCreations
  ) rethrows -> Self {
    var result = Self()
    var pending: [RecordWrite] = []
    try forEachPart(
      { pending += try write($0) },
      packed: { creations in
        result.append(contentsOf: Self(pending))
        pending.removeAll()
        result.append(try packed(creations))
      })
    result.append(contentsOf: Self(pending))
    return result
  }

  /// Whether a record is written. O(n), without the writes of packed records.
  package func contains(_ key: RecordKey) -> Bool {
    first.contains { $0.key == key }
      || rest.contains { part in
        switch part {
        case .writes(let writes): writes.contains { $0.key == key }
        case .packed(let creations): creations.kind == key.kind && creations.ids.contains(key.id)
        }
      }
  }
}

extension ChangeSet.Writes: Hashable {
  /// Compares the writes, in whichever form they are.
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count
      && (left.rest.isEmpty && right.rest.isEmpty ? left.first == right.first : left.elementsEqual(right))
  }

  /// Hashes the writes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for write in self { hasher.combine(write) }
  }
}
