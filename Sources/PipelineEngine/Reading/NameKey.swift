/// A number for a name that orders names as far as it reaches, for lists by name.
enum NameKey {
  /// The first eight bytes of a name in NFC, the first of them the most significant: names compare by their scalars in that
  /// form, which is the order of the bytes in UTF-8 too.
  static func of(_ name: String) -> Int64 {
    let bytes = composedBytes(of: name) ?? bytes(of: StoredText.composed(name))
    // So that signed numbers are in the order of the bytes. No text has the byte 255: the greatest number stays free.
    return Int64(bitPattern: bytes ^ 1 << 63)
  }

  /// The bytes of a name of which they are known to be in NFC, as those of most names are; `nil` for others.
  ///
  /// Scalars below U+0300 change in no normal form, and combine with none before them. The first scalar behind the eight
  /// bytes is looked at too: an accent would change the letter before it.
  private static func composedBytes(of name: String) -> UInt64? {
    var bytes: UInt64 = 0
    var count = 0
    for byte in name.utf8 {
      // 0xCC and greater ones lead scalars from U+0300 on.
      guard byte < 0xCC else { return nil }
      if count < 8 { bytes = bytes << 8 | UInt64(byte) }
      count += 1
      let isInsideScalar = byte >= 0x80 && byte < 0xC0
      if count > 8, !isInsideScalar { break }
    }
    return count < 8 ? bytes << UInt64(8 * (8 - count)) : bytes
  }

  private static func bytes(of name: String) -> UInt64 {
    var bytes: UInt64 = 0
    var count = 0
    for byte in name.utf8.prefix(8) {
      bytes = bytes << 8 | UInt64(byte)
      count += 1
    }
    return count < 8 ? bytes << UInt64(8 * (8 - count)) : bytes
  }
}
