/// Lines as a store keeps them: a JSON array of `[product, quantity, unit price]`, with the list price at the end where it is
/// known, so that SQL can read it too.
enum LineText {
  /// The text; `nil` for no lines.
  static func encode(_ lines: [OpportunityLine]) -> String? {
    guard !lines.isEmpty else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.count * 48)
    bytes.append(UInt8(ascii: "["))
    for (index, line) in lines.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "["))
      JSONText.append(line.product, .stored, to: &bytes)
      for number in [line.quantity, line.unitPrice] + (line.listPrice.map { [$0] } ?? []) {
        bytes += ",\"".utf8
        number.append(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
      }
      bytes.append(UInt8(ascii: "]"))
    }
    bytes.append(UInt8(ascii: "]"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The lines; `nil` if the text is not such an array.
  static func decode(_ text: String?) -> [OpportunityLine]? {
    guard let text else { return [] }
    guard let rows = StringList.parse(text) else { return nil }
    var lines: [OpportunityLine] = []
    for row in rows {
      guard row.count == 3 || row.count == 4, let quantity = ExactDecimal(row[1]), let price = ExactDecimal(row[2])
      else { return nil }
      var line = OpportunityLine(product: row[0], quantity: quantity, unitPrice: price)
      if row.count == 4 {
        guard let list = ExactDecimal(row[3]) else { return nil }
        line.listPrice = list
      }
      lines.append(line)
    }
    return lines
  }
}

extension OpportunityLine {
  /// The products of lines in stored form; empty if the text is invalid.
  package static func products(inCell text: String?) -> [String] { (LineText.decode(text) ?? []).map(\.product) }
}

/// Names and values as a store keeps them: a JSON array of `[name, value]`, ordered by name.
package enum AttributeText {
  /// The text; `nil` for none.
  package static func encode(_ attributes: [String: String]) -> String? {
    guard !attributes.isEmpty else { return nil }
    var text = "["
    for (index, pair) in attributes.sorted(by: { $0.key < $1.key }).enumerated() {
      text += index == 0 ? "[" : ",["
      text += JSONText.quoted(pair.key, .stored)
      text += ","
      text += JSONText.quoted(pair.value, .stored)
      text += "]"
    }
    return text + "]"
  }

  /// The names and values; `nil` if the text is not such an array.
  package static func decode(_ text: String?) -> [String: String]? {
    guard let text else { return [:] }
    guard let rows = StringList.parse(text), rows.allSatisfy({ $0.count == 2 }) else { return nil }
    return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { _, last in last })
  }
}

/// Arrays of arrays of strings in JSON (RFC 8259): all that cells need of it.
private enum StringList {
  static func parse(_ text: String) -> [[String]]? {
    var rest = text.unicodeScalars[...]
    guard take("[", &rest) else { return nil }
    var rows: [[String]] = []
    repeat {
      guard take("[", &rest) else { return nil }
      var row: [String] = []
      repeat {
        guard let value = string(&rest) else { return nil }
        row.append(value)
      } while take(",", &rest)
      guard take("]", &rest) else { return nil }
      rows.append(row)
    } while take(",", &rest)
    return take("]", &rest) && rest.isEmpty ? rows : nil
  }

  private static func take(_ scalar: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  private static func string(_ rest: inout Substring.UnicodeScalarView) -> String? {
    guard take("\"", &rest) else { return nil }
    var value = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return String(value)
      case "\\":
        switch rest.popFirst() {
        case "\"": value.append("\"")
        case "\\": value.append("\\")
        case "u":
          let digits = String(String.UnicodeScalarView(rest.prefix(4)))
          guard digits.utf8.count == 4, let code = UInt32(digits, radix: 16), let escaped = Unicode.Scalar(code) else {
            return nil
          }
          rest = rest.dropFirst(4)
          value.append(escaped)
        default: return nil
        }
      default: value.append(scalar)
      }
    }
    return nil
  }
}
