import PipelinePlugins

extension ImportRun {
  /// Imports deals, found by external id. Pieces are planned concurrently; the result does not depend on their number.
  mutating func importDeals(
    _ table: ImportTable, _ progress: @escaping @Sendable (ImportProgress) -> Void
  ) async throws {
    var survey = DealSurvey(
      table: table, reader: DealReader(table: table, planner: planner, today: moment.today, days: days))
    let isFirst = try await pipeline.store.journal(.opportunity, id: nil, after: .start, limit: 1).entries.isEmpty
    survey.run(keepsIDs: trail != nil || !isFirst && tellsLate(table))
    if trail != nil { dealsSeen = survey.externalIDs }
    try await findAccounts(survey, table)
    let table = survey.table
    let trail = trail
    var moment = moment
    moment.allowsFutureClosing = table.section.futureClosings == .allow
    let known = isFirst || !tellsLate(table) ? [:] : try await KnownPast.read(pipeline.store, survey.externalIDs)
    let piece = DealPieces(
      survey: survey, accounts: accounts, bodies: accounts.bodies, planner: planner, moment: moment,
      permissions: permissions,
      store: isFirst ? nil : pipeline.store, past: PastReader(survey.reader, limit: pastLimit), trail: trail,
      mapping: mapping.name, known: known)
    var section = ImportSummary.Section(kind: .opportunities, file: table.file)
    section.blank = survey.passed.blank
    section.filtered = survey.passed.filtered
    var notes: [RowNote] = []
    var problems: [ImportProblem] = []
    try await piece.plan(progress) { planned in
      take(planned, &section, &notes, &problems)
    }
    note(notes)
    try await knowAccounts(of: customers)
    close(section, problems)
  }

  /// Adds the writes of a piece, in the order of its rows.
  private mutating func take(
    _ piece: PlannedPiece, _ section: inout ImportSummary.Section, _ notes: inout [RowNote],
    _ problems: inout [ImportProblem]
  ) {
    var creations = piece.creations.makeIterator()
    var open: PackedCreations?
    var ids: [RecordID] = []
    for outcome in piece.outcomes {
      switch outcome {
      case .add(let account, let isWon, let count, let rowNote):
        if let rowNote { notes.append(rowNote) }
        note(count, &section)
        if open == nil {
          open = creations.next()
          ids.reserveCapacity(open?.count ?? 0)
        }
        ids.append(pipeline.environment.makeID())
        if var full = open, full.count == ids.count {
          full.identify(ids)
          if moment.at < changesAt { full.setDefault(moment.at) }
          spill(&full)
          deals.append(full)
          (open, ids) = (nil, [])
        }
        use(account, isWon)
        section.created += 1
      case .create(let writes, let account, let isWon, let count, let rowNote):
        if let rowNote { notes.append(rowNote) }
        add(writes, to: pipeline.environment.makeID())
        use(account, isWon)
        note(count, &section)
        section.created += 1
      case .update(let id, let writes, let account, let isWon, let count):
        add(writes, to: id)
        doubt(writes, account)
        use(account, isWon)
        note(count, &section)
        section.updated += 1
      case .remembered(let id, let writes, let count):
        add(writes, to: id)
        note(count, &section)
        section.unchanged += 1
      case .unchanged(let count):
        note(count, &section)
        section.unchanged += 1
      case .refused(let more):
        problems += more
        section.refused += 1
      }
    }
  }

  /// Moves planned deals to a temporary file, of an import that has many: they are read again when they are committed.
  private mutating func spill(_ creations: inout PackedCreations) {
    bytesPlanned += creations.byteCount
    guard bytesPlanned > options.mostBytesPlanned else { return }
    if !triedToSpill {
      triedToSpill = true
      spillFile = SpillFile()
    }
    // Without room for the file, they stay in memory.
    if let spillFile { creations.move { spillFile.append($0) } }
  }

  /// Adds notes on the defaults of rows.
  private mutating func note(_ notes: [RowNote]) {
    let kinds: [(RowAssumptions, ImportPhrase)] = [
      (.owner, .noteBlankOwner), (.status, .noteBlankStatus), (.strayRow, .noteStrayRow),
    ]
    for (kind, phrase) in kinds {
      note(phrase, notes.filter { $0.assumed.contains(kind) }.map(\.line))
    }
  }

