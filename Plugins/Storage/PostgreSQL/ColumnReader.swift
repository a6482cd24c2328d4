#if PostgreSQL
  import PipelinePlugins

  /// Gathers one field's cells into a column. A text becomes a `String` once a page, however many cells have it.
  struct ColumnReader {
    private let type: CellType
    private var numbers: [Int64] = []
    private var codes: [UInt32] = []
    private var texts: [String] = []
    private var identities: [RecordID] = []
    private var dictionary = ByteDictionary()

    init(_ type: CellType) { self.type = type }

    mutating func reserve(_ count: Int) {
      if type == .integer { numbers.reserveCapacity(count) } else { codes.reserveCapacity(count) }
    }

    var column: CellColumn {
      switch type {
      case .integer: .integers(numbers)
      case .text: .texts(codes: codes, dictionary: texts)
      case .bytes: .identities(codes: codes, dictionary: identities)
      }
    }

    /// Adds the cell of a row.
    /// - Throws: `Damage` for a cell of another type.
    mutating func append(_ rows: Rows, _ row: Int, _ column: Int) throws {
      if rows.isNull(row, column) { return appendMissing() }
      if type == .integer { numbers.append(try rows.integer(row, column)) } else { try append(rows.bytes(row, column)) }
    }

    mutating func appendMissing() {
      if type == .integer { numbers.append(CellColumn.missing) } else { codes.append(CellColumn.missingCode) }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
      let (code, isNew) = dictionary.code(of: bytes)
      codes.append(code)
      guard isNew else { return }
      if type == .text {
        texts.append(try StoredText.text(bytes))
      } else {
        guard let id = RecordID(bytes: bytes) else { throw Damage(reason: "an identity is cut short") }
        identities.append(id)
      }
    }
  }
#endif
