/// The fields of a kind of record, which JSON is made from.
package protocol RecordBody: Sendable {
  /// The kind of record.
  static var recordKind: RecordKind { get }
}

extension AccountBody: Codable, RecordBody {
  package static var recordKind: RecordKind { fields.kind }

  /// Reads an object with a member for each field.
  public init(from decoder: any Decoder) throws { self = try Self.fields.decode(from: decoder) }

  /// Writes an object with a member for each field.
  public func encode(to encoder: any Encoder) throws { try Self.fields.encode(self, to: encoder) }
}

extension OpportunityBody: Codable, RecordBody {
  package static var recordKind: RecordKind { fields.kind }

  /// Reads an object with a member for each field.
  public init(from decoder: any Decoder) throws { self = try Self.fields.decode(from: decoder) }

  /// Writes an object with a member for each field.
  public func encode(to encoder: any Encoder) throws { try Self.fields.encode(self, to: encoder) }
}

extension SalespersonBody: Codable, RecordBody {
  package static var recordKind: RecordKind { fields.kind }

  /// Reads an object with a member for each field.
  public init(from decoder: any Decoder) throws { self = try Self.fields.decode(from: decoder) }

  /// Writes an object with a member for each field.
  public func encode(to encoder: any Encoder) throws { try Self.fields.encode(self, to: encoder) }
}

extension Record: Identifiable {}

/// The members of a record's object.
private enum RecordKeys: String, CodingKey { case format, kind, id, version, fields }

extension Record: Encodable where Body: Encodable {
  /// Writes `{"format": 1, "kind": "opportunity", "id": "…", "version": 3, "fields": {…}}`.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: RecordKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    if let kind = (Body.self as? any RecordBody.Type)?.recordKind { try object.encode(kind, forKey: .kind) }
    try object.encode(id, forKey: .id)
    try object.encode(version, forKey: .version)
    try object.encode(body, forKey: .fields)
  }
}

extension Record: Decodable where Body: Decodable {
  /// Reads a record.
  /// - Throws: `DecodingError`, also for a record of another kind or of a newer format.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: RecordKeys.self)
    try object.checkFormat(.format)
    if let kind = (Body.self as? any RecordBody.Type)?.recordKind,
      let given = try object.decodeIfPresent(RecordKind.self, forKey: .kind), given != kind
    {
      let values: [String: PhraseValue] = ["value": .text("\(given)".clipped()), "known": .text("\(kind)")]
      throw JSONValueError(.otherKind, values).at(object.codingPath + [RecordKeys.kind])
    }
    self.init(
      id: try object.decode(RecordID.self, forKey: .id), version: try object.decode(Int64.self, forKey: .version),
      body: try object.decode(Body.self, forKey: .fields))
  }
}
