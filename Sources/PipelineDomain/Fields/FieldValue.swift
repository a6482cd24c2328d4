/// One cell of a record as stores and the journal see it. A store knows cells, not deals.
public enum FieldValue: Hashable, Sendable {
  /// No value: unknown or not given.
  case null
  /// An integer: minor units, days, microseconds, basis points, flags. Never `Int64.min`, which represents a missing
  /// value in columns.
  case integer(Int64)
  /// Unicode text, kept as given.
  case text(String)
  /// Raw bytes: identities.
  case bytes([UInt8])
}

extension FieldValue {
  /// Whether there is no value.
  public var isNull: Bool { self == .null }

  /// The whole number, where it is one.
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

  /// The text, where it is one.
  public var text: String? { if case .text(let value) = self { value } else { nil } }

  /// The bytes, where it is some.
  public var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
}

/// How a store keeps a field's cells.
public enum CellType: String, Hashable, Sendable {
  /// ``FieldValue/integer(_:)``
  case integer
  /// ``FieldValue/text(_:)``
  case text
  /// ``FieldValue/bytes(_:)``
  case bytes
}

/// The name of a field, such as `expected_close_date`: lower-case ASCII letters, digits and `_`.
public struct FieldName: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name as text.
  public let description: String

  /// Creates a name; `nil` if it contains other characters than lower-case ASCII letters, digits and `_`, or does not
  /// begin with a letter.
  public init?(_ name: String) {
    guard Self.isValid(name) else { return nil }
    description = name
  }

  /// A name written in the source.
  /// - Precondition: It is a valid name.
  public init(stringLiteral name: String) {
    precondition(Self.isValid(name), "'\(name)' is not a field name")
    description = name
  }

  /// Orders by the text's bytes.
  public static func < (left: Self, right: Self) -> Bool { left.description < right.description }

  static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
    return name.utf8.count <= 63
      && name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "_")
      }
  }
}

/// A kind of record, such as `opportunity`, with the same characters as a field's name.
public struct RecordKind: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name as text.
  public let description: String

  /// A kind; `nil` for a text that is not a field name.
  public init?(_ name: String) {
    guard FieldName.isValid(name) else { return nil }
    description = name
  }

  /// A kind written in the source.
  /// - Precondition: It is a valid name.
  public init(stringLiteral name: String) {
    precondition(FieldName.isValid(name), "'\(name)' is not a record kind")
    description = name
  }

  /// Orders by the text's bytes.
  public static func < (left: Self, right: Self) -> Bool { left.description < right.description }

  /// A customer or prospect.
  public static let account: RecordKind = "account"
  /// A deal.
  public static let opportunity: RecordKind = "opportunity"
  /// An entry of a lookup table.
  public static let lookupEntry: RecordKind = "lookup_entry"
  /// A saved report.
  public static let report: RecordKind = "report"
  /// A configuration that the store was opened with.
  public static let configuration: RecordKind = "configuration"
}

/// What a store needs to know of a field.
public struct FieldSpec: Hashable, Sendable {
  /// The field's name.
  public let name: FieldName
  /// How its cells are kept.
  public let type: CellType
  /// Whether ``/PipelinePlugins/Store/find(_:_:in:)`` accepts the field.
  public let isIndexed: Bool

  /// A field.
  public init(_ name: FieldName, _ type: CellType, isIndexed: Bool = false) {
    self.name = name
    self.type = type
    self.isIndexed = isIndexed
  }
}

/// A kind of record and its fields, in the order of a record's cells.
public struct RecordSchema: Hashable, Sendable {
  /// The kind.
  public let kind: RecordKind
  /// Its fields. New ones are only ever appended.
  public let fields: [FieldSpec]
  /// What its live records are held to.
  public let constraints: [Constraint]

  /// A kind, its fields and its constraints.
  public init(_ kind: RecordKind, _ fields: [FieldSpec], constraints: [Constraint] = []) {
    self.kind = kind
    self.fields = fields
    self.constraints = constraints
  }
}
