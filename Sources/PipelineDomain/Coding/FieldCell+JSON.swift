/// A cell of a record as JSON, by what its field holds.
package struct JSONCell: Encodable, Sendable {
  private let cell: FieldValue
  private let kind: FieldKind?
  private let currency: Currency?

  /// - Parameters:
  ///   - kind: What the field holds; `nil` for a field of a newer version.
  ///   - currency: The currency of an amount; `nil` if unknown.
  package init(_ cell: FieldValue, _ kind: FieldKind?, currency: Currency? = nil) {
    self.cell = cell
    self.kind = kind
    self.currency = currency
  }

  /// Writes the cell.
  /// - Throws: `EncodingError` for a cell that its field does not take.
  package func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch (kind, cell) {
    case (_, .null): try value.encodeNil()
    case (.date, .integer(let days)):
      try value.encode(expect(Int32(exactly: days).flatMap { CivilDate(daysSince1970: $0) }, encoder))
    case (.instant, .integer(let time)): try value.encode(Instant(microsecondsSince1970: time))
    case (.percent, .integer(let points)):
      try value.encode(expect(Int(exactly: points).flatMap { BasisPoints($0) }, encoder))
    case (.money, .integer(let units)):
      // Without its currency an amount has no decimals.
      guard let currency else { return try value.encode([Self.minorUnits: "\(units)"]) }
      try value.encode(expect(Money(minorUnits: units, currency: currency), encoder))
    case (.flag, .integer(let flag)): try value.encode(flag != 0)
    case (.reference, .bytes(let bytes)): try value.encode(expect(RecordID(bytes: bytes), encoder))
    case (.lines, .text(let text)): try value.encode(expect(LineText.decode(text), encoder))
    case (.attributes, .text(let text)): try value.encode(expect(AttributeText.decode(text), encoder))
    case (_, .integer(let number)): try value.encode(number)
    case (_, .text(let text)): try value.encode(text)
    case (_, .bytes(let bytes)): try value.encode([Self.bytes: bytes])
    }
  }

  private static let minorUnits = "minor_units"
  private static let bytes = "bytes"

  private func expect<Value>(_ value: Value?, _ encoder: any Encoder) throws -> Value {
    guard let value else {
      throw EncodingError.invalidValue(
        cell,
        EncodingError.Context(
          codingPath: encoder.codingPath,
          debugDescription: "\(DecodingError.text(encoder.codingPath)): the stored value cannot be read"))
    }
    return value
  }

  /// Reads a cell.
  /// - Throws: `DecodingError` for a value that is not one of the field.
  package static func read(_ kind: FieldKind?, from decoder: any Decoder) throws -> FieldValue {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() { return .null }
    guard let kind else { return try untyped(decoder) }
    switch kind {
    case .date: return .integer(Int64(try CivilDate(from: decoder).daysSince1970))
    case .instant: return .integer(try Instant(from: decoder).microsecondsSince1970)
    case .percent: return .integer(Int64(try BasisPoints(from: decoder).value))
    case .money:
      let object = try decoder.container(keyedBy: JSONKey.self)
      let key = JSONKey(stringValue: minorUnits)
      guard object.contains(key) else { return .integer(try Money(from: decoder).minorUnits) }
      return try .integer(
        object.superDecoder(forKey: key).parsed { text in
          guard let units = Int64(text) else { throw DecimalError.malformed(text) }
          return units
        })
    case .flag: return .integer(try value.decode(Bool.self) ? 1 : 0)
    case .integer: return .integer(try value.decode(Int64.self))
    case .reference: return .bytes(try RecordID(from: decoder).bytes)
    case .lines: return cell(LineText.encode(try value.decode([OpportunityLine].self)))
    case .attributes: return cell(AttributeText.encode(try value.decode([String: String].self)))
    default: return .text(try decoder.parsed { $0 })
    }
  }

  private static func cell(_ text: String?) -> FieldValue { text.map(FieldValue.text) ?? .null }

  /// A cell of a field that this version does not know.
  private static func untyped(_ decoder: any Decoder) throws -> FieldValue {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Int64.self) { return .integer(number) }
    if let flag = try? value.decode(Bool.self) { return .integer(flag ? 1 : 0) }
    if let text = try? value.decode(String.self) { return .text(text) }
    let object = try value.decode([String: [UInt8]].self)
    guard let bytes = object[bytes] else { throw JSONValueError(.otherTypeExpected).at(decoder.codingPath) }
    return .bytes(bytes)
  }
}

extension FieldTable {
  /// Writes a body as an object with a member for each field, `null` for one without a value.
  package func encode(_ body: Body, to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: JSONKey.self)
    for field in fields {
      let key = JSONKey(field.name)
      if let amount = field.amount {
        try object.encode(withUnsafePointer(to: body) { amount.get($0) }, forKey: key)
      } else {
        try object.encode(JSONCell(field.get(body), field.kind), forKey: key)
      }
    }
  }

  /// Reads a body. A field without a member has the value that it has in an empty record; members that are no fields are
  /// ignored.
  /// - Throws: `DecodingError` that names the field.
  package func decode(from decoder: any Decoder) throws -> Body {
    let object = try decoder.container(keyedBy: JSONKey.self)
    var body = empty
    for field in fields {
      let key = JSONKey(field.name)
      guard object.contains(key) else { continue }
      if let amount = field.amount {
        amount.set(&body, try object.decodeIfPresent(Money.self, forKey: key))
        continue
      }
      let isNull = try object.decodeNil(forKey: key)
      let cell = isNull ? .null : try JSONCell.read(field.kind, from: object.superDecoder(forKey: key))
      guard !field.set(&body, cell) else { continue }
      let path = object.codingPath + [key]
      if isNull { throw JSONValueError(.valueExpected).at(path) }
      throw DecodingError.because(field.notAValue(cell.text ?? ""), at: path)
    }
    settle?(&body)
    return body
  }
}
