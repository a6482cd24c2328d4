/// Parses CSV (RFC 4180) row by row, with line numbers for errors.
///
/// A byte order mark is skipped. Rows end with CRLF, LF or CR. A quoted field may contain delimiters, line ends and
/// doubled quotes. Columns without a header are ignored if they are empty. Only requested fields are copied. O(bytes).
package struct CSVReader: Sendable {
  /// The names of the columns, in order; empty for a column without a header. Trailing columns without a header are
  /// left out.
  package let header: [String]
  /// Whether the whole file is UTF-8 without zero bytes, so that every field is a text.
  package let isText: Bool
  /// The columns that have no name, by their place.
  private let unnamed: [Int]
  private let file: String
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var position: Int
  private var line: Int
  private var number = 0
  private let places: [String: Int]

  /// Parses the header.
  ///
  /// - Parameters:
  ///   - file: The name in errors.
  ///   - delimiter: An ASCII character: `,`, `;` or tab.
  ///   - skippingLines: The number of lines before the header.
  /// - Throws: ``CSVError`` if there is no header, no column has a name, or a name is duplicate or invalid.
  package init(_ bytes: [UInt8], file: String, delimiter: Character = ",", skippingLines: Int = 0) throws {
    self.file = file
    self.bytes = bytes
    self.delimiter = delimiter.asciiValue ?? UInt8(ascii: ",")
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    line = 1
    isText = UTF8Check.isText(bytes)
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw CSVError(file: file, line: 1, column: 1, reason: .notUTF8)
    }
    var scanner = CSVScanner(bytes: bytes, delimiter: self.delimiter, position: position, line: line)
    for _ in 0..<skippingLines { scanner.skipLine() }
    guard let row = scanner.row(), !(row.fields.count == 1 && row.fields[0].isEmpty) else {
      throw CSVError(file: file, line: 1, column: 1, reason: .noHeader)
    }
    if let problem = row.problem { throw problem.error(in: file) }
    var names: [String] = []
    var places: [String: Int] = [:]
    for field in row.fields {
      let column = field.start - row.start + 1
      guard let name = field.text(bytes) else {
        throw CSVError(file: file, line: row.line, column: column, reason: .notUTF8)
      }
      let trimmed = name.trimmingBlanks
      guard !trimmed.isEmpty else {
        names.append("")
        continue
      }
      guard places.updateValue(names.count, forKey: trimmed) == nil else {
        throw CSVError(file: file, line: row.line, column: column, reason: .doubledHeader(trimmed))
      }
      names.append(trimmed)
    }
    while names.last == "" { names.removeLast() }
    guard !names.isEmpty else {
      throw CSVError(file: file, line: row.line, column: 1, reason: .emptyHeader(1))
    }
    header = names
    unnamed = names.indices.filter { names[$0].isEmpty }
    self.places = places
    position = scanner.position
    line = scanner.line
  }

  /// The index of a column; `nil` if there is none. O(1).
  package func column(_ name: String) -> Int? { places[name] }

  /// Returns the next row; `nil` after the last. Empty lines are skipped.
  ///
  /// - Throws: ``CSVError`` for an invalid row; the next call continues after it.
  package mutating func next() throws -> CSVRow? {
    while true {
      var scanner = CSVScanner(bytes: bytes, delimiter: delimiter, position: position, line: line)
      let row = scanner.row()
      position = scanner.position
      line = scanner.line
      guard let row else { return nil }
      if row.fields.count == 1, row.fields[0].isEmpty, row.problem == nil, header.count > 1 { continue }
      number += 1
      if let problem = row.problem { throw problem.error(in: file) }
      if row.fields.count != header.count || !unnamed.isEmpty { try check(row) }
      return CSVRow(
        file: file, number: number, line: row.line, start: row.start, bytes: bytes, fields: row.fields, isText: isText)
    }
  }
}

