public import PipelinePlugins

extension Desk {
  /// Retires an entry of a stored table, or makes it usable again. Deals that use it keep it.
  ///
  /// - Parameters:
  ///   - isRetired: `false` to make the entry usable again.
  ///   - replacement: The entry that replaces it as a default of stages and accounts.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` if stages or accounts use the entry as a default and no replacement is given, or if the
  ///   replacement is not usable.
  public func retireLookupEntry(
    _ key: String, in name: LookupTableName, _ isRetired: Bool = true, replacedBy replacement: String? = nil,
    operation: RecordID? = nil
  ) async throws {
    try await pipeline.retrying(by: user, operation: operation) { transaction in
      if transaction.replay != nil { return }
      let tables = try await lookups()
      let accounts = isRetired && name == .source ? try await accounts(from: key) : []
      if isRetired, tables[name][key] != nil {
        if let replacement {
          try check(replacement, for: key, in: name, tables)
        } else if let refusal = refusal(toRetire: key, in: name, tables, accounts) {
          throw Refused([refusal])
        }
      }
      if let replacement {
        for account in accounts { _ = try await transaction.edit(account) { $0.source = replacement } }
      }
      try await transaction.editEntry(key, in: name) { entry in
        entry.isRetired = isRetired
        entry.attributes[LookupEntry.replacement] = isRetired ? replacement : nil
      }
    }
  }

  private func check(
    _ replacement: String, for key: String, in name: LookupTableName, _ tables: LookupTables
  ) throws {
    if let refusal = tables.refusal(of: replacement, "key", name) { throw Refused([refusal]) }
    guard replacement == key else { return }
    throw Refused([Refusal(.invalid, "key", .replacesItself, ["value": key])])
  }

  /// The refusal to retire or delete an entry that stages or accounts use as a default.
  func refusal(toRetire key: String, in name: LookupTableName) async throws -> Refusal? {
    let accounts = name == .source ? try await accounts(from: key) : []
    return refusal(toRetire: key, in: name, try await lookups(), accounts)
  }

  private func refusal(
    toRetire key: String, in name: LookupTableName, _ tables: LookupTables, _ accounts: [Account]
  ) -> Refusal? {
    var users: [PhraseValue] = []
    if name == .forecasting {
      for cycle in pipeline.setup.salesCycles {
        users += cycle.stages.filter { tables.forecastEntry($0.forecast) == key }.map {
          .label(
            LocalizedText(RefusalPhrase.stageOfCycle, ["status": .label($0.label), "cycle": .label(cycle.label)]))
        }
      }
    }
    users += accounts.prefix(Self.shownUsers).map { .text($0.body.name.clipped()) }
    guard !users.isEmpty else { return nil }
    let more = max(0, accounts.count - Self.shownUsers)
    let texts = users.map { if case .label(let label) = $0 { label } else { $0.asLabel } }
    let label = tables[name][key]?.label ?? LocalizedText(key)
    return Refusal(
      .inUse, "key", more > 0 ? .entryIsDefaultOfMore : .entryIsDefault, ["value": key, "table": name.rawValue],
      values: ["value": .label(label), "users": .labels(texts), "count": .count(more)])
  }

  private static let shownUsers = 12

  /// The accounts that use a source as a default for their deals, by name.
  private func accounts(from source: String) async throws -> [Account] {
    var ids: Set<RecordID> = []
    try await pipeline.eachPage(of: .account, fields: ["source"]) { page in
      guard case .texts(let codes, let dictionary)? = page.columns.first else { return }
      for (id, code) in zip(page.ids, codes) where code != CellColumn.missingCode {
        if dictionary[Int(code)] == source { ids.insert(id) }
      }
    }
    return try await accounts(ids).values.sorted { ($0.body.name, $0.id) < ($1.body.name, $1.id) }
  }
}

extension PhraseValue {
  /// A text as a label.
  fileprivate var asLabel: LocalizedText { if case .text(let text) = self { LocalizedText(text) } else { "" } }
}
