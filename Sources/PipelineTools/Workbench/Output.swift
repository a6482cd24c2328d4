import ArgumentParser
import SalesPipeline
import ToolSupport

/// A page of a list.
struct Paging: ParsableArguments {
  @Option(help: "How many to show. Default: 50 as text, else all.") var limit: Int?
  @Option(help: "How many to pass over.") var offset = 0

  func validate() throws {
    guard limit ?? 1 > 0, offset >= 0 else { throw ValidationError(usage: "--limit is 1 or more, --offset 0 or more") }
  }

  /// The part of a list that people read.
  var page: (offset: Int, limit: Int) { (offset, limit ?? 50) }

  /// The part of a list that programs read: all of it, unless a limit is given.
  var whole: (offset: Int, limit: Int) { (offset, limit ?? .max) }

  /// What is not shown.
  func note(
    _ shown: Int, of total: Int, _ language: Phrasebook
  ) -> String? {
    guard shown < total else { return nil }
    guard shown > 0 else { return language.text(ToolPhrase.behindLast, ["count": .count(total)]) }
    return language.text(
      ToolPhrase.range,
      [
        "first": .count(offset + 1), "last": .count(offset + shown), "count": .count(total),
        "offset": .text("\(offset + shown)"),
      ])
  }
}

/// What the workbench prints.
enum Output {
  static func table(_ table: TextTable, _ note: String?, _ terminal: Terminal) {
    for line in table.lines(terminal) { print(line) }
    if let note { print(terminal.styled(note, .faint)) }
  }

  /// A record's new version.
  static func version(_ id: RecordID, _ version: Int64, _ language: Phrasebook) -> String {
    language.text(ToolPhrase.version, ["id": .text("\(id)"), "version": .text("\(version)")])
  }

  /// An edited record's version, and whether nothing changed.
  static func version<Body>(
    _ edited: Record<Body>, from before: Record<Body>, _ language: Phrasebook
  ) -> String {
    guard edited.version == before.version else { return version(edited.id, edited.version, language) }
    return language.text(
      WorkPhrase.unchanged, ["id": .text("\(edited.id)"), "version": .text("\(edited.version)")])
  }

  /// A record, a field a line; empty fields are left out. English names the fields as `--set` does and gives their values as it
  /// takes them; other languages give labels.
  static func fields<Body>(
    _ table: FieldTable<Body>, _ record: Record<Body>, _ currency: Currency?, _ desk: Desk, _ language: Phrasebook
  ) async throws {
    print("\(language.text(ToolPhrase.id)): \(record.id)")
    print("\(language.text(ToolPhrase.recordVersion)): \(record.version)")
    let texts = Phrasebook.baseLanguage(language.language) == "en" ? nil : try await desk.recordText(language)
    // What imports remember is for them alone.
    for field in table.fields where field.name != ImportMemory.field && field.name != AccountBody.mergedField {
      let cell = field.get(record.body)
      guard let texts else {
        // What people may set is printed as --set takes it.
        let input = field.access == .person ? field.inputText(cell, currency: currency) : nil
        if let text = input ?? CellFormat.text(cell, field.kind, currency) {
          print("\(field.name): \(DisplayText.safe(text))")
        }
        continue
      }
      guard let text = texts.text(cell, field.kind, currency) else { continue }
      print(
        language.text(
          RefusalPhrase.about, ["field": .label(field.label), "message": .text(DisplayText.safe(text))]))
    }
  }

  /// A record's history, an event a line, at the configured place.
  static func history(
    _ entries: [HistoryEntry], _ desk: Desk, _ language: Phrasebook, operations: Bool = false
  ) async throws {
    let texts = try await desk.recordText(
      language, for: entries.flatMap { $0.cells.map { [$0.old, $0.new] } ?? [] })
    for entry in entries {
      let operation = operations ? "  \(entry.operation)" : ""
      print(
        "\(texts.moment(entry.at))  \(DisplayText.safe(entry.author))  \(event(entry, texts, language))\(operation)")
    }
  }

  /// A record's history where an option says: a line an event, or a table of its entries.
  static func history(
    _ entries: [HistoryEntry], to output: ListOutput, _ desk: Desk, _ options: ToolOptions, operations: Bool
  ) async throws {
    if output.isText {
      return try await history(entries, desk, try options.language(desk.setup), operations: operations)
    }
    if try output.write(entries) { return }
    try await ExportCommand.write(
      ExportTables.history(of: entries), "history", LocalizedText(ToolPhrase.history), output, desk, options)
  }

  /// Says how many changes of a deal its history leaves out.
  static func noteLeftOut(of deal: RecordID, _ desk: Desk, _ language: Phrasebook) async throws {
    let count = try await desk.changesLeftOutOfHistory(of: deal)
    if count > 0 { ToolRunner.note(language.text(WorkPhrase.leftOutOfHistory, ["count": .count(count)]), language) }
  }

  private static func event(_ entry: HistoryEntry, _ texts: RecordText, _ language: Phrasebook) -> String {
    switch entry.event {
    case .created: return language.text(ToolPhrase.created)
    case .deleted: return language.text(ToolPhrase.deleted)
    case .restored: return language.text(ToolPhrase.restored)
    case .changed(_, let label, let old, let new):
      let cells = entry.cells
      if let cells, cells.kind == .lines {
        let changes = texts.lineChanges(from: cells.old, to: cells.new).map { LocalizedText(DisplayText.safe($0)) }
        return language.text(ToolPhrase.changedLines, ["field": .label(label), "lines": .labels(changes)])
      }
      let before = cells.flatMap { texts.text($0.old, $0.kind, $0.oldCurrency) } ?? old
      let after = cells.flatMap { texts.text($0.new, $0.kind, $0.newCurrency) } ?? new
      return language.text(
        ToolPhrase.changed,
        [
          "field": .label(label), "old": .text(DisplayText.safe(before ?? "—")),
          "new": .text(DisplayText.safe(after ?? "—")),
        ])
    }
  }
}
