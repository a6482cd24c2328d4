public import PipelinePlugins

extension Desk {
  /// Returns the shortest endings of identities by which ``findOpportunity(idEnding:)`` and
  /// ``findAccount(idEnding:)`` find their records: eight hexadecimal digits, or more if another record of the kind has
  /// the same. Identities begin with the time of their creation, so that only their ends differ. O(number of records).
  ///
  /// - Parameter kind: `.opportunity` or `.account`.
  /// - Throws: ``StoreError``.
  public func shortIDs(_ ids: [RecordID], of kind: RecordKind) async throws -> [RecordID: String] {
    guard !ids.isEmpty else { return [:] }
    let wanted = Set(ids)
    var short: [RecordID: String] = [:]
    var rivals: [UInt64: [RecordID]] = [:]
    for id in wanted { rivals[id.low & Self.shortMask, default: []].append(id) }
    for id in try await identities(of: kind) where !wanted.contains(id) && rivals[id.low & Self.shortMask] != nil {
      rivals[id.low & Self.shortMask]?.append(id)
    }
    for id in wanted {
      let others = (rivals[id.low & Self.shortMask] ?? []).filter { $0 != id }
      let digits = id.digits
      let length = (Self.shortLength...digits.count).first { length in
        others.allSatisfy { $0.digits.suffix(length) != digits.suffix(length) }
      }
      short[id] = String(digits.suffix(length ?? digits.count))
    }
    return short
  }

  /// Returns the deal whose identity ends with some hexadecimal digits, at least six; `nil` if there is none that the
  /// acting user may see. O(number of deals).
  /// - Throws: ``AmbiguousID`` if several have the ending; ``StoreError``.
  public func findOpportunity(idEnding ending: String) async throws -> Opportunity? {
    guard let id = try await identity(ending: ending, of: .opportunity) else { return nil }
    return try await findOpportunity(id)
  }

  /// Returns the account whose identity ends with some hexadecimal digits, at least six; `nil` if there is none.
  /// O(number of accounts).
  /// - Throws: ``AmbiguousID`` if several have the ending; ``StoreError``.
  public func findAccount(idEnding ending: String) async throws -> Account? {
    guard let id = try await identity(ending: ending, of: .account) else { return nil }
    return try await findAccount(id)
  }

  /// An error for the end of an identity that several records have.
  public struct AmbiguousID: ExplainedError, Hashable {
    /// The end that was given.
    public let ending: String
    /// The identities that have it.
    public let candidates: [RecordID]

    /// One line for people, with the candidates.
    public var explanation: LocalizedText {
      LocalizedText(
        ErrorPhrase.ambiguousID,
        [
          "value": .text(ending.clipped()), "count": .count(candidates.count),
          "candidates": .list(candidates.prefix(8).map(\.description) + (candidates.count > 8 ? ["…"] : [])),
        ])
    }
  }

  /// The only one of some identities with an ending; `nil` if none has it, or the text is no ending.
  package static func identity(ending: String, among ids: some Sequence<RecordID>) throws -> RecordID? {
    guard isEnding(ending) else { return nil }
    let wanted = ending.lowercased().filter { $0 != "-" }
    let found = ids.filter { $0.ends(with: wanted) }.sorted()
    guard found.count < 2 else { throw AmbiguousID(ending: ending, candidates: found) }
    return found.first
  }

  /// The operation with an id, or the one whose id ends with a text; `nil` if there is none. An ending is searched for in the
  /// journal, O(entries).
  /// - Throws: ``AmbiguousID``, or ``StoreError``.
  package func operation(ending: String) async throws -> RecordID? {
    if let id = RecordID(ending) { return id }
    guard Self.isEnding(ending) else { return nil }
    let wanted = ending.lowercased().filter { $0 != "-" }
    var found: Set<RecordID> = []
    try await pipeline.store.eachEntry(of: nil) { entry in
      if entry.operation.ends(with: wanted) { found.insert(entry.operation) }
    }
    return try Self.identity(ending: ending, among: found)
  }

  /// Whether an operation was committed and changed anything.
  package func hasWritten(_ operation: RecordID) async throws -> Bool {
    guard let committed = try await pipeline.store.operation(operation) else { return false }
    return committed.through != committed.after
  }

  private func identity(ending: String, of kind: RecordKind) async throws -> RecordID? {
    // Most texts are no ending: nothing is read for them.
    guard Self.isEnding(ending) else { return nil }
    return try Self.identity(ending: ending, among: try await identities(of: kind))
  }

  private static func isEnding(_ text: String) -> Bool {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
    return (least...32).contains(digits.count) && digits.allSatisfy(\.isHexDigit)
  }

  /// The identities of the records of a kind that the acting user may see.
  private func identities(of kind: RecordKind) async throws -> [RecordID] {
    if kind == .account { return Array(try await accountNames().keys) }
    let snapshot = try await snapshot(ReportScope())
    return try snapshot.columns.identities(snapshot.reading, where: snapshot.permissions.filters)
  }

  /// The fewest digits of an ending that is looked for.
  private static let least = 6
  /// The fewest digits of an ending that is shown.
  private static let shortLength = 8
  private static let shortMask: UInt64 = 0xFFFF_FFFF
}

extension RecordID {
  /// The hexadecimal digits without hyphens.
  fileprivate var digits: String { description.filter { $0 != "-" } }

  fileprivate func ends(with digits: String) -> Bool {
    // The last half alone decides for most.
    let count = min(16, digits.utf8.count)
    guard let low = UInt64(digits.suffix(count), radix: 16) else { return false }
    let mask = count == 16 ? UInt64.max : (1 << UInt64(4 * count)) - 1
    return self.low & mask == low && (digits.utf8.count <= 16 || self.digits.hasSuffix(digits))
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
  }
}
