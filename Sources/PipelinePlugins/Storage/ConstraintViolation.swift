/// A record that breaks a constraint, or would have.
public struct ConstraintViolation: Hashable, Sendable {
  /// The record: the one that was written or deleted, or that was found.
  public let record: RecordKey
  /// The fields that the constraint is about. For a record that others refer to, the field by which they do.
  public let fields: [FieldName]
  /// What these fields hold.
  public let cells: [FieldValue]
  /// What is wrong.
  public let problem: Problem

  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// Another live record holds the same values.
    case taken(by: RecordKey)
    /// There is no live record of this kind with that identity.
    case missing(RecordKind)
    /// The list has no such key.
    case unknownKey(EntryList)
    /// The list's entry is retired, and the key is newly given.
    case retiredKey(EntryList)
    /// The record was to be deleted, or its key changed, but this live one refers to it.
    case referred(by: RecordKey)
  }

  /// A violation.
  public init(_ record: RecordKey, _ fields: [FieldName], _ cells: [FieldValue], _ problem: Problem) {
    self.record = record
    self.fields = fields
    self.cells = cells
    self.problem = problem
  }

  /// The value as people read it: what the last of the fields holds.
  public var value: String {
    switch cells.last {
    case .text(let text)?: text
    case .integer(let number)?: "\(number)"
    case .bytes(let bytes)?: RecordID(bytes: bytes).map { "\($0)" } ?? "\(bytes.count) bytes"
    case .null?, nil: ""
    }
  }

  /// The record besides that the constraint is about: who holds the value, or who refers to the record.
  public var holder: RecordKey? {
    switch problem {
    case .taken(let holder), .referred(let holder): holder
    case .missing, .unknownKey, .retiredKey: nil
    }
  }
}

extension ConstraintViolation: ExplainedError {
  /// One line that names the record, the field, the value and the holder.
  public var explanation: LocalizedText {
    var values: [String: PhraseValue] = [
      "record": .text("\(record)"), "field": .text(fields.last.map { "\($0)" } ?? ""), "value": .text(value.clipped()),
    ]
    values["holder"] = holder.map { .text("\($0)") }
    switch problem {
    case .taken: return LocalizedText(ErrorPhrase.valueTaken, values)
    case .missing(let kind):
      values["kind"] = .text("\(kind)")
      return LocalizedText(ErrorPhrase.nothingReferred, values)
    case .unknownKey(let list):
      values["table"] = .text(list.name)
      return LocalizedText(ErrorPhrase.noSuchKey, values)
    case .retiredKey(let list):
      values["table"] = .text(list.name)
      return LocalizedText(ErrorPhrase.keyRetired, values)
    case .referred: return LocalizedText(ErrorPhrase.stillReferred, values)
    }
  }
}

extension RecordKey: CustomStringConvertible {
  /// The kind and the identity.
  public var description: String { "\(kind) \(id)" }
}
