import PipelinePlugins

extension ImportSummary {
  /// What the journal knows of an import that was carried out before: which records it made and changed. Accounts that it added
  /// count for the accounts' file where it had one.
  init(repeating replay: Replay, _ tables: [ImportTable]) async throws {
    self.init()
    isRepeated = true
    isWritten = !replay.written.isEmpty
    var work = ImportedWork()
    try await replay.eachEntry { work.append($0) }
    var tableOfEntry: [RecordID: String] = [:]
    for id in (work.made[.lookupEntry] ?? []).union(work.changed[.lookupEntry] ?? []) {
      tableOfEntry[id] = try await replay.record(LookupEntryBody.fields, id).body.table
    }
    for table in tables {
      let kind = table.section.kind
      var section = Section(kind: kind, file: table.file)
      let (made, changed) = (work.made[kind.record] ?? [], work.changed[kind.record] ?? [])
      if let name = kind.table?.rawValue {
        section.created = made.count { tableOfEntry[$0] == name }
        section.updated = changed.count { tableOfEntry[$0] == name }
      } else if kind != .changes {
        section.created = made.count
        section.updated = changed.count
      }
      sections.append(section)
    }
    newCustomers = work.customers.count
    if !tables.contains(where: { $0.section.kind == .accounts }) { accountsAdded = work.made[.account]?.count ?? 0 }
  }
}

/// What an import did, as the journal has it.
private struct ImportedWork {
  var made: [RecordKind: Set<RecordID>] = [:]
  /// Records that were there, by what a file said of them: what follows from deals is not counted, nor what imports remember.
  var changed: [RecordKind: Set<RecordID>] = [:]
  var customers: Set<RecordID> = []

  mutating func append(_ entry: JournalEntry) {
    let (kind, id) = (entry.key.kind, entry.key.id)
    switch entry.event {
    case .created(let cells):
      made[kind, default: []].insert(id)
      if kind == .account, (try? AccountBody.fields.decode(cells))?.standing == .customer { customers.insert(id) }
    case .changed(let change):
      if kind == .account, change.field == "standing" {
        if change.new.text == AccountStanding.customer.rawValue { customers.insert(id) }
        return
      }
      guard change.field != ImportMemory.field, made[kind]?.contains(id) != true else { return }
      changed[kind, default: []].insert(id)
    case .deleted, .restored: return
    }
  }
}

extension ImportKind {
  /// The kind of record that its rows are.
  fileprivate var record: RecordKind {
    switch self {
    case .opportunities, .changes: .opportunity
    case .accounts: .account
    case .salespeople: .salesperson
    case .products, .sources, .competitors, .lossReasons: .lookupEntry
    }
  }
}
