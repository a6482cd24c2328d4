#if XLSX
  import CLibXLSXWriter
  package import PipelinePlugins
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  /// Writes a document as a workbook: the report with title, parameters, table, notes and chart, each section on a sheet of its
  /// own, the receipt.
  ///
  /// Cells are typed; a text never becomes a formula or a link. A sum that is the plain sum of its rows is a formula with its
  /// cached number. Rows are written one by one, so that memory does not grow with them. The same document gives the same
  /// bytes: the file bears the moment at which the receipt says it was made, else the day that the report takes for today.
  package struct XLSXExporter: Exporter {
    /// An exporter.
    package init() {}

    /// `xlsx`
    package var fileExtension: String { "xlsx" }

    /// Writes the document.
    ///
    /// libxlsxwriter writes files only, so the workbook waits in a private temporary file.
    package func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
      let layout = SheetBook(document)
      try layout.checkSize()
      let file = try TemporaryFile()
      let notes = try write(layout, to: file.path)
      try file.copy(to: &sink)
      return notes
    }

    private func write(_ layout: SheetBook, to path: String) throws -> [String] {
      var options = lxw_workbook_options()
      options.constant_memory = 1
      guard let book = workbook_new_opt(path, &options) else {
        throw ExportError.failed("the spreadsheet cannot be begun: out of memory, or no temporary folder")
      }
      let sheet: Result<[String], any Error>
      do {
        var writer = try SheetWriter(layout, book)
        sheet = .success(try writer.write())
      } catch {
        sheet = .failure(error)
      }
      // Closing frees the workbook, so it must happen after errors too.
      try XLSXError.check(workbook_close(book))
      return try sheet.get()
    }
  }

  /// Errors of libxlsxwriter.
  enum XLSXError {
    static func check(_ code: lxw_error) throws {
      guard code != LXW_NO_ERROR else { return }
      let reason = lxw_strerror(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
      throw ExportError.failed("the spreadsheet cannot be written: \(reason)")
    }
  }

  /// A file that nobody else sees and that goes with this object.
  private final class TemporaryFile {
    let path: String

    init() throws {
      let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      var template = Array("\(folder)/report-\(String(repeating: "X", count: 6))".utf8CString)
      let descriptor = mkstemp(&template)
      guard descriptor >= 0 else {
        throw ExportError.failed(
          "the temporary folder \(folder) cannot be written: \(String(cString: strerror(errno)))")
      }
      close(descriptor)
      path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    deinit { unlink(path) }

    func copy(to sink: inout any ByteSink) throws {
      guard let file = fopen(path, "rb") else {
        throw ExportError.failed("the spreadsheet cannot be read back: \(String(cString: strerror(errno)))")
      }
      defer { fclose(file) }
      var buffer = [UInt8](repeating: 0, count: 1 << 18)
      while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count > 0 { try sink.write(Array(buffer[..<count])) }
        if count < buffer.count { break }
      }
      guard ferror(file) == 0 else { throw ExportError.failed("the spreadsheet cannot be read back") }
    }
  }
#endif
