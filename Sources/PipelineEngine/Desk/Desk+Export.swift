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
  /// - Throws: ``UnknownFormat``, ``FileError``, ``ExportError``.
  @discardableResult
  public func export(
    _ report: ReportDocument, to path: String, format: String? = nil
  ) async throws -> ExportReceipt {
    let exporter = try exporter(format ?? path.split(separator: ".").last.map(String.init) ?? "")
    let file = try AtomicFile(path: path)
    var files: [AtomicFile] = []
    if !exporter.carriesReceipt, let receipt = ReceiptJSON.file(report) {
      let beside = try AtomicFile(path: path + ".receipt.json")
      try beside.write(receipt)
      files.append(beside)
    }
    var sink: any ByteSink = file
    let notes = try exporter.export(report, to: &sink)
    // The report last: its old version stays until everything else is in place.
    files.append(file)
    try AtomicFile.commit(files)
    return ExportReceipt(
      path: path, files: files.reversed().map(\.path), rows: report.table.rows.count, notes: notes)
  }

  /// Writes a report to a sink; what a reader should know of how cells were written.
  /// - Throws: ``UnknownFormat``, ``ExportError``, or whatever the sink throws.
  public func export(_ report: ReportDocument, to sink: inout any ByteSink, format: String) throws -> [String] {
    try exporter(format).export(report, to: &sink)
  }

  private func exporter(_ format: String) throws -> any Exporter {
    let exporters = pipeline.setup.exporters
    if let named = exporters[format.lowercased()] { return named }
    if let fitting = exporters.values.first(where: { $0.fileExtension == format.lowercased() }) { return fitting }
    throw UnknownFormat(format: format, known: exporters.keys)
  }
}

/// No configured exporter writes the format.
public struct UnknownFormat: Error, Hashable, Sendable, CustomStringConvertible {
  /// The format that was asked for.
  public let format: String
  /// The formats that there are.
  public let known: [String]

  /// One line that a person can act on.
  public var description: String {
    let hint = known.isEmpty ? "no exporter is configured" : "there are: \(known.joined(separator: ", "))"
    return format.isEmpty
      ? "the file's ending names no format; \(hint)" : "no exporter writes '\(format.clipped())'; \(hint)"
  }
}
