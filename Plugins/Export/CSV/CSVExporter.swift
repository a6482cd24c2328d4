package import PipelinePlugins

/// Writes a table as CSV: the columns' stable names, the rows, then the totals with `total` in the first column.
///
/// Never varies by language. A text that a spreadsheet would run as a formula gets an apostrophe in front: one that begins,
/// after any blanks, with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line end. Numbers are no texts and stay as
/// they are.
package struct CSVExporter: Exporter {
  private let delimiter: UInt8
  private let isRaw: Bool
  private let hasByteOrderMark: Bool

  /// An exporter.
  ///
  /// - Parameter delimiter: One ASCII character; a comma for anything else.
  package init(delimiter: String = ",", isRaw: Bool = false, hasByteOrderMark: Bool = false) {
    self.delimiter = delimiter.utf8.count == 1 ? delimiter.utf8.first ?? UInt8(ascii: ",") : UInt8(ascii: ",")
    self.isRaw = isRaw
    self.hasByteOrderMark = hasByteOrderMark
  }

  /// `csv`
  package var fileExtension: String { "csv" }

  /// It does not: rows are all that a CSV file has.
  package var carriesReceipt: Bool { false }

  /// It does not: a file holds one table.
  package var carriesSections: Bool { false }

  /// Writes the table.
  package func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
    let columns = document.table.columns
    var buffer: [UInt8] = hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    for (index, column) in columns.enumerated() { append(column.key, index, &buffer) }
    buffer += [0x0D, 0x0A]
    for row in document.table.rows {
      append(row, columns, &buffer)
      if buffer.count >= Self.chunk {
        try sink.write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    if var total = document.table.total {
      if case .null? = total.first { total[0] = .text("total") }
      append(total, columns, &buffer)
    }
    try sink.write(buffer)
    return []
  }

  private static let chunk = 1 << 18

  private func append(_ row: [ReportCell], _ columns: [ReportColumn], _ buffer: inout [UInt8]) {
    for (index, (cell, column)) in zip(row, columns).enumerated() {
      switch cell {
      case .null: if index > 0 { buffer.append(delimiter) }
      case .text(let text), .label(let text, _): append(isRaw ? text : Self.defused(text), index, &buffer)
      case .money(let units):
        if index > 0 { buffer.append(delimiter) }
        append(units, column.kind, &buffer)
      case .date(let date):
        if index > 0 { buffer.append(delimiter) }
        append(date, &buffer)
      default: append(cell.plainText(column.kind) ?? "", index, &buffer)
      }
    }
    buffer += [0x0D, 0x0A]
  }

  /// Amounts within `Int64` are written digit by digit: they are most of a table.
  private func append(_ units: Int128, _ kind: ReportColumnKind, _ buffer: inout [UInt8]) {
    guard case .money(let currency) = kind, let narrow = Int64(exactly: units), narrow != .min else {
      buffer += ReportCell.decimal(units, kind).utf8
      return
    }
    if narrow < 0 { buffer.append(UInt8(ascii: "-")) }
    var rest = narrow.magnitude
    let start = buffer.count
    var digits = 0
    repeat {
      if digits == currency.minorDigits, digits > 0 { buffer.append(UInt8(ascii: ".")) }
      buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      digits += 1
    } while rest > 0 || digits <= Int(currency.minorDigits)
    buffer[start...].reverse()
  }

  private func append(_ date: CivilDate, _ buffer: inout [UInt8]) {
    let (year, month, day) = date.components
    let digits = year * 10_000 + month * 100 + day
    var divisor = 10_000_000
    while divisor > 0 {
      buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digits / divisor % 10))
      if divisor == 10_000 || divisor == 100 { buffer.append(UInt8(ascii: "-")) }
      divisor /= 10
    }
  }

  private func append(_ text: String, _ index: Int, _ buffer: inout [UInt8]) {
    if index > 0 { buffer.append(delimiter) }
    // No reader takes a zero byte in a text, so it becomes its picture.
    var text = text.utf8.contains(0) ? text.replacing("\0", with: "\u{2400}") : text
    let needsQuotes = text.withUTF8 { bytes in
      bytes.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0D || $0 == 0x0A }
    }
    guard needsQuotes else {
      buffer += text.utf8
      return
    }
    buffer.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }

  /// The text so that no spreadsheet runs it.
  static func defused(_ text: String) -> String {
    // Most texts begin with an ASCII letter or digit, and need no closer look.
    if let first = text.utf8.first, first < 0x80, first > 0x40 || (0x30...0x39).contains(first) { return text }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return "'" + text
      case " ", "\u{A0}", "\u{FEFF}", "\u{200B}", "\u{3000}", "\u{0}": continue
      default: return text
      }
    }
    return text
  }
}
