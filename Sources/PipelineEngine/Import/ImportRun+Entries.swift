import PipelinePlugins

extension ImportRun {
  /// Imports entries of a stored lookup table, found by key. Deals of the same import can use them.
  mutating func importEntries(_ table: ImportTable) async throws {
    guard let name = table.section.kind.table else { return }
    let standing = try await pipeline.lookups.latest()
    guard pipeline.setup.source(of: name)?.isEditable ?? true else {
      throw ImportMappingError(diagnostics: [
        Diagnostic(
          .invalid, "'\(table.section.kind.rawValue)' cannot be imported: \(name.rawValue) is edited in its source",
          hint: "make the table 'stored' in the configuration, or leave the section out", file: mapping.file)
      ])
    }
    var (section, problems, rows) = readRows(table, key: "key")
    let records = standing.records[name] ?? [:]
    var entries = standing.tables[name].entries
    var memories: [String: String] = [:]
    var places = Dictionary(entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    for (row, key) in rows {
      let count = problems.count
      if !LookupEntry.isValidKey(key) {
        problems.append(
          table.problem(row, "key", LocalizedText(RefusalPhrase.invalidKey, ["value": .text(key.clipped())])))
      }
      let before = places[key].map { entries[$0] }
      var entry = before ?? LookupEntry(key)
      var record = RecordApplication(
        LookupEntryBody.fields, table, row, isNew: before == nil, before: records[key]?.body.imported,
        mapping: mapping.name)
      fill(&entry, &record, table, row, &problems)
      if let refusal = entry.refusal(in: name) { problems.append(table.problem(row, "key", refusal.sentence)) }
      guard problems.count == count else {
        section.refused += 1
        continue
      }
      memories[key] = record.memory
      if let place = places[key] {
        entries[place] = entry
        if entry == before { section.unchanged += 1 } else { section.updated += 1 }
      } else {
        places[key] = entries.count
        entries.append(entry)
        section.created += 1
      }
    }
    self.entries.append(ImportedEntries(name: name, wanted: entries, records: records, said: memories))
    let others = LookupTableName.allCases.filter { $0 != name }.map { planner.lookups[$0] }
    planner = planner.with(LookupTables(others + [LookupTable(name, entries)]))
    close(section, problems)
  }

  /// Puts what a row says into an entry: what people did since the last import stays, as with deals.
  private func fill(
    _ entry: inout LookupEntry, _ record: inout RecordApplication<LookupEntryBody>, _ table: ImportTable,
    _ row: CSVRow, _ problems: inout [ImportProblem]
  ) {
    let label = record.said("label", present: .text(entry.label.fallback), &problems) { .text($0) }
    if let label = label?.text, label != entry.label.fallback {
      entry.label = LocalizedText(label, entry.label.byLanguage)
    }
    let retired = record.said("retired", present: .integer(entry.isRetired ? 1 : 0), &problems) { text in
      .integer(try ImportValueKind.flag(text) ? 1 : 0)
    }
    if let retired = retired?.integer { entry.isRetired = retired == 1 }
    record.apply(table.attributes(row, &problems), to: &entry.attributes, &problems)
  }
}

/// A lookup table as an import makes it.
struct ImportedEntries: Sendable {
  let name: LookupTableName
  let wanted: [LookupEntry]
  /// The records that mirror the entries, by key.
  let records: [String: Record<LookupEntryBody>]
  /// What imports said of the entries, by key.
  let said: [String: String]
}
