/// Finds the fields of one row after another; knows bytes only.
struct CSVScanner {
  let bytes: [UInt8]
  let delimiter: UInt8
  var position: Int
  var line: Int

  struct Row {
    let line: Int
    let start: Int
    var fields: [CSVField]
    var problem: Problem?
  }

  struct Problem {
    let line: Int
    let column: Int
    let reason: CSVError.Reason

    func error(in file: String) -> CSVError { CSVError(file: file, line: line, column: column, reason: reason) }
  }

  /// Skips a line.
  mutating func skipLine() {
    guard position < bytes.count else { return }
    let ends: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    position = bytes[position...].firstIndex(where: ends).map { $0 + 1 } ?? bytes.count
    if bytes[position - 1] == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
      position += 1
    }
    line += 1
  }

  /// The next row; `nil` at the end.
  mutating func row() -> Row? {
    guard position < bytes.count else { return nil }
    var row = Row(line: line, start: position, fields: [], problem: nil)
    row.fields.reserveCapacity(16)
    bytes.withUnsafeBufferPointer { scan($0, &row) }
    return row
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ row: inout Row) {
    let end = bytes.count
    while true {
      if position < end, bytes[position] == UInt8(ascii: "\"") {
        row.fields.append(quoted(bytes, &row))
      } else {
        let start = position
        while position < end, !isEnd(bytes[position]) { position += 1 }
        row.fields.append(CSVField(start: start, end: position, isQuoted: false))
      }
      guard position < end else { return }
      let byte = bytes[position]
      position += 1
      if byte == delimiter { continue }
      if byte == UInt8(ascii: "\r"), position < end, bytes[position] == UInt8(ascii: "\n") { position += 1 }
      line += 1
      return
    }
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// A quoted field; the position is then at the delimiter or line end after it.
  private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, _ row: inout Row) -> CSVField {
    let quote = UInt8(ascii: "\"")
    let opening = (line: line, column: position - row.start + 1)
    position += 1
    let start = position
    var hasDoubled = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        guard position + 1 < bytes.count, bytes[position + 1] == quote else { break }
        hasDoubled = true
        position += 1
      } else if byte == UInt8(ascii: "\n")
        || (byte == UInt8(ascii: "\r") && !(position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "\n")))
      {
        line += 1
      }
      position += 1
    }
    let field = CSVField(start: start, end: position, isQuoted: true, hasDoubledQuotes: hasDoubled)
    guard position < bytes.count else {
      row.problem =
        row.problem ?? Problem(line: opening.line, column: opening.column, reason: .unterminatedQuote)
      return field
    }
    position += 1
    if position < bytes.count, !isEnd(bytes[position]) {
      row.problem =
        row.problem ?? Problem(line: line, column: position - row.start + 1, reason: .textAfterQuote)
      while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
    }
    return field
  }
}

/// Where a field's bytes are.
struct CSVField: Sendable {
  let start: Int
  let end: Int
  let isQuoted: Bool
  var hasDoubledQuotes = false

  var isEmpty: Bool { start == end && !isQuoted }

  /// The field's text; `nil` where it is not UTF-8.
  ///
  /// - Parameter isText: Whether the bytes are known to be UTF-8.
  func text(_ bytes: [UInt8], isText: Bool = false) -> String? {
    guard hasDoubledQuotes else {
      return bytes.withUnsafeBufferPointer { buffer in
        let own = UnsafeBufferPointer(rebasing: buffer[start..<end])
        return isText ? String(decoding: own, as: UTF8.self) : String(validating: own, as: UTF8.self)
      }
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(end - start)
    var index = start
    while index < end {
      plain.append(bytes[index])
      index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return String(validating: plain, as: UTF8.self)
  }
}
