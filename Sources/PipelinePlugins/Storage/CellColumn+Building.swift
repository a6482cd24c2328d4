extension CellColumn {
  /// Gathers one field's cells into a column. A cell of another type than the field's is null.
  package struct Builder {
    private let type: CellType
    private var numbers: [Int64] = []
    private var codes: [UInt32] = []
    private var texts: [String] = []
    private var identities: [RecordID] = []
    /// By bytes: texts that only mean the same to Unicode stay apart.
    private var codeOf: [[UInt8]: UInt32] = [:]

    package init(_ type: CellType) { self.type = type }

    package mutating func append(_ cell: FieldValue) {
      switch (cell, type) {
      case (.integer(let number), .integer): numbers.append(number)
      case (.text(let text), .text): if isNew(Array(text.utf8), texts.count) { texts.append(text) }
      case (.bytes(let bytes), .bytes):
        guard let id = RecordID(bytes: bytes) else { return codes.append(CellColumn.missingCode) }
        if isNew(bytes, identities.count) { identities.append(id) }
      case (_, .integer): numbers.append(CellColumn.missing)
      case (_, .text), (_, .bytes): codes.append(CellColumn.missingCode)
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

    package var column: CellColumn {
      switch type {
      case .integer: .integers(numbers)
      case .text: .texts(codes: codes, dictionary: texts)
      case .bytes: .identities(codes: codes, dictionary: identities)
      }
    }
  }
}
