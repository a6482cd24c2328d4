/// The version of the JSON of records, changes, refusals and reports: the member `format` of their objects.
///
/// Members may be added within a version, and readers ignore those that they do not know. A version that is newer than
/// this one is refused.
package struct JSONFormat: Codable, Hashable, Sendable {
  /// The version that is written, and the newest that is read.
  package static let current = 1

  private let version: Int

  /// The current version.
  package init() { version = Self.current }

  /// Reads a version.
  package init(from decoder: any Decoder) throws {
    version = try decoder.singleValueContainer().decode(Int.self)
    guard (1...Self.current).contains(version) else {
      let values: [String: PhraseValue] = ["value": .text("\(version)"), "known": .text("\(Self.current)")]
      throw JSONValueError(.newerFormat, values).at(decoder.codingPath)
    }
  }

  /// Writes the version.
  package func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(version)
  }
}

extension KeyedDecodingContainer {
  /// Refuses an object of a newer version. One without a version is of the first.
  package func checkFormat(_ key: Key) throws { _ = try decodeIfPresent(JSONFormat.self, forKey: key) }
}

/// A value in JSON that is not what its member holds.
package struct JSONValueError: ExplainedError, Hashable {
  /// One line that a person can act on.
  package let explanation: LocalizedText

  package init(_ phrase: ValuePhrase, _ values: [String: PhraseValue] = [:]) {
    explanation = LocalizedText(phrase, values)
  }

  /// The error of a decoder at a member.
  package func at(_ path: [any CodingKey]) -> DecodingError { .because(self, at: path) }
}

extension DecodingError {
  /// The error for a value that another error explains. Its description begins with the member.
  package static func because(_ error: any Error, at path: [any CodingKey]) -> DecodingError {
    let place = Self.text(path)
    return .dataCorrupted(
      Context(
        codingPath: path, debugDescription: place.isEmpty ? "\(error)" : "\(place): \(error)", underlyingError: error))
  }

  /// A place in JSON: `fields.lines[2].quantity`.
  package static func text(_ path: [any CodingKey]) -> String {
    path.reduce(into: "") { text, key in
      if let place = key.intValue {
        text += "[\(place)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }

  /// The member that the error is about and what is wrong with it, for people.
  package var explanation: LocalizedText {
    switch self {
    case .keyNotFound(let key, let context):
      Self.explanation(
        context.codingPath, LocalizedText(ValuePhrase.missingMember, ["member": .text(key.stringValue.clipped())]))
    case .valueNotFound(_, let context):
      Self.explanation(context.codingPath, LocalizedText(ValuePhrase.valueExpected))
    case .typeMismatch(_, let context):
      Self.explanation(context.codingPath, LocalizedText(ValuePhrase.otherTypeExpected))
    case .dataCorrupted(let context):
      (context.underlyingError as? any ExplainedError).map { Self.explanation(context.codingPath, $0.explanation) }
        ?? LocalizedText(context.debugDescription)
    @unknown default: LocalizedText("\(self)")
    }
  }

  private static func explanation(_ path: [any CodingKey], _ message: LocalizedText) -> LocalizedText {
    guard !path.isEmpty else { return message }
    return LocalizedText(
      ValuePhrase.atMember, ["member": .text(text(path).clipped()), "message": .label(message)])
  }
}

extension Decoder {
  /// Reads a text as a value.
  package func parsed<Value>(_ parse: (String) throws -> Value) throws -> Value {
    guard let text = try? singleValueContainer().decode(String.self) else {
      throw JSONValueError(.textExpected).at(codingPath)
    }
    do { return try parse(text) } catch { throw DecodingError.because(error, at: codingPath) }
  }
}

extension Encoder {
  /// Writes a text.
  package func write(_ text: String) throws {
    var value = singleValueContainer()
    try value.encode(text)
  }
}

/// A name in an object of JSON.
package struct JSONKey: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }

  package init(_ name: FieldName) { stringValue = name.description }
  package init(stringValue: String) { self.stringValue = stringValue }
  package init?(intValue: Int) { nil }
}

/// Days with both ends, as `{"from": "2026-01-01", "to": "2026-03-31"}`.
package struct JSONDays: Codable, Hashable, Sendable {
  private enum CodingKeys: String, CodingKey { case from, to }

  /// The days.
  package let range: ClosedRange<CivilDate>

  package init(_ range: ClosedRange<CivilDate>) { self.range = range }

  package init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    let first = try object.decode(CivilDate.self, forKey: .from)
    let last = try object.decode(CivilDate.self, forKey: .to)
    guard first <= last else {
      throw JSONValueError(.valueExpected).at(object.codingPath + [CodingKeys.to])
    }
    range = first...last
  }

  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(range.lowerBound, forKey: .from)
    try object.encode(range.upperBound, forKey: .to)
  }
}
