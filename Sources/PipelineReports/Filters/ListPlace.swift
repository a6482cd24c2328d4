package import PipelineDomain

/// The place after an element of a list: a page that begins there has the elements that follow, however the list changed
/// in the meantime.
///
/// It holds the value that the list is ordered by and the identity of the element, which need not exist any more. Its text
/// is made for links: letters, digits, `-`, `_`, `.`, `~` and `%`.
package struct ListPlace: Hashable, Sendable {
  /// The value of an element in the order of its list.
  package struct Value: Hashable, Comparable, Sendable {
    package let number: Int128
    package let text: String
    package let record: RecordID?

    /// A value.
    package init(number: Int128 = 0, text: String = "", record: RecordID? = nil) {
      self.number = number
      self.text = text
      self.record = record
    }

    /// Orders by number, text and identity, in this order.
    package static func < (left: Self, right: Self) -> Bool {
      if left.number != right.number { return left.number < right.number }
      if left.text != right.text { return left.text < right.text }
      let none = RecordID(high: 0, low: 0)
      return left.record ?? none < right.record ?? none
    }
  }

  /// The order of the list: for deals as ``DealFilter/Order/init(_:)`` reads it.
  package let order: String
  /// The element's value; `nil` if it is unknown or the order has none.
  package let value: Value?
  /// The element's values in the orders of equal elements.
  package let ties: [Value?]
  /// The element.
  package let element: RecordID

  /// A place.
  package init(order: String, _ value: Value?, ties: [Value?] = [], _ element: RecordID) {
    self.order = order
    self.value = value
    self.ties = ties
    self.element = element
  }
}

extension ListPlace: LosslessStringConvertible {
  /// The place as text: `1~-amount~0189d1f07c4e7a3b8f000123456789ab~482105~~`. With ties it begins with `2`, and has three parts for
  /// each value, the first of them empty for none.
  package var description: String {
    let head = [ties.isEmpty ? "1" : "2", Self.escaped(order), "\(element)"]
    let values = ties.isEmpty ? (value.map { [$0] } ?? []) : [value] + ties
    return (head + values.flatMap(Self.parts)).joined(separator: "~")
  }

  private static func parts(_ value: Value?) -> [String] {
    guard let value else { return ["", "", ""] }
    return ["\(value.number)", escaped(value.text), value.record.map { "\($0)" } ?? ""]
  }

  /// Reads the text of a place; `nil` for any other.
  package init?(_ description: String) {
    let parts = description.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, parts.count % 3 == 0, let order = Self.unescaped(parts[1]), let element = RecordID(parts[2])
    else { return nil }
    var values: [Value?] = []
    for start in stride(from: 3, to: parts.count, by: 3) {
      let own = Array(parts[start..<start + 3])
      if own == ["", "", ""], parts[0] == "2" {
        values.append(nil)
      } else if let value = Self.value(own) {
        values.append(value)
      } else {
        return nil
      }
    }
    switch (parts[0], values.count) {
    case ("1", 0...1): self.init(order: order, values.first ?? nil, element)
    case ("2", 2...): self.init(order: order, values[0], ties: Array(values.dropFirst()), element)
    default: return nil
    }
  }

  private static func value(_ parts: [String]) -> Value? {
    let record = RecordID(parts[2])
    guard let number = Int128(parts[0]), let text = unescaped(parts[1]), record != nil || parts[2].isEmpty else {
      return nil
    }
    return Value(number: number, text: text, record: record)
  }

  /// Letters, digits and `-_.` as they are, all other bytes as `%` and two hexadecimal digits (RFC 3986).
  private static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
      }
    }
    return result
  }

  private static func unescaped(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Substring(text)
    while let first = rest.utf8.first {
      rest = Substring(rest.utf8.dropFirst())
      guard first == UInt8(ascii: "%") else {
        bytes.append(first)
        continue
      }
      let digits = rest.utf8.prefix(2)
      guard digits.count == 2, digits.first != UInt8(ascii: "+"), let text = String(digits),
        let byte = UInt8(text, radix: 16)
      else { return nil }
      bytes.append(byte)
      rest = Substring(rest.utf8.dropFirst(2))
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