extension CSVReader {
  /// Refuses a row that has fewer fields than the header has names, or holds anything where there is no name.
  private func check(_ row: CSVScanner.Row) throws {
    func isBlank(_ field: CSVField) -> Bool {
      !field.isQuoted && bytes[field.start..<field.end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
    guard row.fields.count >= header.count, row.fields.dropFirst(header.count).allSatisfy(isBlank) else {
      throw CSVError(
        file: file, line: row.line, column: 1, reason: .fieldCount(found: row.fields.count, expected: header.count))
    }
    for place in unnamed where row.fields[place].start < row.fields[place].end && !isBlank(row.fields[place]) {
      throw CSVError(
        file: file, line: row.line, column: row.fields[place].start - row.start + 1,
        reason: .emptyHeader(place + 1))
    }
  }
}

/// A row of a CSV file.
package struct CSVRow: Sendable {
  /// The file's name.
  package let file: String
  /// The row's number, from 1, the header not counted.
  package let number: Int
  /// The line on which it starts, from 1.
  package let line: Int
  let start: Int
  let bytes: [UInt8]
  let fields: [CSVField]
  /// Whether the file is UTF-8 without zero bytes, so that its fields need no check.
  let isText: Bool

  /// How many fields there are: as many as the header has.
  package var count: Int { fields.count }

  /// Whether a field is a text: UTF-8 without zero bytes.
  package func isText(_ column: Int) -> Bool {
    guard fields.indices.contains(column) else { return true }
    return UTF8Check.isText(Array(bytes[fields[column].start..<fields[column].end]))
  }

  /// Whether one field holds something, and all others are empty or blank.
  package var hasOneValue: Bool {
    var count = 0
    for field in fields where bytes[field.start..<field.end].contains(where: { $0 != 0x20 && $0 != 0x09 }) {
      count += 1
      if count > 1 { return false }
    }
    return count == 1 && fields.count > 1
  }

  /// Whether every field is empty or blank.
  package var isBlank: Bool {
    fields.allSatisfy { field in
      bytes[field.start..<field.end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "\"") }
    }
  }

  /// The byte offset of a column's field in the row, from 1, for errors.
  package func place(of column: Int) -> Int { fields.indices.contains(column) ? fields[column].start - start + 1 : 1 }

  /// The text of a field.
  ///
  /// - Throws: ``CSVError`` where it is not UTF-8 or holds a NUL, and for a column that the row does not have.
  package func text(_ column: Int) throws -> String {
    guard fields.indices.contains(column) else {
      throw CSVError(
        file: file, line: line, column: 1, reason: .fieldCount(found: fields.count, expected: column + 1))
    }
    let field = fields[column]
    guard let text = field.text(bytes, isText: isText) else {
      throw CSVError(file: file, line: line, column: field.start - start + 1, reason: .notUTF8)
    }
    if !isText, text.utf8.contains(0) {
      throw CSVError(file: file, line: line, column: field.start - start + 1, reason: .nul)
    }
    return text
  }
}

/// A CSV file that cannot be read as one.
public struct CSVError: ExplainedError, Hashable {
  /// The file's name.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The byte within the row, from 1.
  public let column: Int
  /// What is wrong.
  public let reason: Reason

  /// What can be wrong.
  public enum Reason: Hashable, Sendable {
    /// There is nothing in the file.
    case noHeader
    /// A column that holds something has no name, by its number from 1.
    case emptyHeader(Int)
    /// Two columns with one name.
    case doubledHeader(String)
    /// A quote was opened and never closed.
    case unterminatedQuote
    /// There is text between a closing quote and the next delimiter.
    case textAfterQuote
    /// The row has another number of fields than the header.
    case fieldCount(found: Int, expected: Int)
    /// The bytes are not UTF-8.
    case notUTF8
    /// The bytes are not of the declared encoding; the first that is not, where it is one byte.
    case notInEncoding(String, byte: UInt8?)
    /// A zero byte.
    case nul
  }

  /// An error.
  public init(file: String, line: Int, column: Int, reason: Reason) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// One line with the place and a hint.
  public var explanation: LocalizedText { Wording(file: file, line: line, column: column, Wording(sentence)).text }

  /// What is wrong, without the place.
  package var sentence: LocalizedText {
    switch reason {
    case .noHeader: LocalizedText(ImportPhrase.noHeader)
    case .emptyHeader(let number): LocalizedText(ImportPhrase.emptyHeader, ["number": .text("\(number)")])
    case .doubledHeader(let name): LocalizedText(ImportPhrase.doubledHeader, ["value": .text(name.clipped())])
    case .unterminatedQuote: LocalizedText(ImportPhrase.unterminatedQuote)
    case .textAfterQuote: LocalizedText(ImportPhrase.textAfterQuote)
    case .fieldCount(let found, let expected):
      LocalizedText(ImportPhrase.fieldCount, ["count": .count(found), "expected": .count(expected)])
    case .notUTF8: LocalizedText(ImportPhrase.notUTF)
    case .notInEncoding(let name, let byte?):
      LocalizedText(
        ImportPhrase.byteNotInEncoding,
        ["encoding": .text(name), "byte": .text(String(byte, radix: 16, uppercase: true))])
    case .notInEncoding(let name, nil): LocalizedText(ImportPhrase.notInEncoding, ["encoding": .text(name)])
    case .nul: LocalizedText(ImportPhrase.nul)
    }
  }
}

extension String {
  /// The text without blanks and tabs at its ends.
  package var trimmingBlanks: String {
    // Most cells have none: decided by the first and the last byte, without characters. U+00A0 is C2 A0.
    guard let start = utf8.first, let end = utf8.last else { return self }
    guard start == 0x20 || start == 0x09 || start == 0xC2 || end == 0x20 || end == 0x09 || end == 0xA0 else {
      return self
    }
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }
    guard let first = first, let last = last, isBlank(first) || isBlank(last) else { return self }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
