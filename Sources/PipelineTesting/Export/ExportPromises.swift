import PipelinePlugins

/// The contract of exporters, as numbered promises. `Documentation/Contracts/Export.md` says the same.
public enum ExportContract {
  /// All promises.
  public static let promises: [Promise<ExportTrial>] = whole + readable + documents

  private static let whole: [Promise<ExportTrial>] = [
    Promise(
      "EX-1",
      "The same document gives the same bytes: from the same exporter, after others, from a new one and from concurrent tasks."
    ) {
      trial in
      let document = try ExportSamples.document(ExportSamples.rows, total: ExportSamples.total)
      let exporter = try trial.make()
      let first = try bytes(exporter, document).bytes
      guard try bytes(exporter, document).bytes == first else { throw BrokenPromise("a second export differs") }
      guard try bytes(try trial.make(), document).bytes == first else { throw BrokenPromise("a new exporter differs") }
      // Another report of the same name, as of somebody who sees less.
      let other = try ExportSamples.document(Array(ExportSamples.rows.prefix(1)))
      guard try bytes(exporter, other).bytes == bytes(try trial.make(), other).bytes else {
        throw BrokenPromise("a document differs after another one was written")
      }
      let all = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for _ in 0..<8 { group.addTask { try bytes(exporter, document).bytes } }
        return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
      }
      guard all == [first] else { throw BrokenPromise("8 tasks got \(all.count) answers") }
    },
    Promise("EX-2", "A table without rows is written, with its header where the format has one.") { trial in
      let (written, _) = try bytes(try trial.make(), try ExportSamples.document([]))
      guard !written.isEmpty else { throw BrokenPromise("nothing was written") }
      guard let found = try trial.read?(written) else { return }
      guard
        found.columns == ExportSamples.columns.map(\.key)
          || found.columns == ExportSamples.columns.map(\.header.fallback), found.rows.isEmpty
      else { throw BrokenPromise("read back: \(found)") }
    },
    Promise("EX-3", "An error that the sink throws is rethrown unchanged, at any point of the export.") { trial in
      let rows = Array(repeating: ExportSamples.rows, count: 10_000).flatMap { $0 }
      for remaining in 0...1 {
        var sink: any ByteSink = FailingSink(remaining: remaining)
        do {
          _ = try trial.make().export(try ExportSamples.document(rows), to: &sink)
        } catch is SinkFailure { continue }
        // An exporter that writes all at once never meets the second failure.
        if let sink = sink as? FailingSink, remaining > 0, sink.remaining == 0 { continue }
        throw BrokenPromise("an error after \(remaining) writes was swallowed")
      }
    },
    Promise("EX-4", "The file extension consists of lower-case letters and digits, without a dot.") { trial in
      let ending = try trial.make().fileExtension
      guard !ending.isEmpty, ending.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) }) else {
        throw BrokenPromise("'\(ending)'")
      }
    },
    Promise(
      "EX-5", "Where claimed: the output does not depend on the document's language.",
      skipping: { $0.claims.contains(.ignoresLanguage) ? nil : "it writes for people, in their language" }
    ) { trial in
      let texts = try [Phrasebook.english, .french].map { language in
        let document = try ExportSamples.document(ExportSamples.rows, total: ExportSamples.total, language: language)
        return try bytes(try trial.make(), document).bytes
      }
      guard texts[0] == texts[1] else { throw BrokenPromise("French differs from English") }
    },
  ]

  private static let readable: [Promise<ExportTrial>] = [
    readBack("EX-6", "Where readable: all rows are written, in order, with their texts unchanged.") {
      export in
      try export(ExportSamples.texts(ExportSamples.unicode), nil)
    },
    Promise(
      "EX-7",
      "Where claimed and readable: a text is never read as a formula or a number, whichever characters it begins with.",
      skipping: { trial in
        trial.claims.contains(.defusesFormulas)
          ? unreadable(trial) : "it is not made for spreadsheets, or configured to be raw"
      }
    ) { trial in
      let document = try ExportSamples.document(ExportSamples.texts(ExportSamples.formulas))
      let found = try trial.read?(try bytes(try trial.make(), document).bytes)
      for (text, row) in zip(ExportSamples.formulas, found?.rows ?? []) {
        // A carriage return may show as its picture.
        guard case .text(let read)? = row.first,
          read.contains(text) || read.contains(text.replacing("\r", with: "\u{240D}"))
        else {
          throw BrokenPromise("'\(text)' is read as \(row.first.map { "\($0)" } ?? "nothing")")
        }
      }
    },
    readBack("EX-8", "Where readable: amounts of any size and sign are exact, and negative amounts are numbers.") {
      export in
      try export(ExportSamples.amounts.map(ExportSamples.money), nil)
    },
    readBack(
      "EX-9", "Where readable: totals equal those of the table, and percentages and days equal those of its rows."
    ) {
      export in
      try export(ExportSamples.rows, ExportSamples.total)
    },
    readBack("EX-10", "Where readable: an unknown value is blank, never zero.") { export in
      try export(
        [[.text("Anna"), .null, .null, .null, .null], [.text("Ben"), .count(0), .money(0), .percent(.zero), .null]], nil
      )
    },
    Promise(
      "EX-11", "Where readable: a text is written whole, or a returned note says that it was truncated.",
      skipping: unreadable
    ) { trial in
      let text = String(repeating: "long ", count: 10_000) + "end"
      let (written, notes) = try bytes(try trial.make(), try ExportSamples.document(ExportSamples.texts([text])))
      guard let found = try trial.read?(written).rows.first?.first else { throw BrokenPromise("no cell was read") }
      guard found == .text(text) || !notes.isEmpty else { throw BrokenPromise("it was cut in silence") }
    },
  ]

  /// A promise that what is read back is what was written.
  private static func readBack(
    _ id: String, _ sentence: String,
    _ body: @escaping @Sendable (_ export: ([[ReportCell]], [ReportCell]?) throws -> Void) throws -> Void
  ) -> Promise<ExportTrial> {
    Promise(id, sentence, skipping: unreadable) { trial in
      try body { rows, total in
        let document = try ExportSamples.document(rows, total: total)
        guard let found = try trial.read?(try bytes(try trial.make(), document).bytes) else { return }
        guard found.rows.count == rows.count, (found.total == nil) == (total == nil) else {
          throw BrokenPromise(
            "\(rows.count) rows are read as \(found.rows.count), total \(found.total == nil ? "no" : "yes")")
        }
        for (expected, row) in zip(rows, found.rows) { try compare(expected, row, isTotal: false) }
        if let total, let row = found.total { try compare(total, row, isTotal: true) }
      }
    }
  }

  private static func compare(_ expected: [ReportCell], _ found: [ExportedCell], isTotal: Bool) throws {
    guard expected.count == found.count else {
      throw BrokenPromise("a row of \(expected.count) cells is read as \(found.count)")
    }
    for (index, (cell, read)) in zip(expected, found).enumerated() {
      // The totals row may name itself where it has no figure.
      if isTotal, cell == .null { continue }
      if !isTotal, case .formula = read { throw BrokenPromise("\(cell) became \(read)") }
      guard read.says(cell, ExportSamples.columns[index].kind) else {
        throw BrokenPromise("\(cell) is read as \(read)")
      }
    }
  }

  static let unreadable: @Sendable (ExportTrial) -> String? = {
    $0.read == nil ? "the format cannot be read back here" : nil
  }

  static func bytes(
    _ exporter: any Exporter, _ document: ReportDocument
  ) throws -> (bytes: [UInt8], notes: [String]) {
    var sink: any ByteSink = MemorySink()
    let notes = try exporter.export(document, to: &sink)
    guard let memory = sink as? MemorySink else { throw BrokenPromise("the sink was replaced by another") }
    return (memory.bytes, notes)
  }
}
