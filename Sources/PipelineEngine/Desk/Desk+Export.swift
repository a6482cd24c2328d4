public import struct Foundation.Data
public import PipelinePlugins

/// The result of an export.
public struct ExportReceipt: Hashable, Sendable {
  /// The path of the file.
  public let path: String
  /// The paths of all files written: first ``path``, then the receipt.
  public let files: [String]
  /// The number of rows in the file, without totals.
  public let rows: Int
  /// Notes on how cells were written, such as truncated texts.
  public let notes: [String]
}

extension Desk {
  /// Writes a report to a file, in the format of the path's extension or in the given one. The file is replaced
  /// atomically.
  ///
  ///     try await desk.export(desk.forecast("this-quarter"), to: "forecast.xlsx")
  ///
  /// A format without a place for the report's receipt gets a second file, `<file>.receipt.json`: both files are
  /// written, or neither.
  /// - Throws: ``UnknownFormat``, ``FileError``, or ``ExportError``, also for a report with several tables in a format
  ///   that has one.
  @discardableResult
  public func export(
    _ report: ReportDocument, to path: String, format: String? = nil
  ) async throws -> ExportReceipt {
    let exporter = try exporter(format ?? path.split(separator: ".").last.map(String.init) ?? "", for: report)
    return try telemetry.exporting(exporter.fileExtension, rows: report.table.rows.count) {
      try write(report, exporter, to: path)
    }
  }

  private func write(_ report: ReportDocument, _ exporter: any Exporter, to path: String) throws -> ExportReceipt {
    let file = try AtomicFile(path: path)
    var files: [AtomicFile] = []
    var sink: any ByteSink = file
    // Errors of the report's file are reported before those of the receipt's.
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
    // The report is replaced last: its old version stays until the receipt is in place.
    files.append(file)
    try AtomicFile.commit(files)
    return ExportReceipt(
      path: path, files: files.reversed().map(\.path), rows: report.table.rows.count, notes: notes)
  }

  private static let receiptEnding = ".receipt.json"
  /// The maximum length of a file name in bytes (POSIX `NAME_MAX` on Linux and macOS).
  private static let longestName = 255

  /// Writes a report to a sink, and returns notes on how cells were written.
  /// - Throws: ``UnknownFormat``, ``ExportError``, or the sink's error.
  public func export(_ report: ReportDocument, to sink: inout any ByteSink, format: String) throws -> [String] {
    let exporter = try exporter(format, for: report)
    return try telemetry.exporting(exporter.fileExtension, rows: report.table.rows.count) {
      try exporter.export(report, to: &sink)
    }
  }

  /// Returns a report in a format, with the same bytes as the file of the other methods has.
  ///
  ///     let sheet = try await desk.export(report, as: .xlsx)
  ///
  /// A format without a place for the report's receipt is returned without it.
  /// - Throws: ``UnknownFormat``, or ``ExportError``.
  public func export(_ report: ReportDocument, as format: ExportFormat) async throws -> Data {
    let collected = DataSink()
    var sink: any ByteSink = collected
    _ = try export(report, to: &sink, format: format.name)
    return collected.data
  }

  /// A format of exports, by the name of its exporter or the extension of its files: `.csv`, or `"ics"` for one of a plugin.
  public struct ExportFormat: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name.
    public let name: String

    /// A format.
    public init(_ name: String) { self.name = name }

    /// A format.
    public init(stringLiteral name: String) { self.init(name) }

    /// The name.
    public var description: String { name }

    /// Comma-separated values.
    public static let csv = ExportFormat("csv")
    /// JSON.
    public static let json = ExportFormat("json")
    /// A page.
    public static let html = ExportFormat("html")
    /// A workbook of Office Open XML.
    public static let xlsx = ExportFormat("xlsx")
    /// A spreadsheet of OpenDocument.
    public static let ods = ExportFormat("ods")
  }

  /// The exporter of a format, if it can write all parts of a report.
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

/// Collects bytes for a caller who keeps it.
private final class DataSink: ByteSink {
  private(set) var data = Data()

  func write(_ bytes: [UInt8]) { data.append(contentsOf: bytes) }
}

/// An error for a format that no configured exporter writes.
public struct UnknownFormat: ExplainedError, Hashable {
  /// The requested format.
  public let format: String
  /// The available formats.
  public let known: [String]

  /// One line for people, with what to do.
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
