public import SalesPipeline

/// Where a report goes, and in which format: the same rule in every tool.
public struct DocumentOutput: Sendable {
  /// The format: as asked for, else as the file's ending says, else text.
  public let format: String
  /// The file; `nil` for standard output.
  public let file: String?

  /// The output that a command line names.
  ///
  /// - Parameter output: The file, or `-` for standard output.
  public init(format: String?, output: String?) {
    file = output == "-" ? nil : output
    self.format = format?.lowercased() ?? file?.split(separator: ".").last.map { $0.lowercased() } ?? "text"
  }

  /// Whether it is text that is drawn for a terminal.
  public var isDrawn: Bool { format == "text" }

  /// Writes a report. What a reader should know goes to standard error where the format has no place for it.
  ///
  /// - Parameter says: What to print of a file that was written; by default its path and those beside it.
  public func write(
    _ document: ReportDocument, _ desk: Desk, _ options: ToolOptions,
    says: (ExportReceipt, Phrasebook) -> [String] = { receipt, _ in receipt.files }
  ) async throws {
    let language = try options.language(desk.setup)
    var document = document
    document.language = language
    if isDrawn {
      let style = DashboardStyle(
        terminal: options.terminal, language: language, currency: document.currency ?? desk.setup.baseCurrency)
      return print(DocumentView(style).text(document))
    }
    let notes: [String]
    if let file {
      let receipt = try await desk.export(document, to: file, format: format)
      notes = receipt.notes
      for line in says(receipt, language) { print(DisplayText.safe(line, limit: .max)) }
    } else {
      var sink: any ByteSink = StandardOutput()
      notes = try desk.export(document, to: &sink, format: format)
      try StandardOutput.flush()
    }
    for note in document.notes { ToolRunner.note(note.text(language), language) }
    for note in notes { ToolRunner.note(note, language) }
  }
}

extension ReportDocument {
  /// The currency of its first amounts; `nil` where it has none.
  var currency: Currency? {
    for case .money(let currency) in allSections.flatMap(\.table.columns).map(\.kind) { return currency }
    return nil
  }
}
