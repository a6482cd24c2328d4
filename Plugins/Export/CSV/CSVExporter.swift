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
    let kinds = columns.map(Kind.init)
    var buffer: [UInt8] = hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    buffer.reserveCapacity(Self.chunk + Self.chunk / 8)
    for (index, column) in columns.enumerated() {
      if index > 0 { buffer.append(delimiter) }
      append(column.key, &buffer)
    }
    buffer += [0x0D, 0x0A]
    for row in document.table.rows {
      append(row, kinds, &buffer)
      if buffer.count >= Self.chunk {
        try sink.write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    if var total = document.table.total {
      if case .null? = total.first { total[0] = .text("total") }
      append(total, kinds, &buffer)
    }
    try sink.write(buffer)
    return []
  }

  private static let chunk = 1 << 18

  /// What of a column its cells need: copying a whole column for each cell would take longer than writing the cell.
  private struct Kind {
    let kind: ReportColumnKind
    /// The decimals of an amount; 0 for other columns.
    let minorDigits: Int

    init(_ column: ReportColumn) {
      kind = column.kind
      minorDigits = if case .money(let currency) = column.kind { Int(currency.minorDigits) } else { 0 }
    }
  }

  private func append(_ row: [ReportCell], _ kinds: [Kind], _ buffer: inout [UInt8]) {
    for index in 0..<min(row.count, kinds.count) {
      if index > 0 { buffer.append(delimiter) }
      switch row[index] {
      case .null: break
      case .text(let text), .label(let text, _): append(isRaw ? text : Self.defused(text), &buffer)
      case .count(let count): Self.append(count, 0, &buffer)
      case .date(let date): Self.append(date, &buffer)
      case .money(let units):
        if let narrow = Int64(exactly: units) {
          Self.append(narrow, kinds[index].minorDigits, &buffer)
        } else {
          buffer += ReportCell.decimal(units, kinds[index].kind).utf8
        }
      case let cell: append(cell.plainText(kinds[index].kind) ?? "", &buffer)
      }
    }
    buffer += [0x0D, 0x0A]
  }

  /// Appends a number of units digit by digit, without a text in between: numbers are most of a table.
  private static func append(_ units: Int64, _ minorDigits: Int, _ buffer: inout [UInt8]) {
    // 19 digits, up to 18 more zeros before them, a point and a sign.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { digits in
      var (place, written, rest) = (digits.count, 0, units.magnitude)
      repeat {
        if written == minorDigits, written > 0 {
          place -= 1
          digits[place] = UInt8(ascii: ".")
        }
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        place -= 1
        digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        rest = quotient
        written += 1
      } while rest > 0 || written <= minorDigits
      if units < 0 {
        place -= 1
        digits[place] = UInt8(ascii: "-")
      }
      buffer.append(contentsOf: UnsafeBufferPointer(rebasing: digits[place...]))
    }
  }

  private static func append(_ date: CivilDate, _ buffer: inout [UInt8]) {
    let (year, month, day) = date.components
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 10) { digits in
      var rest = year * 10_000 + month * 100 + day
      for place in stride(from: 9, through: 0, by: -1) {
        if place == 4 || place == 7 {
          digits[place] = UInt8(ascii: "-")
        } else {
          digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
          rest /= 10
        }
      }
      buffer.append(contentsOf: UnsafeBufferPointer(digits))
    }
  }

  private func append(_ text: String, _ buffer: inout [UInt8]) {
    var text = text
    let isPlain = text.withUTF8 { bytes in
      for byte in bytes where byte < 0x80 {
        if byte == delimiter || byte == UInt8(ascii: "\"") || byte == 0x0D || byte == 0x0A || byte == 0 { return false }
      }
      buffer.append(contentsOf: bytes)
      return true
    }
    if !isPlain { appendQuoted(text, &buffer) }
  }

  private func appendQuoted(_ text: String, _ buffer: inout [UInt8]) {
    // No reader takes a zero byte in a text, so it becomes its picture.
    let text = text.utf8.contains(0) ? text.replacing("\0", with: "\u{2400}") : text
    guard text.utf8.contains(where: { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0D || $0 == 0x0A }) else {
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
      case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
        "\u{FE66}", "\u{FE62}", "\u{FE63}", "\u{FE6B}":
        return "'" + text
      case _ where isBlank(scalar): continue
      default: return text
      }
    }
    return text
  }

  /// Whether a spreadsheet may take what follows for the beginning of the text: it shows nothing in the character's place.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
