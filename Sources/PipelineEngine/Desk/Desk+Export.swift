public import PipelinePlugins

/// What an export did.
public struct ExportReceipt: Hashable, Sendable {
  /// The file.
  public let path: String
  /// Every file that was written: the first is ``path``, then what goes beside it.
  public let files: [String]
  /// How many rows it holds, totals not counted.
  public let rows: Int
  /// What a reader should know of how cells were written.
  public let notes: [String]
}

extension Desk {
  /// Writes a report to a file in the format that its ending names, or in the one given. The file appears whole or not at all.
  ///
  /// Where the format has no place for the report's receipt, that goes beside it as `<file>.receipt.json`: both appear, or
  /// neither does. The path alone says where; nothing of the report does.
  /// - Throws: ``UnknownFormat``, ``FileError``, ``ExportError``: also for a report of several tables in a format of one.
  @discardableResult
  public func export(
    _ report: ReportDocument, to path: String, format: String? = nil
  ) async throws -> ExportReceipt {
    let exporter = try exporter(format ?? path.split(separator: ".").last.map(String.init) ?? "", for: report)
    let file = try AtomicFile(path: path)
    var files: [AtomicFile] = []
    var sink: any ByteSink = file
    // What is wrong with a file is told of the report's before that of the one beside it.
    var notes = try exporter.export(report, to: &sink)
    if !exporter.carriesReceipt, let receipt = ReceiptJSON.file(report) {
      let name = path.split(separator: "/").last ?? ""
      if name.utf8.count + Self.receiptEnding.utf8.count > Self.longestName {
        notes.append("the file's name leaves no room for one with \(Self.receiptEnding): the receipt was left out")
      } else {
        let beside = try AtomicFile(path: path + Self.receiptEnding, followsLinks: false)
        try beside.write(receipt)
        files.append(beside)
      }
    }
    // The report last: its old version stays until everything else is in place.
    files.append(file)
    try AtomicFile.commit(files)
    return ExportReceipt(
      path: path, files: files.reversed().map(\.path), rows: report.table.rows.count, notes: notes)
  }

  private static let receiptEnding = ".receipt.json"
  /// What file systems allow, in bytes (POSIX `NAME_MAX` as it is on Linux and macOS).
  private static let longestName = 255

  /// Writes a report to a sink; what a reader should know of how cells were written.
  /// - Throws: ``UnknownFormat``, ``ExportError``, or whatever the sink throws.
  public func export(_ report: ReportDocument, to sink: inout any ByteSink, format: String) throws -> [String] {
    try exporter(format, for: report).export(report, to: &sink)
  }

  /// The exporter of a format, where it can hold all of a report.
  private func exporter(_ format: String, for report: ReportDocument) throws -> any Exporter {
    let exporter = try exporter(format)
    guard exporter.carriesSections || report.sections.isEmpty else {
      let tables = report.allSections.map(\.key).joined(separator: ", ")
      throw ExportError.severalTables(
        "\(format) holds one table, and the report has several: \(tables); ask for one of them, or for another format")
    }
    return exporter
  }

  private func exporter(_ format: String) throws -> any Exporter {
    let exporters = pipeline.setup.exporters
    if let named = exporters[format.lowercased()] { return named }
    if let fitting = exporters.values.first(where: { $0.fileExtension == format.lowercased() }) { return fitting }
    throw UnknownFormat(format: format, known: exporters.keys)
  }
}

/// No configured exporter writes the format.
public struct UnknownFormat: ExplainedError, Hashable {
  /// The format that was asked for.
  public let format: String
  /// The formats that there are.
  public let known: [String]

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    let phrase: ErrorPhrase =
      switch (format.isEmpty, known.isEmpty) {
      case (true, true): .noFormatNorExporter
      case (true, false): .noFormat
      case (false, true): .noExporter
      case (false, false): .unknownFormat
      }
    return LocalizedText(phrase, ["format": .text(format.clipped()), "known": .list(known)])
  }
}
