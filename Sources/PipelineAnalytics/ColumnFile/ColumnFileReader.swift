/// Reads what ``ColumnFileWriter`` wrote.
///
/// Nothing of a file is trusted: no length leads past its end, and no number that is out of range leaves the reader of a
/// column. Until ``verify()`` returned, what was read may be damaged.
package struct ColumnFileReader {
  private let source: (UnsafeMutableRawBufferPointer) throws -> Void
  private let prepare: (UnsafeMutableRawBufferPointer) -> Void
  /// How many bytes of the file were not read yet.
  private var rest: Int
  private var checksum = ColumnFileChecksum()

  /// A reader of a file.
  ///
  /// - Parameters:
  ///   - size: How many bytes the file has.
  ///   - prepare: Called with the memory of an array before it is filled part by part.
  ///   - source: Fills a buffer with the file's next bytes.
  package init(
    size: Int, prepare: @escaping (UnsafeMutableRawBufferPointer) -> Void = { _ in },
    _ source: @escaping (UnsafeMutableRawBufferPointer) throws -> Void
  ) {
    rest = size
    self.prepare = prepare
    self.source = source
  }

  /// Reads a number.
  /// - Throws: ``ColumnFileDamage``.
  package mutating func number() throws -> Int64 {
    var number: Int64 = 0
    try withUnsafeMutableBytes(of: &number) { try fill($0) }
    return number
  }

  /// Reads a number that is not negative and not above a limit.
  /// - Throws: ``ColumnFileDamage``.
  package mutating func count(atMost limit: Int = .max) throws -> Int {
    guard let count = Int(exactly: try number()), count >= 0, count <= limit else { throw ColumnFileDamage() }
    return count
  }

  /// Reads elements whose type has a value for every pattern of bits.
  ///
  /// - Parameter limit: The greatest number of them.
  /// - Throws: ``ColumnFileDamage``.
  package mutating func array<Element: BitwiseCopyable>(
    of type: Element.Type = Element.self, atMost limit: Int = .max
  ) throws -> [Element] {
    let count = try count(atMost: min(limit, rest / MemoryLayout<Element>.stride))
    return try Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      prepare(bytes)
      try fill(bytes)
      initialized = count
    }
  }

  /// Reads texts.
  /// - Throws: ``ColumnFileDamage``.
  package mutating func texts(atMost limit: Int = .max) throws -> [String] {
    let lengths = try array(of: UInt32.self, atMost: limit)
    let bytes = try array(of: UInt8.self)
    var start = 0
    return try lengths.map { length in
      guard Int(length) <= bytes.count - start,
        let text = String(validating: bytes[start..<start + Int(length)], as: UTF8.self)
      else { throw ColumnFileDamage() }
      start += Int(length)
      return text
    }
  }

  /// Compares the checksum of everything so far with the one in the file.
  /// - Throws: ``ColumnFileDamage``.
  package mutating func verify() throws {
    let own = checksum
    var written: UInt64 = 0
    try withUnsafeMutableBytes(of: &written) { try fill($0) }
    guard written == own.value else { throw ColumnFileDamage() }
    checksum = own
  }

  private mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
    guard buffer.count <= rest else { throw ColumnFileDamage() }
    rest -= buffer.count
    // The checksum is made of what is still in the processor's cache.
    for part in ColumnFileChecksum.parts(of: buffer.count) {
      let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[part])
      try source(bytes)
      checksum.add(UnsafeRawBufferPointer(bytes))
    }
  }
}

/// A column file that cannot be used: damaged, or of other contents than were asked for. It is made anew.
package struct ColumnFileDamage: Error {
  /// An error.
  package init() {}
}
