public import PipelinePlugins

extension Desk {
  /// A lookup table as it stands, retired entries included.
  public func lookup(_ name: LookupTableName) async throws -> LookupTable {
    try await pipeline.lookups.current().tables[name]
  }

  /// All lookup tables as they stand.
  public func lookups() async throws -> LookupTables { try await pipeline.lookups.current().tables }

  /// Adds an entry at the end of a stored table.
  /// - Throws: ``Refused`` where the table is edited in its source, or the key is taken or not one.
  public func addLookupEntry(_ entry: LookupEntry, to name: LookupTableName) async throws {
    try await editTable(name) { entries in
      guard LookupEntry.isValidKey(entry.key) else {
        throw Refused([
          Refusal(
            .invalid, "key", .invalidKey, ["value": entry.key])
        ])
      }
      guard !entries.contains(where: { $0.key == entry.key }) else {
        throw Refused([
          Refusal(
            .duplicate, "key", .duplicateEntry, ["value": entry.key, "table": name.rawValue])
        ])
      }
      entries.append(entry)
    }
  }

  /// Gives an entry of a stored table another label; the key, and every deal that uses it, stay as they are.
  public func renameLookupEntry(_ key: String, in name: LookupTableName, to label: LocalizedText) async throws {
    try await editEntry(key, in: name) { $0.label = label }
  }

  /// Sets or removes an attribute of an entry of a stored table, such as a product's `list_price`.
  public func setLookupAttribute(
    _ attribute: String, of key: String, in name: LookupTableName, to value: String?
  ) async throws {
    try await editEntry(key, in: name) { $0.attributes[attribute] = value }
  }

  /// Retires an entry of a stored table, or brings it back. Deals that use it keep it.
  public func retireLookupEntry(_ key: String, in name: LookupTableName, _ isRetired: Bool = true) async throws {
    try await editEntry(key, in: name) { $0.isRetired = isRetired }
  }

  /// Puts a stored table's entries in another order: these first, the others after them as they were.
  public func reorderLookup(_ name: LookupTableName, _ keys: [String]) async throws {
    try await editTable(name) { entries in
      for key in keys where !entries.contains(where: { $0.key == key }) { throw Self.unknown(key, name, entries) }
      let first = keys.enumerated().filter { index, key in keys.firstIndex(of: key) == index }.map(\.element)
      entries =
        first.compactMap { key in entries.first { $0.key == key } } + entries.filter { !first.contains($0.key) }
    }
  }

  private func editEntry(
    _ key: String, in name: LookupTableName, _ change: (inout LookupEntry) -> Void
  ) async throws {
    try await editTable(name) { entries in
      guard let place = entries.firstIndex(where: { $0.key == key }) else { throw Self.unknown(key, name, entries) }
      change(&entries[place])
    }
  }

  private func editTable(
    _ name: LookupTableName, _ change: (inout [LookupEntry]) throws -> Void
  ) async throws {
    let standing = try await pipeline.lookups.current()
    // A table that no configuration mentions can be edited: it is a stored one without a seed.
    guard name != .status, pipeline.setup.source(of: name)?.isEditable ?? true else {
      throw Refused([
        Refusal(
          .notEditable, nil, name == .status ? .editedInStages : .editedInSource, ["table": name.rawValue])
      ])
    }
    var entries = standing.tables[name].entries
    try change(&entries)
    let records = standing.records[name] ?? [:]
    let writes = entries.enumerated().compactMap { position, entry in
      pipeline.lookupWrite(LookupEntryBody(entry, in: name, at: position), over: records[entry.key])
    }
    guard !writes.isEmpty else { return }
    do {
      try await pipeline.commitLookups(writes, author: user)
    } catch {
      await pipeline.lookups.invalidate()
      throw error
    }
  }

  private static func unknown(_ key: String, _ name: LookupTableName, _ entries: [LookupEntry]) -> Refused {
    Refused([
      LookupTables([LookupTable(name, entries)]).refusal(of: key, "key", name)
        ?? Refusal(.unknownEntry, "key", .unknownEntry, ["value": key, "table": name.rawValue])
    ])
  }
}
