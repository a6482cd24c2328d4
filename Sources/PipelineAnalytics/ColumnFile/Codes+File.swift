import PipelinePlugins

extension ValueCodes {
  /// Codes of these values, from 1 on.
  /// - Throws: ``ColumnFileDamage`` for a value that occurs twice.
  init(_ values: [Value]) throws {
    self.init()
    reserveCapacity(values.count)
    for value in values { _ = code(value) }
    guard self.values.count == values.count + 1 else { throw ColumnFileDamage() }
  }

  /// The values by code, from 1 on.
  var known: [Value] { values.dropFirst().compactMap(\.self) }
}

extension NumberCodes {
  /// Writes the numbers by code, from 1 on.
  func write(_ file: inout ColumnFileWriter) throws { try file.write(values.dropFirst().compactMap(\.self)) }

  /// Reads numbers of a range.
  /// - Throws: ``ColumnFileDamage``, also for a number out of the range or one that occurs twice.
  mutating func read(_ file: inout ColumnFileReader) throws {
    for number in try file.array(of: Int64.self) {
      let next = values.count
      guard Int(code(number)) == next else { throw ColumnFileDamage() }
    }
  }
}
