import PipelinePlugins

/// Undoing changes of lookup entries and saved reports.
extension Transaction {
  /// Kinds of records whose changes can be undone. What the configuration wrote into lookup tables is changed in the configuration.
  static func undoableKinds(by author: String) -> Set<RecordKind> {
    let kinds: Set<RecordKind> = [.opportunity, .account, .salesperson, .forecastCall, .report]
    return author == Pipeline.configurator ? kinds : kinds.union([.lookupEntry])
  }

  /// Refuses the undoing of changes of a table that is not editable.
  func checkAccess(toEntry undo: RecordUndo) async throws {
    let body = try await body(of: undo.key, LookupEntryBody.fields)
    guard let name = body.flatMap({ LookupTableName(rawValue: $0.table) }) else { return }
    try refuseUneditable(name)
  }

  /// Refuses the undoing of changes of another person's report. A report that the user may not see behaves like one that does not
  /// exist.
  func checkAccess(toReport undo: RecordUndo, _ operation: RecordID) async throws {
    guard let body = try await body(of: undo.key, ReportBody.fields), body.author != moment.author else { return }
    let record = Record(id: undo.key.id, version: 0, body: body)
    guard SavedReport(record)?.isVisible(to: moment.author) == true else {
      throw NotFound(kind: .operation, key: "\(operation)")
    }
    throw Refused([Refusal(.notAllowed, "name", .reportOfOthers, ["value": body.name])])
  }

  /// What a record is, or was when it was deleted.
  private func body<Body>(of key: RecordKey, _ table: FieldTable<Body>) async throws -> Body? {
    var life = RecordLife(key: key)
    try await life.read(settledStore(), table)
    return try (life.cells ?? life.cellsAtDeletion).map { try table.decode($0) }
  }

  mutating func undoEntry(_ undo: RecordUndo) async throws {
    changesLookups = true
    // An entry that stages or accounts give is not taken away on this path either.
    if undo.isMade || undo.old["retired"] == .integer(1),
      let body = try await body(of: undo.key, LookupEntryBody.fields),
      let name = LookupTableName(rawValue: body.table),
      let refusal = try await pipeline.acting(as: moment.author).refusal(toRetire: body.key, in: name)
    {
      throw Refused([refusal])
    }
    _ = try await undoRecord(undo, LookupEntryBody.fields)
  }

  mutating func undoReport(_ undo: RecordUndo) async throws {
    let after = try await undoRecord(undo, ReportBody.fields)
    let isTaken = pipeline.setup.reports.contains {
      $0.name == after?.name && ($0.visibility == .everyone || $0.author == moment.author)
    }
    guard let after, isTaken else { return }
    throw Refused([Refusal(.notEditable, "name", .reportNameOfConfiguration, ["value": after.name])])
  }

  /// Undoes the changes of a record of a kind without rules.
  /// - Returns: The record as it is afterwards; `nil` if it is deleted.
  private mutating func undoRecord<Body>(_ undo: RecordUndo, _ table: FieldTable<Body>) async throws -> Body? {
    if undo.isDeleted {
      let (version, body) = try await deleted(undo.key, table) { _ in }
      others.append(RecordWrite(undo.key, .restore(expected: version, table.encode(body))))
      return body
    }
    guard let stored = try await settledStore().read([undo.key]).first ?? nil else {
      throw NotFound(kind: undo.key.kind, key: "\(undo.key.id)")
    }
    let standing = Record(id: stored.id, version: stored.version, body: try table.decode(stored.cells))
    if undo.isMade {
      delete(table, standing)
      return nil
    }
    return update(table, standing, to: try undo.undone(table, standing.body)).body
  }
}
