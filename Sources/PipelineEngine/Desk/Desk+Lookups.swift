public import PipelinePlugins

extension Desk {
  /// Returns a lookup table in its current state, including retired entries.
  /// - Throws: ``StoreError``, or ``SourceError``.
  public func lookup(_ name: LookupTableName) async throws -> LookupTable {
    try await pipeline.lookups.latest().tables[name]
  }

  /// Returns all lookup tables in their current state.
  /// - Throws: ``StoreError``, or ``SourceError``.
  public func lookups() async throws -> LookupTables { try await pipeline.lookups.latest().tables }

  /// Adds an entry at the end of a stored table. Its key is stored in Unicode normalization form C.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` if the table is not editable, the key exists already or is invalid, or the category of a
  ///   forecast entry is unknown.
  public func addLookupEntry(
    _ entry: LookupEntry, to name: LookupTableName, operation: RecordID? = nil
  ) async throws {
    let entry = LookupEntry(
      StoredText.composed(entry.key), label: entry.label, attributes: entry.attributes, isRetired: entry.isRetired)
    try await editTable(name, operation) { entries in
      guard LookupEntry.isValidKey(entry.key) else {
        throw Refused([Refusal(.invalid, "key", .invalidKey, ["value": entry.key])])
      }
      guard !entries.contains(where: { $0.key == entry.key }) else {
        throw Refused([Refusal(.duplicate, "key", .duplicateEntry, ["value": entry.key, "table": name.rawValue])])
      }
      if let refusal = entry.refusal(in: name) { throw Refused([refusal]) }
      entries.append(entry)
    }
  }

  /// Changes the label of an entry of a stored table in one language. Its other labels, its key and the deals that use
  /// it are unchanged.
  ///
  /// - Parameters:
  ///   - language: A language tag, such as `fr`; `nil` for the label shown in the configured language.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` for an unknown entry, or a table that is not editable.
  public func renameLookupEntry(
    _ key: String, in name: LookupTableName, to label: String, language: String? = nil, operation: RecordID? = nil
  ) async throws {
    let configured = pipeline.setup.locale
    try await editEntry(key, in: name, operation) { entry in
      entry.label.rename(to: label, in: language, configured: configured)
    }
  }

  /// Changes the labels of an entry of a stored table in all languages. Its key and the deals that use it are
  /// unchanged.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` for an unknown entry, or a table that is not editable.
  public func renameLookupEntry(
    _ key: String, in name: LookupTableName, to label: LocalizedText, operation: RecordID? = nil
  ) async throws {
    try await editEntry(key, in: name, operation) { $0.label = label }
  }

  /// Sets or removes an attribute of an entry of a stored table, such as a product's `list_price`.
  /// - Throws: ``Refused`` for an unknown entry or category, or a table that is not editable.
  public func setLookupAttribute(
    _ attribute: String, of key: String, in name: LookupTableName, to value: String?,
    operation: RecordID? = nil
  ) async throws {
    try await editEntry(key, in: name, operation) { entry in
      entry.attributes[attribute] = value
      if let refusal = entry.refusal(in: name) { throw Refused([refusal]) }
    }
  }

  /// Reorders the entries of a stored table: the given ones first, the others after them in their current order.
  /// - Throws: ``Refused`` for an unknown entry, or a table that is not editable.
  public func reorderLookup(
    _ name: LookupTableName, _ keys: [String], operation: RecordID? = nil
  ) async throws {
    try await editTable(name, operation) { entries in
      for key in keys where !entries.contains(where: { $0.key == key }) { throw Self.unknown(key, name, entries) }
      let first = keys.enumerated().filter { index, key in keys.firstIndex(of: key) == index }.map(\.element)
      entries =
        first.compactMap { key in entries.first { $0.key == key } } + entries.filter { !first.contains($0.key) }
    }
  }

  private func editEntry(
    _ key: String, in name: LookupTableName, _ operation: RecordID?, _ change: (inout LookupEntry) throws -> Void
  ) async throws {
    try await pipeline.retrying(by: user, operation: operation) { transaction in
      if transaction.replay == nil { try await transaction.editEntry(key, in: name, change) }
    }
  }

  private func editTable(
    _ name: LookupTableName, _ operation: RecordID?, _ change: (inout [LookupEntry]) throws -> Void
  ) async throws {
    try await pipeline.retrying(by: user, operation: operation) { transaction in
      if transaction.replay == nil { try await transaction.editTable(name, change) }
    }
  }

  static func unknown(_ key: String, _ name: LookupTableName, _ entries: [LookupEntry]) -> Refused {
    Refused([
      LookupTables([LookupTable(name, entries)]).refusal(of: key, "key", name)
        ?? Refusal(.unknownEntry, "key", .unknownEntry, ["value": key, "table": name.rawValue])
    ])
  }
}

extension Transaction {
  /// Changes one entry of a stored table.
  nonisolated(nonsending) mutating func editEntry(
    _ key: String, in name: LookupTableName, _ change: (inout LookupEntry) throws -> Void
  ) async throws {
    try await editTable(name) { entries in
      guard let place = entries.firstIndex(where: { $0.key == key }) else { throw Desk.unknown(key, name, entries) }
      try change(&entries[place])
    }
  }

  /// Refuses changes of a table that has another source than the store.
  func refuseUneditable(_ name: LookupTableName) throws {
    // A table that the configuration does not mention is editable: it is a stored table without a seed.
    guard name != .status, pipeline.setup.source(of: name)?.isEditable ?? true else {
      throw Refused([
        Refusal(.notEditable, nil, name == .status ? .editedInStages : .editedInSource, ["table": name.rawValue])
      ])
    }
  }

  /// Changes the entries of a stored table.
  nonisolated(nonsending) mutating func editTable(
    _ name: LookupTableName, _ change: (inout [LookupEntry]) throws -> Void
  ) async throws {
    try refuseUneditable(name)
    let standing = try await pipeline.lookups.latest()
    var entries = standing.tables[name].entries
    try change(&entries)
    setEntries(entries, of: name, over: standing.records[name] ?? [:])
  }
}

extension LookupEntry {
  /// The refusal of an entry by its table: the `category` of a forecast entry must be a known category, the `list_price` of a product
  /// a number.
  func refusal(in table: LookupTableName) -> Refusal? {
    if table == .line, let text = attributes["list_price"], ExactDecimal(text) == nil {
      return Refusal(.invalid, "attributes", .wrongListPrice, ["value": text])
    }
    guard table == .forecasting, let text = attributes["category"], ForecastCategory(rawValue: text) == nil else {
      return nil
    }
    let known = ForecastCategory.allCases.map(\.rawValue).joined(separator: ", ")
    return Refusal(
      .invalid, "attributes", .unknownCategory, ["value": text, "allowed": known], values: ["allowed": .text(known)])
  }
}

extension LocalizedText {
  /// Changes the label of one language. The fallback is the English label, and is shown in languages without a label.
  mutating func rename(to text: String, in language: String?, configured: String) {
    // A label from the phrase catalogue is copied, in the languages of the catalogue, before it is changed.
    if phrase != nil { self = LocalizedText(fallback, catalogueTexts.merging(byLanguage) { $1 }) }
    let tag = language ?? configured
    let isEnglish = Phrasebook.baseLanguage(tag) == "en"
    if byLanguage[tag] != nil || (language != nil && !isEnglish) { byLanguage[tag] = text }
    if isEnglish || (language == nil && byLanguage[tag] == nil) { fallback = text }
  }
}
