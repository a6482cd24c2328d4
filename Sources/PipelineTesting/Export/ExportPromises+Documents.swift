import PipelinePlugins

/// What is promised of whole documents: subtotals, formulas, receipts, sections, hostile texts.
extension ExportContract {
  static let documents: [Promise<ExportTrial>] = [
    Promise(
      "EX-12",
      "Where readable: subtotals are not among the data rows; where claimed, each is written after the rows that it sums, "
        + "but one of a single row may be left out.",
      skipping: unreadable
    ) { trial in
      let table = ExportSamples.summed
      let found = try read(trial, ExportSamples.document(table))
      guard found.rows.count == table.rows.count else {
        throw BrokenPromise("\(table.rows.count) rows are read as \(found.rows.count)")
      }
      for (row, cells) in zip(table.rows, found.rows) { try compare(row, cells, table.columns) }
      guard trial.claims.contains(.writesSubtotals) else { return }
      let isWhole = found.subtotals.count == table.subtotals.count
      let subtotals = isWhole ? table.subtotals : table.subtotals.filter(\.isOfSeveral)
      guard found.subtotals.map(\.after) == subtotals.map(\.rows.upperBound) else {
        throw BrokenPromise("subtotals are after \(found.subtotals.map(\.after)) rows")
      }
      for (subtotal, read) in zip(subtotals, found.subtotals) {
        try compare(subtotal.cells, read.cells, table.columns, isSum: true)
      }
    },
    Promise(
      "EX-13", "Where readable: the cells of a formula add up to its stored value, and no sum includes another sum.",
      skipping: unreadable
    ) { trial in
      for table in [ExportSamples.summed, ExportSamples.rounded] {
        let found = try read(trial, ExportSamples.document(table))
        try Recalculation(found).check()
        if let total = table.total, let cells = found.total { try compare(total, cells, table.columns, isSum: true) }
      }
    },
    Promise(
      "EX-14", "Where receipts are carried and readable: every fact of the receipt can be read.",
      skipping: { trial in
        guard let exporter = try? trial.make(), exporter.carriesReceipt else {
          return "its receipt goes beside the file"
        }
        return unreadable(trial)
      }
    ) { trial in
      var document = try ExportSamples.document(ExportSamples.summed)
      document.receipt = try ExportSamples.receipt()
      document.notes = [ExportSamples.sentence]
      let facts = try read(trial, document).facts
      for fact in try ExportSamples.facts() where !facts.contains(where: fact.isSaid) {
        throw BrokenPromise("the receipt's \(fact.name) cannot be read")
      }
    },
    Promise(
      "EX-15", "Where claimed and readable: all further tables are written, in order, with their rows and totals.",
      skipping: { $0.claims.contains(.writesSections) ? unreadable($0) : "it writes one table" }
    ) { trial in
      var document = try ExportSamples.document(ExportSamples.rows, total: ExportSamples.total)
      document.sections = ExportSamples.sections
      let found = try read(trial, document).sections
      guard found.count == document.sections.count else { throw BrokenPromise("\(found.count) sections are read") }
      for (section, read) in zip(document.sections, found) {
        guard read.rows.count == section.table.rows.count else {
          throw BrokenPromise("'\(section.key)' has \(read.rows.count) rows")
        }
        for (row, cells) in zip(section.table.rows, read.rows) { try compare(row, cells, section.table.columns) }
        guard let total = section.table.total else { continue }
        guard let cells = read.total else { throw BrokenPromise("'\(section.key)' has no total") }
        try compare(total, cells, section.table.columns, isSum: true)
      }
    },
    Promise(
      "EX-16",
      "Where readable: hostile texts are read back as given; control characters may be pictures, a truncation is noted.",
      skipping: unreadable
    ) { trial in
      for text in ExportSamples.hostile {
        var document = try ExportSamples.document(ExportSamples.texts(ExportSamples.hostile))
        document.title = LocalizedText(text)
        document.parameters = [ReportParameter("who", LocalizedText(text), LocalizedText(text))]
        document.notes = [LocalizedText(text)]
        document.sections = [ReportSection(key: text, title: LocalizedText(text), table: document.table)]
        let (written, notes) = try bytes(try trial.make(), document)
        let rows = try trial.read?(written).rows ?? []
        for (text, row) in zip(ExportSamples.hostile, rows) {
          guard case .text(let found)? = row.first, says(found, text, mayBeCut: !notes.isEmpty) else {
            throw BrokenPromise("'\(text.prefix(40))' is read as \(row.first.map { "\($0)".prefix(80) } ?? "nothing")")
          }
        }
        guard rows.count == ExportSamples.hostile.count else { throw BrokenPromise("\(rows.count) rows are read") }
      }
    },
  ]

  private static func read(_ trial: ExportTrial, _ document: ReportDocument) throws -> ExportReading {
    guard let reading = try trial.read?(try bytes(try trial.make(), document).bytes) else {
      throw BrokenPromise("nothing was read")
    }
    return reading
  }

  private static func compare(
    _ expected: [ReportCell], _ found: [ExportedCell], _ columns: [ReportColumn], isSum: Bool = false
  ) throws {
    guard expected.count == found.count else {
      throw BrokenPromise("a row of \(expected.count) cells is read as \(found.count)")
    }
    for (index, (cell, read)) in zip(expected, found).enumerated() {
      if isSum, cell == .null { continue }
      if !isSum, case .formula = read { throw BrokenPromise("\(cell) became \(read)") }
      guard read.says(cell, columns[index].kind) else { throw BrokenPromise("\(cell) is read as \(read)") }
    }
  }

  private static func says(_ found: String, _ text: String, mayBeCut: Bool) -> Bool {
    let (found, text) = (pictured(found), pictured(text))
    return found == text || mayBeCut && found.utf8.count > 1_000 && text.hasPrefix(found)
  }

  private static func pictured(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      shown.append(scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) ?? scalar : scalar)
    }
    return String(shown)
  }
}
