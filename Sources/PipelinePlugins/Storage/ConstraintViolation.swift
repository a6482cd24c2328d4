/// A violation of a constraint by a record.
public struct ConstraintViolation: Hashable, Sendable {
  /// The record that was written, deleted or found.
  public let record: RecordKey
  /// The fields of the constraint; for a reference to the record, the referring field.
  public let fields: [FieldName]
  /// The values of the fields.
  public let cells: [FieldValue]
  /// The kind of violation.
  public let problem: Problem

  /// A kind of violation.
  public enum Problem: Hashable, Sendable {
    /// Another live record has the same values.
    case taken(by: RecordKey)
    /// No live record of this kind has the referenced identity.
    case missing(RecordKind)
    /// The list does not have the key.
    case unknownKey(EntryList)
    /// The entry is retired, and the key is newly set.
    case retiredKey(EntryList)
    /// The record was to be deleted, or its key changed, but this live record refers to it.
    case referred(by: RecordKey)
  }

  /// Creates a violation.
  public init(_ record: RecordKey, _ fields: [FieldName], _ cells: [FieldValue], _ problem: Problem) {
    self.record = record
    self.fields = fields
    self.cells = cells
    self.problem = problem
  }

  /// The formatted value of the last field.
  public var value: String {
    switch cells.last {
    case .text(let text)?: text
    case .integer(let number)?: "\(number)"
    case .bytes(let bytes)?: RecordID(bytes: bytes).map { "\($0)" } ?? "\(bytes.count) bytes"
    case .null?, nil: ""
    }
  }

  /// The other record of the violation: with the same value, or referring to the record.
  public var holder: RecordKey? {
    switch problem {
    case .taken(let holder), .referred(let holder): holder
    case .missing, .unknownKey, .retiredKey: nil
    }
  }
}

extension ConstraintViolation: ExplainedError {
  /// One line with the record, the field, the value and the other record.
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
