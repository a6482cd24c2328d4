/// An error of a store.
public enum StoreError: Hashable, Sendable {
  /// An expected version is not the current one: the record was changed in the meantime.
  case conflict(VersionConflict)
  /// Constraints are violated, and nothing was written. At least one violation, and at most a hundred.
  case constraint([ConstraintViolation])
  /// There is nothing to read at this place.
  case notFound(place: String)
  /// The file at this place is not a store of this plugin, or is damaged.
  case notAStore(place: String, reason: String)
  /// The store was written by a later version of the plugin, and was left unchanged.
  case newerSchema(place: String, found: Int, supported: Int)
  /// Another process is writing.
  case locked(place: String, holder: String?)
  /// The place is not writable.
  case readOnly(place: String)
  /// The store was opened for reading.
  case openedForReading(place: String)
  /// The place is full, and nothing was written.
  case full(place: String)
  /// An unknown kind or field, or a cell of another type than its field.
  case invalid(reason: String)
  /// The store was closed.
  case closed
  /// The connection was lost while an operation was committed, and the store cannot be reached: the operation was committed as
  /// a whole or not at all. Committing it again with the same identity has one effect.
  case outcomeUnknown(place: String, operation: RecordID)
  /// Another error of the backend; nothing was written.
  case failed(place: String, reason: String)
}

/// A conflict between an expected and the current version.
public struct VersionConflict: Hashable, Sendable {
  /// The record.
  public let key: RecordKey
  /// The expected version; 0 if the record should not exist.
  public let expected: Int64
  /// The current version; `nil` if the record does not exist or was deleted.
  public let found: Int64?

  /// Creates a conflict.
  public init(key: RecordKey, expected: Int64, found: Int64?) {
    self.key = key
    self.expected = expected
    self.found = found
  }
}

extension StoreError: ExplainedError {
  /// One line for people, with what to do.
  public var explanation: LocalizedText {
    switch self {
    case .conflict(let conflict): conflict.explanation
    case .constraint(let violations): Self.explanation(of: violations)
    case .notFound(let place): LocalizedText(ErrorPhrase.noStore, ["place": .text(place)])
    case .notAStore(let place, let reason):
      LocalizedText(ErrorPhrase.notAStore, ["place": .text(place), "reason": .text(reason)])
    case .newerSchema(let place, let found, let supported):
      LocalizedText(
        ErrorPhrase.newerStore,
        ["place": .text(place), "found": .text("\(found)"), "supported": .text("\(supported)")])
    case .locked(let place, nil): LocalizedText(ErrorPhrase.locked, ["place": .text(place)])
    case .locked(let place, let holder?):
      LocalizedText(ErrorPhrase.lockedBy, ["place": .text(place), "holder": .text(holder)])
    case .readOnly(let place): LocalizedText(ErrorPhrase.readOnlyStore, ["place": .text(place)])
    case .openedForReading(let place): LocalizedText(ErrorPhrase.openedForReading, ["place": .text(place)])
    case .full(let place): LocalizedText(ErrorPhrase.storeFull, ["place": .text(place)])
    case .invalid(let reason): LocalizedText(reason)
    case .closed: LocalizedText(ErrorPhrase.storeClosed)
    case .outcomeUnknown(let place, let operation):
      LocalizedText(ErrorPhrase.outcomeUnknown, ["place": .text(place), "operation": .text("\(operation)")])
    case .failed(let place, let reason):
      LocalizedText(ErrorPhrase.file, ["path": .text(place), "reason": .text(reason)])
    }
  }

  private static func explanation(of violations: [ConstraintViolation]) -> LocalizedText {
    guard let first = violations.first?.explanation else { return LocalizedText("") }
    guard violations.count > 1 else { return first }
    return LocalizedText(ErrorPhrase.andMore, ["message": .label(first), "count": .count(violations.count - 1)])
  }
}

extension VersionConflict: CustomStringConvertible {
  /// One line with both versions.
  public var explanation: LocalizedText {
    let phrase: ErrorPhrase =
      switch (expected, found) {
      case (0, nil): .createdAndGone
      case (0, _): .createdAlready
      case (_, nil): .readAndGone
      default: .readAndChanged
      }
    var values: [String: PhraseValue] = [
      "kind": .text("\(key.kind)"), "id": .text("\(key.id)"), "expected": .text("\(expected)"),
    ]
    values["found"] = found.map { .text("\($0)") }
    return LocalizedText(phrase, values)
  }

  /// The explanation in English.
  public var description: String { explanation.fallback }
}
