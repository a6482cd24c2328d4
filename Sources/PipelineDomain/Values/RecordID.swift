/// The identity of a record: a UUID, made by the caller, in time order (version 7, RFC 9562 section 5.7).
public struct RecordID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The first eight bytes, most significant first.
  public let high: UInt64
  /// The last eight bytes, most significant first.
  public let low: UInt64

  /// An identity from its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A version 7 identity: 48 bits of milliseconds, 12 bits that order within one, 62 bits of randomness.
  public init(milliseconds: UInt64, counter: UInt16, random: UInt64) {
    high = milliseconds << 16 | 0x7000 | UInt64(counter & 0x0FFF)
    low = 0x8000_0000_0000_0000 | (random & 0x3FFF_FFFF_FFFF_FFFF)
  }

  /// Orders by time of making, as bytes do.
  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// The sixteen bytes.
  public var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(16)
    for half in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
      }
    }
    return result
  }

  /// An identity from sixteen bytes; `nil` for any other number of them.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    // A call per identity instead of one per byte: stores and constraints read very many.
    let read = bytes.withContiguousStorageIfAvailable { storage in
      let raw = UnsafeRawBufferPointer(storage)
      return (
        UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
    var halves = read ?? (0, 0)
    if read == nil {
      for (index, byte) in bytes.enumerated() {
        if index < 8 { halves.0 = halves.0 << 8 | UInt64(byte) } else { halves.1 = halves.1 << 8 | UInt64(byte) }
      }
    }
    self.init(high: halves.0, low: halves.1)
  }
}

extension RecordID: CustomStringConvertible, LosslessStringConvertible {
  /// The usual text in lower case: `0189d1f0-7c4e-7a3b-8f00-0123456789ab`.
  public var description: String {
    var text = ""
    text.reserveCapacity(36)
    for (index, byte) in bytes.enumerated() {
      if index == 4 || index == 6 || index == 8 || index == 10 { text.append("-") }
      if byte < 16 { text.append("0") }
      text += String(byte, radix: 16)
    }
    return text
  }

  /// Reads the usual text, with or without hyphens, in either case; `nil` otherwise.
  public init?(_ description: String) {
    let digits = description.utf8.filter { $0 != UInt8(ascii: "-") }
    guard digits.count == 32, description.utf8.count == 32 || description.utf8.count == 36,
      let text = String(validating: digits, as: UTF8.self),
      let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16),
      digits.first != UInt8(ascii: "+")
    else { return nil }
    self.init(high: high, low: low)
  }

  /// Reads the usual text, with or without hyphens, in either case.
  /// - Throws: An ``ExplainedError`` for another text.
  public init(parsing text: some StringProtocol) throws {
    guard let id = RecordID(String(text)) else { throw FieldTextError(.notAnIdentity, text) }
    self = id
  }
}
