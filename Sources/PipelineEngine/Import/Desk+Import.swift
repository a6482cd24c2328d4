public import PipelinePlugins
import PipelineTelemetry

extension Desk {
  /// Imports files in one transaction: all valid rows are written, or nothing. The same rules apply as for single
  /// edits, and the journal records the acting user as the author.
  ///
  /// Importing the same files again changes nothing; changed rows update their records.
  /// - Parameters:
  ///   - mapping: The mapping of the files. Kinds are imported in the order of their references.
  ///   - files: The files by kind.
  ///   - operation: An id that makes the import idempotent. If it was committed before, also before a restart, nothing is
  ///     written, and the summary holds what the journal knows of the import. Ignored by a dry run.
  ///   - progress: Called with the number of planned rows, on any thread.
  /// - Throws: ``ImportRefused`` with all invalid rows, unless they are skipped or it is a dry run;
  ///   ``ImportMappingError`` if the mapping does not match the files; ``CSVError`` for a file without a readable
  ///   header; ``OperationTaken``; ``StoreError``. Then nothing was written.
  public func `import`(
    _ mapping: ImportMapping, files: [ImportKind: ImportFile], options: ImportOptions = ImportOptions(),
    operation: RecordID? = nil, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    try await self.import(mapping, options: options, operation: operation, progress: progress) { files }
  }

  /// Imports files that a closure reads. They are in memory only until their rows are planned.
  package func `import`(
    _ mapping: ImportMapping, options: ImportOptions, operation: RecordID?,
    progress: @escaping @Sendable (ImportProgress) -> Void,
    reading files: @escaping @Sendable () throws -> [ImportKind: ImportFile]
  ) async throws -> ImportSummary {
    let files = try ImportFiles { try Self.tables(mapping, files()) }
    return try await telemetry.importing(
      isDryRun: options.isDryRun, rows: { $0.isRepeated ? nil : $0.rows },
      refused: { ($0 as? ImportRefused)?.summary.rows }
    ) {
      try await self.import(files, mapping, options, operation, progress)
    }
  }

  private func `import`(
    _ files: ImportFiles, _ mapping: ImportMapping, _ options: ImportOptions, _ operation: RecordID?,
    _ progress: @escaping @Sendable (ImportProgress) -> Void
  ) async throws -> ImportSummary {
    if options.isDryRun {
      var run = try await ImportRun(desk: self, mapping: mapping, options: options)
      try await run.plan(files.take(), progress)
      return run.summary
    }
    return try await pipeline.transact(by: user, operation: operation, isBatch: true) { transaction in
      if let replay = transaction.replay { return try await ImportSummary(repeating: replay, files.take()) }
      var run = try await ImportRun(desk: self, mapping: mapping, options: options)
      try await run.plan(files.take(), progress)
      files.release()
      guard run.summary.problems.isEmpty || options.skipsBadRows else { throw ImportRefused(summary: run.summary) }
      run.hand(to: &transaction)
      return run.summary
    }
  }

  /// The files with their sections of the mapping.
  private static func tables(_ mapping: ImportMapping, _ files: [ImportKind: ImportFile]) throws -> [ImportTable] {
    var tables: [ImportTable] = []
    var diagnostics = Diagnostics()
    for kind in ImportKind.allCases {
      guard let file = files[kind] else { continue }
      guard let section = mapping[kind] else {
        diagnostics.add(
          Diagnostic(
            .missing, "the mapping has no section '\(kind.rawValue)' for '\(file.name)'",
            hint: "it has: \(mapping.sections.map(\.kind.rawValue).joined(separator: ", "))", file: mapping.file))
        continue
      }
      do { tables.append(try ImportTable(section, file, mappingFile: mapping.file)) } catch let error
        as ImportMappingError
      {
        for diagnostic in error.diagnostics { diagnostics.add(diagnostic) }
      }
    }
    guard !diagnostics.hasErrors else { throw ImportMappingError(diagnostics: diagnostics.sorted) }
    return tables
  }
}

extension ImportSummary {
  /// The rows of all files, by result.
  fileprivate var rows: RowCounts {
    var counts: [RowResult: Int] = [:]
    for section in sections {
      counts[.created, default: 0] += section.created
      counts[.updated, default: 0] += section.updated
      counts[.unchanged, default: 0] += section.unchanged
      counts[.refused, default: 0] += section.refused
    }
    return RowCounts(counts)
  }
}

extension ImportRun {
  /// Plans all files.
  fileprivate mutating func plan(
    _ tables: [ImportTable], _ progress: @escaping @Sendable (ImportProgress) -> Void
  ) async throws {
    if let table = tables.first(where: { $0.section.kind == .changes }) { readAuditTrail(table) }
    for table in tables {
      switch table.section.kind {
      case .accounts: try await importAccounts(table)
      case .salespeople: try await importSalespeople(table)
      case .opportunities: try await importDeals(table, progress)
      case .changes: try await importAuditTrail()
      default: try await importEntries(table)
      }
    }
    try await findFormerCustomers()
    writes += accountWrites()
    summary.problems.sort { ($0.file, $0.line) < ($1.file, $1.line) }
  }
}
