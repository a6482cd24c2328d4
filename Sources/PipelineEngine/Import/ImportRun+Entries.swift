import PipelinePlugins

extension ImportRun {
  /// Imports entries of a stored lookup table, found by key. Deals of the same import can use them.
  mutating func importEntries(_ table: ImportTable) async throws {
    guard let name = table.section.kind.table else { return }
    let standing = try await pipeline.lookups.current()
    guard pipeline.setup.source(of: name)?.isEditable ?? true else {
      throw ImportMappingError(diagnostics: [
        Diagnostic(
          .invalid, "'\(table.section.kind.rawValue)' cannot be imported: \(name.rawValue) is edited in its source",
          hint: "make the table 'stored' in the configuration, or leave the section out", file: mapping.file)
      ])
    }
    var (section, problems, rows) = readRows(table, key: "key")
    var entries = standing.tables[name].entries
    var places = Dictionary(entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    for (row, key) in rows {
      let count = problems.count
      if !LookupEntry.isValidKey(key) {
        problems.append(
          table.problem(row, "key", LocalizedText(RefusalPhrase.invalidKey, ["value": .text(key.clipped())])))
      }
      let before = places[key].map { entries[$0] }
      var entry = before ?? LookupEntry(key)
      fill(&entry, table, row, &problems)
      if let refusal = entry.refusal(in: name) { problems.append(table.problem(row, "key", refusal.sentence)) }
      guard problems.count == count else {
        section.refused += 1
        continue
      }
      if let place = places[key] {
        entries[place] = entry
        if entry == before { section.unchanged += 1 } else { section.updated += 1 }
      } else {
        places[key] = entries.count
        entries.append(entry)
        section.created += 1
      }
    }
    self.entries.append((name, entries, standing.records[name] ?? [:]))
    let others = LookupTableName.allCases.filter { $0 != name }.map { planner.lookups[$0] }
    planner = planner.with(LookupTables(others + [LookupTable(name, entries)]))
    close(section, problems)
  }

  private func fill(_ entry: inout LookupEntry, _ table: ImportTable, _ row: CSVRow, _ problems: inout [ImportProblem])
  {
    if let label = table.text("label", row, KnownOfRow(), &problems)?.text, label != entry.label.fallback {
      entry.label = LocalizedText(label, entry.label.byLanguage)
    }
    if let found = table.text("retired", row, KnownOfRow(), &problems) {
      do { entry.isRetired = try ImportValueKind.flag(found.text) } catch {
        problems.append(table.problem(row, "retired", error))
      }
    }
    for (name, value) in table.attributes(row, &problems) { entry.attributes[name] = value }
  }
}
