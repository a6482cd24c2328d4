#if PostgreSQL
  import CLibPQ
  import PipelinePlugins

  /// The rows of a result, in binary form.
  final class Rows {
    private let result: OpaquePointer
    let count: Int
    /// How many columns there are.
    let width: Int
    /// How many rows the statement changed.
    let changed: Int

    init(_ result: OpaquePointer) {
      self.result = result
      count = Int(PQntuples(result))
      width = Int(PQnfields(result))
      changed = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    deinit { PQclear(result) }

    func isNull(_ row: Int, _ column: Int) -> Bool {
      PQgetisnull(result, Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column)) != 0
    }

    /// A value's bytes, valid as long as the rows.
    func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
      let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
      return UnsafeRawBufferPointer(
        start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    }

    /// - Throws: `Damage` for a value that is no whole number of eight or two bytes.
    func integer(_ row: Int, _ column: Int) throws -> Int64 {
      let bytes = bytes(row, column)
      switch bytes.count {
      case 8: return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
      case 2: return Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
      case 1: return Int64(bytes[0])
      default: throw Damage(reason: "a whole number has \(bytes.count) bytes")
      }
    }

    func integerOrNil(_ row: Int, _ column: Int) throws -> Int64? {
      isNull(row, column) ? nil : try integer(row, column)
    }

    func text(_ row: Int, _ column: Int) throws -> String { try StoredText.text(bytes(row, column)) }

    func identity(_ row: Int, _ column: Int) throws -> RecordID {
      guard let id = RecordID(bytes: bytes(row, column)) else { throw Damage(reason: "an identity is cut short") }
      return id
    }

    func cell(_ row: Int, _ column: Int, _ type: CellType) throws -> FieldValue {
      if isNull(row, column) { return .null }
      switch type {
      case .integer: return .integer(try integer(row, column))
      case .text: return .text(try text(row, column))
      case .bytes: return .bytes(Array(bytes(row, column)))
      }
    }
  }
#endif
