/// A checksum of 64 bits over the contents of a column file, which finds damage by chance, not by intent.
///
/// Four lanes of eight bytes are multiplied and folded at a time, so that verifying a file takes a fraction of reading it.
struct ColumnFileChecksum: Equatable, Sendable {
  /// The checksum of all bytes so far.
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Adds bytes. What is added in two calls has another checksum than in one.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var (one, two, three, four) = (value, value ^ 1, value ^ 2, value ^ 3)
    var offset = 0
    func word(_ place: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: offset + place * 8, as: UInt64.self) }
    while offset + 32 <= bytes.count {
      one = Self.fold(one ^ word(0))
      two = Self.fold(two ^ word(1))
      three = Self.fold(three ^ word(2))
      four = Self.fold(four ^ word(3))
      offset += 32
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = Self.fold(rest ^ UInt64(bytes[offset]))
      offset += 1
    }
    for lane in [one, two, three, four] { rest = Self.fold(rest ^ lane) }
    value = Self.fold(rest ^ UInt64(truncatingIfNeeded: bytes.count))
  }

  /// The parts that an array of bytes is added in.
  static func parts(of count: Int) -> some Sequence<Range<Int>> {
    stride(from: 0, to: count, by: partSize).lazy.map { $0..<min($0 + partSize, count) }
  }

  private static let partSize = 1 << 18

  private static func fold(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
