/// The imported values of a record: for each mapping and field, a hash of the value in the last import.
///
/// A second import compares the hashes: a cell with the same hash is unchanged in the file, so that edits by people are
/// kept. A hash has 40 bits. A collision of two values of one field is very unlikely, and would only leave the field
/// unchanged.
///
/// The text form is, for each mapping, its name, `=`, and ten characters per field: two for the field's index in the
/// table and eight for the hash. Mappings are separated by `|`.
package struct ImportMemory: Hashable, Sendable {
  /// The field of a record that keeps it.
  package static let field: FieldName = "imported"

  private let mapping: String
  /// By place, ascending.
  private var entries: [Entry] = []
  /// The imported values of other mappings, in text form.
  private var others: [Substring] = []

  private struct Entry: Hashable, Sendable {
    let place: Int
    var code: UInt64
  }

  /// Parses the imported values of a mapping from a record's text.
  ///
  /// - Parameter mapping: The mapping's name; empty for a mapping without one.
  package init(_ text: String?, of mapping: String) {
    self.mapping = mapping
    guard let text else { return }
    for part in text.split(separator: "|") {
      guard let sign = part.firstIndex(of: "="), part[..<sign] == mapping else {
        others.append(part)
        continue
      }
      var rest = Array(part[part.index(after: sign)...].utf8)[...]
      while rest.count >= Self.width {
        let entry = rest.prefix(Self.width)
        rest = rest.dropFirst(Self.width)
        guard let place = Int(String(decoding: entry.prefix(2), as: UTF8.self), radix: 36),
          let code = UInt64(String(decoding: entry.dropFirst(2), as: UTF8.self), radix: 36)
        else { continue }
        self[place] = code
      }
    }
  }

  private static let width = 10

  /// The hash of the field at an index of the table; `nil` if it was not imported.
  package subscript(place: Int) -> UInt64? {
    get { entries.first { $0.place == place }?.code }
    set {
      let index = entries.firstIndex { $0.place >= place } ?? entries.endIndex
      let isThere = index < entries.endIndex && entries[index].place == place
      switch (newValue, isThere) {
      case (let code?, true): entries[index].code = code
      case (let code?, false): entries.insert(Entry(place: place, code: code), at: index)
      case (nil, true): entries.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// The text that a record keeps; `nil` for nothing.
  package var text: String? {
    guard !entries.isEmpty else { return others.isEmpty ? nil : others.sorted().joined(separator: "|") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(mapping.utf8.count + 1 + entries.count * Self.width)
    bytes += mapping.utf8
    bytes.append(UInt8(ascii: "="))
    for entry in entries {
      Self.write(UInt64(entry.place), 2, to: &bytes)
      Self.write(entry.code, 8, to: &bytes)
    }
    let own = String(decoding: bytes, as: UTF8.self)
    return others.isEmpty ? own : (others + [own[...]]).sorted().joined(separator: "|")
  }

  /// Writes so many digits of base 36.
  private static func write(_ number: UInt64, _ width: Int, to bytes: inout [UInt8]) {
    var rest = number
    let start = bytes.count
    for _ in 0..<width { bytes.append(0) }
    for place in (start..<start + width).reversed() {
      let digit = UInt8(rest % 36)
      bytes[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      rest /= 36
    }
  }

  /// The code of a cell.
  ///
  /// - Parameter currency: The currency that an amount is in: the same number in another currency is another value.
  package static func code(_ cell: FieldValue, currency: Currency? = nil) -> UInt64 {
    var hash = FowlerNollVo()
    switch cell {
    case .null: hash.add(0)
    case .integer(let number):
      hash.add(1)
      for shift in stride(from: 0, to: 64, by: 8) { hash.add(UInt8(truncatingIfNeeded: number >> Int64(shift))) }
    case .text(let text):
      hash.add(2)
      for byte in text.utf8 { hash.add(byte) }
    case .bytes(let bytes):
      hash.add(3)
      for byte in bytes { hash.add(byte) }
    }
    if let currency { for byte in currency.code.utf8 { hash.add(byte) } }
    return (hash.value ^ (hash.value >> 40)) & 0xFF_FFFF_FFFF
  }
}

/// The FNV-1a hash of 64 bits (Fowler, Noll, Vo).
private struct FowlerNollVo {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
