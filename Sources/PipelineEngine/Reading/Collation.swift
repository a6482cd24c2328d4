import PipelineAnalytics
import PipelinePlugins

/// The order in which people expect names: by their letters, whatever their accents and case; of names with the same letters those
/// come first that are written without capitals, then without accents.
///
/// It approximates the root order of the Unicode Collation Algorithm for names, and has the letters that a language adds to the
/// alphabet: `ö` comes after `z` in Swedish, and with `o` in German. Foundation compares names a hundred times slower, and gives no
/// keys.
struct Collation: Sendable {
  /// The letters that the language sorts elsewhere than by their base letter, in lower case.
  private let own: [Unicode.Scalar: String]

  /// The order of a language, by its tag.
  init(language: String) {
    own = Self.tailorings[Phrasebook.baseLanguage(language)] ?? [:]
  }

  /// A text for a name: names are in the order of their texts, compared scalar by scalar. Equal names in any normal form have equal
  /// texts, different names different ones.
  func text(_ name: String) -> String {
    let name = StoredText.composed(name)
    let letters = letters(of: name)
    // Names without capitals and accents are shorter than others of the same letters, and so before them.
    return letters.utf8.elementsEqual(name.utf8) ? letters : letters + "\u{0}" + name
  }

  /// A number that orders names as far as it reaches: the first eight bytes of the letters, the first of them the most significant.
  func key(_ name: String) -> Int64 {
    let bytes = plainBytes(of: name) ?? Self.bytes(of: letters(of: StoredText.composed(name)))
    // So that signed numbers are in the order of the bytes. No text has the byte 255: the greatest number stays free.
    return Int64(bitPattern: bytes ^ 1 << 63)
  }

  /// The names of deals in this order.
  func names(_ text: @escaping (RecordID) -> String?) -> DealNames {
    DealNames(text: text, key: { key($0) }, isLess: { isLess($0, $1) }) { sortText in
      // The letters are before the name itself, and letters are their own letters.
      key(String(sortText.unicodeScalars.prefix { $0.value != 0 }))
    }
  }

  /// Whether a name comes before another one: compares their texts, without making them where both names are ASCII.
  func isLess(_ one: String, _ other: String) -> Bool {
    guard Self.isASCII(one), Self.isASCII(other) else { return text(one) < text(other) }
    return Self.isLess(ascii: one.utf8, other.utf8)
  }
}

extension Collation {
  /// The letters of a composed name: in lower case, without accents.
  private func letters(of name: String) -> String {
    if name.utf8.allSatisfy({ Self.isPlain($0) }) { return name }
    var letters = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      let lower = Self.lower(scalar)
      if let own = own[lower] {
        letters.append(contentsOf: own.unicodeScalars)
      } else if lower.value < 0x80 {
        if !Self.isIgnored(UInt8(lower.value)) { letters.append(lower) }
      } else if let base = Self.bases[lower] {
        letters.append(contentsOf: base.unicodeScalars)
      } else if !Self.accents.contains(lower.value) {
        letters.append(lower)
      }
    }
    return StoredText.composed(String(letters))
  }

  private static let accents: ClosedRange<UInt32> = 0x300...0x36F

  /// Whether a byte is a whole scalar that stays as it is.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// Control characters have no part in the order.
  private static func isIgnored(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value < 0x80 { return Unicode.Scalar(lower(UInt8(scalar.value))) }
    let mapped = scalar.properties.lowercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped[mapped.startIndex] : scalar
  }

  /// The first eight bytes of the letters, where all of them and the scalar behind are ASCII; `nil` where they are not: an accent
  /// would belong to the letter before it.
  private func plainBytes(of name: String) -> UInt64? {
    var (bytes, count): (UInt64, Int) = (0, 0)
    for byte in name.utf8 {
      guard byte < 0x80 else { return nil }
      if Self.isIgnored(byte) { continue }
      if count == 8 { break }
      bytes = bytes << 8 | UInt64(Self.lower(byte))
      count += 1
    }
    return count < 8 ? (count == 0 ? 0 : bytes << UInt64(8 * (8 - count))) : bytes
  }

  private static func bytes(of letters: String) -> UInt64 {
    var (bytes, count): (UInt64, Int) = (0, 0)
    for byte in letters.utf8.prefix(8) {
      bytes = bytes << 8 | UInt64(byte)
      count += 1
    }
    return count < 8 ? (count == 0 ? 0 : bytes << UInt64(8 * (8 - count))) : bytes
  }

  private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  /// Compares two ASCII texts as their sort texts compare.
  private static func isLess(ascii one: String.UTF8View, _ other: String.UTF8View) -> Bool {
    var (left, right) = (one.makeIterator(), other.makeIterator())
    func next(_ bytes: inout String.UTF8View.Iterator) -> UInt8? {
      while let byte = bytes.next() { if !isIgnored(byte) { return lower(byte) } }
      return nil
    }
    while true {
      switch (next(&left), next(&right)) {
      case (let left?, let right?): if left != right { return left < right }
      case (nil, _?): return true
      case (_?, nil): return false
      case (nil, nil):
        let (first, second) = (one.allSatisfy(isPlain), other.allSatisfy(isPlain))
        return first != second ? first : one.lexicographicallyPrecedes(other)
      }
    }
  }
}

extension Collation {
  /// Base letters of Latin letters in lower case, by decomposition; some that do not decompose by custom.
  private static let bases: [Unicode.Scalar: String] = {
    var bases: [Unicode.Scalar: String] = [
      "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ħ": "h",
    ]
    for value in Array(UInt32(0xC0)...0x24F) + Array(0x1E00...0x1EFF) {
      guard let scalar = Unicode.Scalar(value), bases[scalar] == nil else { continue }
      let base = StoredText.decomposed(String(scalar)).unicodeScalars.filter { !accents.contains($0.value) }
      if base.count == 1, base.first != scalar { bases[scalar] = String(String.UnicodeScalarView(base)) }
    }
    return bases
  }()

  /// Letters of their own in the alphabets of languages: each after a letter, in order. The scalar is behind all ASCII.
  private static let tailorings: [String: [Unicode.Scalar: String]] = {
    func after(_ letters: (String, [Unicode.Scalar])...) -> [Unicode.Scalar: String] {
      var own: [Unicode.Scalar: String] = [:]
      for (base, added) in letters {
        for (place, scalar) in added.enumerated() { own[scalar] = base + "\u{2C1}\(place)" }
      }
      return own
    }
    let (swedish, danish) = (after(("z", ["å", "ä", "ö"])), after(("z", ["æ", "ø", "å"])))
    return [
      "sv": swedish, "fi": swedish, "da": danish, "nb": danish, "nn": danish, "no": danish, "es": after(("n", ["ñ"])),
      "pl": after(
        ("a", ["ą"]), ("c", ["ć"]), ("e", ["ę"]), ("l", ["ł"]), ("n", ["ń"]), ("o", ["ó"]), ("s", ["ś"]),
        ("z", ["ź", "ż"])),
      "cs": after(("c", ["č"]), ("r", ["ř"]), ("s", ["š"]), ("z", ["ž"])),
    ]
  }()
}
