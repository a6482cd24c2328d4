import PipelinePlugins

/// Gathers one field's cells into a column.
struct ColumnBuilder {
  private let type: CellType
  private var numbers: [Int64] = []
  private var codes: [UInt32] = []
  private var texts: [String] = []
  private var identities: [RecordID] = []
  /// By bytes: texts that only mean the same to Unicode stay apart.
  private var codeOf: [[UInt8]: UInt32] = [:]

  init(_ type: CellType) { self.type = type }

  mutating func append(_ cell: FieldValue) {
    switch cell {
    case .integer(let number): numbers.append(number)
    case .null: type == .integer ? numbers.append(CellColumn.missing) : codes.append(CellColumn.missingCode)
    case .text(let text): if isNew(Array(text.utf8), texts.count) { texts.append(text) }
    case .bytes(let bytes):
      guard let id = RecordID(bytes: bytes) else { return codes.append(CellColumn.missingCode) }
      if isNew(bytes, identities.count) { identities.append(id) }
    }
  }

  private mutating func isNew(_ bytes: [UInt8], _ place: Int) -> Bool {
    if let code = codeOf[bytes] {
      codes.append(code)
      return false
    }
    codeOf[bytes] = UInt32(truncatingIfNeeded: place)
    codes.append(UInt32(truncatingIfNeeded: place))
    return true
  }

  var column: CellColumn {
    switch type {
    case .integer: .integers(numbers)
    case .text: .texts(codes: codes, dictionary: texts)
    case .bytes: .identities(codes: codes, dictionary: identities)
    }
  }
}
