import PipelinePlugins

/// A salesperson of a row, as the import would leave them.
private struct ImportedPerson {
  let row: CSVRow
  /// `nil` for a new one.
  let standing: (record: StoredRecord, body: SalespersonBody)?
  let body: SalespersonBody

  /// Whether the row changes who manages them.
  var hasNewManager: Bool { body.manager != standing?.body.manager }
}

extension ImportRun {
  /// Imports salespeople, found by name. Rows whose managers form a circle are refused; the order of rows does not matter.
  mutating func importSalespeople(_ table: ImportTable) async throws {
    var (section, problems, rows) = readRows(table, key: "name")
    let stored = try await find(.salesperson, "name", rows.map(\.key))
    let known = Dictionary(
      try stored.map { ($0, try SalespersonBody.fields.decode($0.cells)) }.map { ($1.name, ($0, $1)) },
      uniquingKeysWith: { first, _ in first })
    var people: [ImportedPerson] = []
    for (row, name) in rows {
      let count = problems.count
      let person = read(row, name, known[name], table, &problems)
      if problems.count == count { people.append(person) } else { section.refused += 1 }
    }
    let circles = try await circles(of: people)
    for person in people {
      if person.hasNewManager, let circle = circles[person.body.name] {
        problems.append(
          table.problem(
            person.row, "manager", LocalizedText(RefusalPhrase.managedInCircle, ["names": .text(circle)])))
        section.refused += 1
      } else {
        write(person, &section)
      }
    }
    close(section, problems)
  }

  private func read(
    _ row: CSVRow, _ name: String, _ standing: (StoredRecord, SalespersonBody)?, _ table: ImportTable,
    _ problems: inout [ImportProblem]
  ) -> ImportedPerson {
    var body = standing?.1 ?? SalespersonBody()
    var record = RecordApplication(
      SalespersonBody.fields, table, row, isNew: standing == nil, before: body.imported, mapping: mapping.name)
    record.apply(to: &body, kind(of: table), &problems)
    body.name = name
    body.imported = record.memory
    SalespersonBody.fields.normalize(&body, over: standing?.1)
    return ImportedPerson(row: row, standing: standing.map { ($0.0, $0.1) }, body: body)
  }

  private mutating func write(_ person: ImportedPerson, _ section: inout ImportSummary.Section) {
    guard let (record, before) = person.standing else {
      var body = person.body
      body.createdAt = moment.at
      let key = RecordKey(.salesperson, pipeline.environment.makeID())
      writes.append(RecordWrite(key, .create(SalespersonBody.fields.encode(body))))
      section.created += 1
      return
    }
    let changes = SalespersonBody.fields.diff(before, person.body)
    guard !changes.isEmpty else {
      section.unchanged += 1
      return
    }
    let edit = RecordEdit(kind: .salesperson, createdAt: before.createdAt, at: changesAt, author: moment.author)
    writes.append(
      RecordWrite(
        RecordKey(.salesperson, record.id),
        .update(expected: record.version, planner.cellChanges(changes, of: edit))))
    if changes.allSatisfy({ $0.field == ImportMemory.field }) { section.unchanged += 1 } else { section.updated += 1 }
  }

  /// The circles that managers form once all rows hold, by each name in them: the name, those above it, and the name again.
  ///
  /// People who are not in the file count as they are stored. O(people of the file and those above them).
  private func circles(of people: [ImportedPerson]) async throws -> [String: String] {
    guard people.contains(where: \.hasNewManager) else { return [:] }
    func manager(_ body: SalespersonBody) -> String? { body.manager.map(StoredText.name) }
    var managers: [String: String?] = [:]
    for person in people { managers[person.body.name] = .some(manager(person.body)) }
    var unread = Set(managers.values.compactMap(\.self)).filter { managers[$0] == nil }
    while !unread.isEmpty {
      for name in unread { managers[name] = .some(nil) }
      for stored in try await find(.salesperson, "name", unread) {
        let body = try SalespersonBody.fields.decode(stored.cells)
        managers[body.name] = .some(manager(body))
      }
      unread = Set(unread.compactMap { managers[$0] ?? nil }).filter { managers[$0] == nil }
    }
    return Self.circles(managers)
  }

  /// - Returns: The circles as texts, of long ones only the first names.
  private static func circles(_ managers: [String: String?]) -> [String: String] {
    var circles: [String: String] = [:]
    var seen: Set<String> = []
    for start in managers.keys where !seen.contains(start) {
      var (path, places): ([String], [String: Int]) = ([], [:])
      var next: String? = start
      while let name = next, seen.insert(name).inserted {
        places[name] = path.count
        path.append(name)
        next = managers[name] ?? nil
      }
      // The walk ends at a name that it met itself, which closes a circle, or that an earlier one met.
      guard let end = next, let first = places[end] else { continue }
      let (count, limit) = (path.count - first, 8)
      for place in 0..<count {
        var names = (0..<min(count, limit)).map { path[first + (place + $0) % count].clipped() }
        if count > limit { names.append("…") }
        circles[path[first + place]] = (names + [names[0]]).joined(separator: " → ")
      }
    }
    return circles
  }
}
