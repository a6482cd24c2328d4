import PipelinePlugins

extension ImportRun {
  /// Imports accounts, found by external id if it is mapped, else by name.
  mutating func importAccounts(_ table: ImportTable) async throws {
    let key: FieldName = table.sources["external_id"] == nil ? "name" : "external_id"
    var (section, problems, rows) = readRows(table, key: key)
    for stored in try await find(.account, key, rows.map(\.key)) {
      let account = try Desk.account(stored)
      accounts.add(account.id, AccountIndex.Entry(base: account, body: account.body, isWanted: false))
    }
    func standing(_ text: String) -> [RecordID] {
      key == "name" ? accounts.named(text) : accounts.withExternalID(text).map { [$0] } ?? []
    }
    var lines: [Int] = []
    if rows.contains(where: { standing($0.key).isEmpty }) { try await findMergedAccounts() }
    for (row, text) in rows {
      let found = standing(text)
      guard found.count <= 1 else {
        problems.append(
          table.problem(row, key, .sameName, ["count": .count(found.count), "value": .text(text.clipped())]))
        section.refused += 1
        continue
      }
      let wanted = key == "name" ? AccountKey(name: text) : AccountKey(externalID: text)
      guard !found.isEmpty || !accounts.isOfMerged(wanted) else {
        lines.append(row.line)
        section.unchanged += 1
        continue
      }
      let before = found.first.flatMap { accounts[$0] }
      var body = before?.body ?? AccountBody()
      let count = problems.count
      fill(&body, isNew: before == nil, table, row, &problems)
      AccountBody.fields.normalize(&body, over: before?.body)
      for refusal in AccountRules.refusals(before: before?.body, after: body, lookups: planner.lookups) {
        problems.append(table.problem(row, refusal.field, refusal.sentence))
      }
      guard problems.count == count else {
        section.refused += 1
        continue
      }
      if let id = found.first, before != nil {
        accounts.change(id) { $0.body = body }
        let changes = AccountBody.fields.diff(before?.body ?? AccountBody(), body)
        if changes.allSatisfy({ $0.field == ImportMemory.field }) {
          section.unchanged += 1
        } else {
          section.updated += 1
        }
      } else {
        body.createdAt = moment.at
        accounts.add(pipeline.environment.makeID(), AccountIndex.Entry(base: nil, body: body, isWanted: true))
        section.created += 1
      }
    }
    note(.noteMergedAccount, lines)
    close(section, problems)
  }

  /// Applies a row to an account, and updates its imported values.
  private func fill(
    _ body: inout AccountBody, isNew: Bool, _ table: ImportTable, _ row: CSVRow, _ problems: inout [ImportProblem]
  ) {
    var record = RecordApplication(
      AccountBody.fields, table, row, isNew: isNew, before: body.imported, mapping: mapping.name)
    record.apply(to: &body, kind(of: table), &problems)
    record.apply(table.attributes(row, &problems), to: &body.attributes, &problems)
    body.imported = record.memory
  }

  /// The value formats of a table without deals.
  func kind(of table: ImportTable) -> (BoundSource) -> ValueFormats {
    { table.formats($0, days: days, today: moment.today, currency: planner.baseCurrency) }
  }

  /// The rows with their key, each key once.
  func readRows(
    _ table: ImportTable, key: FieldName
  ) -> (section: ImportSummary.Section, problems: [ImportProblem], rows: [(row: CSVRow, key: String)]) {
    var section = ImportSummary.Section(kind: table.section.kind, file: table.file)
    var problems: [ImportProblem] = []
    var rows: [(row: CSVRow, key: String)] = []
    var lines: [String: Int] = [:]
    var reader = table.reader
    var passed = PassedRows()
    defer { (section.blank, section.filtered) = (passed.blank, passed.filtered) }
    while let next = table.next(&reader, &passed) {
      switch next {
      case .failure(let problem):
        problems.append(problem)
        section.refused += 1
      case .success(let row):
        let count = problems.count
        let text = table.text(key, row, KnownOfRow(), &problems)?.text
        if text == nil, problems.count == count {
          problems.append(table.problem(row, key, ImportPhrase.blankKey))
        } else if let text, let line = lines[text] {
          problems.append(
            table.problem(row, key, .standsAlready, ["value": .text(text.clipped()), "line": .text("\(line)")]))
        }
        guard problems.count == count, let text else {
          section.refused += 1
          continue
        }
        lines[text] = row.line
        rows.append((row, text))
      }
    }
    return (section, problems, rows)
  }
}
