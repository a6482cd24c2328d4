/// Writes what a column file holds: whole numbers, arrays and texts, in the order in which ``ColumnFileReader`` reads them,
/// in the byte order of the machine.
package struct ColumnFileWriter {
  private let sink: (UnsafeRawBufferPointer) throws -> Void
  private var checksum = ColumnFileChecksum()

  /// A writer that passes all bytes on to a closure.
  package init(_ sink: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.sink = sink }

  /// Writes a number.
  package mutating func write(_ number: Int64) throws {
    try withUnsafeBytes(of: number) { try put($0) }
  }

  /// Writes the number of elements, then the elements as they are in memory.
  package mutating func write<Element: BitwiseCopyable>(_ elements: [Element]) throws {
    try write(Int64(elements.count))
    try elements.withUnsafeBytes { try put($0) }
  }

  /// Writes texts: their lengths in UTF-8, then all of them end to end.
  package mutating func write(_ texts: [String]) throws {
    var (lengths, bytes): ([UInt32], [UInt8]) = ([], [])
    for text in texts {
      lengths.append(UInt32(truncatingIfNeeded: text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    }
    try write(lengths)
    try write(bytes)
  }

  /// Writes the checksum of everything so far; the reader verifies it there.
  package mutating func seal() throws {
    try withUnsafeBytes(of: checksum.value) { try sink($0) }
  }

  private mutating func put(_ bytes: UnsafeRawBufferPointer) throws {
    for part in ColumnFileChecksum.parts(of: bytes.count) {
      checksum.add(UnsafeRawBufferPointer(rebasing: bytes[part]))
    }
    try sink(bytes)
  }
}
