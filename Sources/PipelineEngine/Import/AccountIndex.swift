import PipelinePlugins

/// The accounts of an import: existing ones, and those that it adds.
struct AccountIndex: Sendable {
  struct Entry: Sendable {
    /// The stored account; `nil` for one that the import adds.
    var base: Account?
    var body: AccountBody
    /// Whether it is written even if no deal refers to it.
    var isWanted: Bool
  }

  private(set) var order: [RecordID] = []
  private var entries: [RecordID: Entry] = [:]
  private var byName: [String: [RecordID]] = [:]
  private var byExternalID: [String: RecordID] = [:]
  /// What accounts that were merged into others are called in files, with the accounts that they were merged into.
  private var mergedNames: [String: Set<RecordID>] = [:]
  private var mergedExternalIDs: [String: RecordID] = [:]
  /// The accounts that were merged into an account.
  private var merged: [RecordID: [RecordID]] = [:]

  subscript(id: RecordID) -> Entry? { entries[id] }

  var bodies: [RecordID: AccountBody] { entries.mapValues(\.body) }

  func named(_ name: String) -> [RecordID] { byName[name] ?? [] }

  func withExternalID(_ externalID: String) -> RecordID? { byExternalID[externalID] }

  /// The accounts that were merged into an account: a file that names one of them means it.
  func merged(into id: RecordID) -> [RecordID] { merged[id] ?? [] }

  /// Whether no account has the external id that a key has, or else its name.
  func isUnknown(_ key: AccountKey) -> Bool {
    key.externalID.map { byExternalID[$0] == nil } ?? key.name.map { named($0).isEmpty } ?? false
  }

  /// Whether a key is that of accounts which were merged into others.
  func isOfMerged(_ key: AccountKey) -> Bool {
    key.externalID.map { mergedExternalIDs[$0] != nil } ?? key.name.map { mergedNames[$0] != nil } ?? false
  }

  /// Adds an account that was merged into another one.
  mutating func merge(_ gone: RecordID, _ body: AccountBody, into kept: RecordID) {
    merged[kept, default: []].append(gone)
    mergedNames[body.name, default: []].insert(kept)
    if let externalID = body.externalID { mergedExternalIDs[externalID] = kept }
  }

  mutating func add(_ id: RecordID, _ entry: Entry) {
    guard entries.updateValue(entry, forKey: id) == nil else { return }
    order.append(id)
    byName[entry.body.name, default: []].append(id)
    if let externalID = entry.body.externalID { byExternalID[externalID] = id }
  }

  /// Changes an account, and updates the index of names and external ids.
  mutating func change(_ id: RecordID, _ change: (inout Entry) -> Void) {
    guard var entry = entries[id] else { return }
    let before = entry.body
    change(&entry)
    entries[id] = entry
    if entry.body.name != before.name {
      byName[before.name]?.removeAll { $0 == id }
      byName[entry.body.name, default: []].append(id)
    }
    if let externalID = entry.body.externalID { byExternalID[externalID] = id }
  }

  /// The account of a deal's row.
  func resolve(_ key: AccountKey, _ section: ImportSection) -> Result<RecordID, ImportValueError> {
    if let externalID = key.externalID, let id = byExternalID[externalID] ?? mergedExternalIDs[externalID] {
      return .success(id)
    }
    guard let name = key.name else {
      guard let externalID = key.externalID else {
        return .failure(ImportValueError(LocalizedText(ImportPhrase.blankAccount)))
      }
      return .failure(
        ImportValueError(.noAccountID, externalID))
    }
    let live = named(name)
    let found = live.isEmpty ? (mergedNames[name] ?? []).sorted() : live
    if found.count > 1 {
      return .failure(
        ImportValueError(.sameAccountName, name, ["count": .count(found.count)]))
    }
    if let id = found.first { return .success(id) }
    return .failure(
      ImportValueError(.noAccount, name))
  }
}

/// The account that a row names.
struct AccountKey: Hashable, Sendable {
  var name: String?
  var externalID: String?
  /// Whether the name is from the mapping, not from the file.
  var isOurs = false

  /// Whether the row names no account.
  var isBlank: Bool { name == nil && externalID == nil }
}