  /// Adds a note on some lines of a file.
  mutating func note(_ phrase: ImportPhrase, _ lines: [Int]) {
    guard !lines.isEmpty else { return }
    let shown = lines.prefix(10).map { "\($0)" } + (lines.count > 10 ? ["…"] : [])
    summary.notes.append(
      LocalizedText(
        phrase,
        ["count": .count(lines.count), "person": .text(moment.author), "lines": .text(shown.joined(separator: ", "))]))
  }

  mutating func add(_ writes: [DealWrite], to deal: RecordID) {
    for write in writes {
      deals.append(dated(RecordWrite(RecordKey(.opportunity, deal), write.action, effectiveAt: write.at)))
    }
  }

  mutating func use(_ account: RecordID, _ isWon: Bool) {
    named.insert(account)
    if isWon { customers.insert(account) }
  }

  /// Finds the accounts of rows, and prepares new ones.
  private mutating func findAccounts(_ survey: DealSurvey, _ table: ImportTable) async throws {
    let names = Set(survey.accounts.compactMap(\.name)).sorted()
    let externalIDs = Set(survey.accounts.compactMap(\.externalID)).sorted()
    let stored = try await find(.account, "name", names) + find(.account, "external_id", externalIDs)
    for one in stored {
      let account = try Desk.account(one)
      accounts.add(account.id, AccountIndex.Entry(base: account, body: account.body, isWanted: false))
    }
    if survey.accounts.contains(where: { accounts.isUnknown($0) }) { try await findMergedAccounts() }
    for key in survey.accounts {
      guard let name = key.name, key.isOurs || table.section.accounts == .create else { continue }
      guard accounts.isUnknown(key), !accounts.isOfMerged(key) else { continue }
      var body = AccountBody()
      body.name = name
      body.externalID = key.externalID
      body.createdAt = moment.at
      AccountBody.fields.normalize(&body, over: nil)
      accounts.add(pipeline.environment.makeID(), AccountIndex.Entry(base: nil, body: body, isWanted: false))
    }
  }
}

/// A first pass over all rows: their accounts, duplicate external ids, and the start of each piece.
struct DealSurvey: Sendable {
  let table: ImportTable
  let reader: DealReader
  var accounts: [AccountKey] = []
  /// Lines whose external id is on an earlier line, with that line.
  var doubled: [Int: Int] = [:]
  /// A reader at the first row of each piece, and its number of rows.
  var pieces: [(reader: CSVReader, rows: Int)] = []
  /// The line of each external id, for imports with past changes; other imports need them only during the survey.
  private var lines: [String: Int] = [:]
  var passed = PassedRows()
  var total = 0
  static let pieceSize = 4096

  /// The external ids of all rows.
  var externalIDs: Set<String> { Set(lines.keys) }

  init(table: ImportTable, reader: DealReader) {
    self.table = table
    self.reader = reader
  }

  /// Reads all rows.
  ///
  /// - Parameter keepsIDs: Whether ``externalIDs`` are needed later.
  mutating func run(keepsIDs: Bool) {
    var seen: Set<AccountKey> = []
    var cursor = table.reader
    var start = cursor
    var count = 0
    while let next = table.next(&cursor, &passed) {
      count += 1
      if case .success(let row) = next {
        let key = Self.key(row, table)
        if seen.insert(key).inserted { accounts.append(key) }
        var ignored: [ImportProblem] = []
        if let externalID = table.text("external_id", row, KnownOfRow(), &ignored)?.text {
          if let line = lines[externalID] { doubled[row.line] = line } else { lines[externalID] = row.line }
        }
      }
      if count == Self.pieceSize {
        pieces.append((start, count))
        total += count
        (start, count) = (cursor, 0)
      }
    }
    if count > 0 { pieces.append((start, count)) }
    total += count
    if !keepsIDs { lines = [:] }
  }

  /// The account that a row names. Unreadable cells are reported when the row is planned.
  static func key(_ row: CSVRow, _ table: ImportTable) -> AccountKey {
    var ignored: [ImportProblem] = []
    let name = table.text("account", row, KnownOfRow(), &ignored)
    let externalID = table.text("account_id", row, KnownOfRow(), &ignored)
    return AccountKey(name: name?.text, externalID: externalID?.text, isOurs: name?.isOurs ?? false)
  }
}
