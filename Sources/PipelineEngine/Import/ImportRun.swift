import PipelinePlugins

/// A running import: the known records, the planned writes, and the problems.
struct ImportRun {
  let desk: Desk
  let mapping: ImportMapping
  let options: ImportOptions
  var moment: PlanningMoment
  var planner: Planner
  let recordedAt: Instant
  let permissions: Permissions
  var accounts = AccountIndex()
  /// Whether accounts that were merged into others have been looked for.
  var knowsMergedAccounts = false
  var summary = ImportSummary()
  /// Writes of other records, which precede deals, and writes of deals.
  var writes: [RecordWrite] = []
  var deals: ChangeSet.Writes = []
  /// The size of the planned new deals, and where most of many are kept.
  var bytesPlanned = 0
  var triedToSpill = false
  var spillFile: SpillFile?
  var customers: Set<RecordID> = []
  var named: Set<RecordID> = []
  /// Accounts that may have lost their last won deal, and those that have.
  var doubtful: Set<RecordID> = []
  var formerCustomers: Set<RecordID> = []
  /// The new entries of lookup tables, with their stored records.
  var entries: [ImportedEntries] = []
  /// The audit trail, the external ids of rows, and the results of its changes.
  var trail: AuditTrail?
  var dealsSeen: Set<String> = []
  var pastRows = PastCount()
  /// Whether the import has a date of its own, not the current time.
  private(set) var isOnItsOwnDay = false

  var pipeline: Pipeline { desk.pipeline }

  /// Days in the configured time zone.
  var days: CivilDays { CivilDays(zone: pipeline.setup.calendar.timeZone) }

  init(desk: Desk, mapping: ImportMapping, options: ImportOptions) async throws {
    self.desk = desk
    self.mapping = mapping
    self.options = options
    planner = try await desk.pipeline.lookups.planner()
    permissions = try await desk.pipeline.permissions(of: desk.user)
    moment = desk.pipeline.moment(for: desk.user)
    recordedAt = moment.at
    if let today = options.today ?? mapping.today, today != moment.today {
      isOnItsOwnDay = true
      moment.today = today
      moment.at = CivilDays(zone: desk.pipeline.setup.calendar.timeZone).instant(today)
    }
  }

  /// The effective instant of changes of existing accounts, salespeople and lookup entries: an import dated on a past
  /// day contains their current values, and must not undo later changes.
  var changesAt: Instant { max(moment.at, recordedAt) }

  /// Adds the counts of a section.
  mutating func close(_ section: ImportSummary.Section, _ problems: [ImportProblem]) {
    summary.sections.append(section)
    summary.problems += problems
  }

  /// The writes of accounts.
  mutating func accountWrites() -> [RecordWrite] {
    var result: [RecordWrite] = []
    for id in accounts.order {
      guard var entry = accounts[id], entry.base != nil || entry.isWanted || named.contains(id) else { continue }
      if customers.contains(id), entry.body.standing == .prospect {
        entry.body.standing = .customer
        summary.newCustomers += 1
      } else if formerCustomers.contains(id) {
        entry.body.standing = .prospect
      }
      let key = RecordKey(.account, id)
      guard let base = entry.base else {
        if !entry.isWanted { summary.accountsAdded += 1 }
        result.append(RecordWrite(key, .create(AccountBody.fields.encode(entry.body))))
        continue
      }
      let changes = AccountBody.fields.diff(base.body, entry.body)
      guard !changes.isEmpty else { continue }
      let edit = RecordEdit(
        kind: .account, createdAt: base.body.createdAt, at: changesAt, author: moment.author)
      result.append(RecordWrite(key, .update(expected: base.version, planner.cellChanges(changes, of: edit))))
    }
    return result
  }

  /// Adds all writes to a transaction.
  mutating func hand(to transaction: inout Transaction) {
    transaction.effectiveAt = changesAt
    for table in entries {
      transaction.setEntries(table.wanted, of: table.name, over: table.records, said: table.said)
    }
    if moment.at < changesAt {
      transaction.others = ChangeSet.Writes((transaction.others + writes).map(dated))
    } else {
      transaction.others += writes
    }
    transaction.others.append(contentsOf: deals)
    summary.isWritten = !transaction.others.isEmpty
  }

  /// The effective instant of writes of an import that is dated on a past day. Without a date the store assigns it, so
  /// that no change takes effect before an earlier one.
  func dated(_ write: RecordWrite) -> RecordWrite {
    guard write.effectiveAt == nil, moment.at < changesAt else { return write }
    if case .update = write.action, write.key.kind != .opportunity { return write }
    return RecordWrite(write.key, write.action, effectiveAt: moment.at)
  }

  /// The stored records whose indexed field has one of these texts.
  func find(_ kind: RecordKind, _ field: FieldName, _ texts: some Collection<String>) async throws -> [StoredRecord] {
    var found: [StoredRecord] = []
    let values = texts.flatMap(StoredText.keys)
    for start in stride(from: 0, to: values.count, by: Self.findSize) {
      found += try await pipeline.store.find(
        kind, field, in: Array(values[start..<min(start + Self.findSize, values.count)]))
    }
    return found
  }

  static let findSize = 500
}
