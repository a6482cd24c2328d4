import PipelinePlugins

extension Pipeline.Change: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, cursor, kind, record, version, event, field, old, new, fields, author, operation
    case effectiveAt = "effective_at"
    case recordedAt = "recorded_at"
    case isInHistory = "in_history"
  }

  private enum EventName: String, Codable { case created, changed, deleted, restored }

  /// Reads a change.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    cursor = try object.decode(Cursor.self, forKey: .cursor)
    kind = try object.decode(RecordKind.self, forKey: .kind)
    record = try object.decode(RecordID.self, forKey: .record)
    version = try object.decode(Int64.self, forKey: .version)
    effectiveAt = try object.decode(Instant.self, forKey: .effectiveAt)
    recordedAt = try object.decode(Instant.self, forKey: .recordedAt)
    author = try object.decode(String.self, forKey: .author)
    operation = try object.decode(RecordID.self, forKey: .operation)
    isInHistory = try object.decode(Bool.self, forKey: .isInHistory)
    let kinds = WatchedFields[kind].kinds
    switch try object.decode(EventName.self, forKey: .event) {
    case .created: event = .created(try Self.cells(object.superDecoder(forKey: .fields), kinds))
    case .restored: event = .restored(try Self.cells(object.superDecoder(forKey: .fields), kinds))
    case .deleted: event = .deleted
    case .changed:
      let field = try object.decode(FieldName.self, forKey: .field)
      event = .changed(
        field: field, old: try JSONCell.read(kinds[field], from: object.superDecoder(forKey: .old)),
        new: try JSONCell.read(kinds[field], from: object.superDecoder(forKey: .new)))
    }
  }

  private static func cells(
    _ decoder: any Decoder, _ kinds: [FieldName: FieldKind]
  ) throws -> [FieldName: FieldValue] {
    let object = try decoder.container(keyedBy: JSONKey.self)
    var cells: [FieldName: FieldValue] = [:]
    for key in object.allKeys {
      // What is not the name of a field is no member of this version.
      guard let name = FieldName(key.stringValue) else { continue }
      let cell = try JSONCell.read(kinds[name], from: object.superDecoder(forKey: key))
      if !cell.isNull { cells[name] = cell }
    }
    return cells
  }

  /// Writes a change. An amount has its currency where the record's currency is among the fields; in a change of one field
  /// it is `{"minor_units": "482100"}`.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(cursor, forKey: .cursor)
    try object.encode(kind, forKey: .kind)
    try object.encode(record, forKey: .record)
    try object.encode(version, forKey: .version)
    switch event {
    case .created(let cells): try encode(.created, cells, to: &object)
    case .restored(let cells): try encode(.restored, cells, to: &object)
    case .deleted: try object.encode(EventName.deleted, forKey: .event)
    case .changed(let field, let old, let new):
      let kind = WatchedFields[kind].kinds[field]
      try object.encode(EventName.changed, forKey: .event)
      try object.encode(field, forKey: .field)
      try object.encode(JSONCell(old, kind), forKey: .old)
      try object.encode(JSONCell(new, kind), forKey: .new)
    }
    try object.encode(effectiveAt, forKey: .effectiveAt)
    try object.encode(recordedAt, forKey: .recordedAt)
    try object.encode(author, forKey: .author)
    try object.encode(operation, forKey: .operation)
    try object.encode(isInHistory, forKey: .isInHistory)
  }

  private func encode(
    _ event: EventName, _ cells: [FieldName: FieldValue], to object: inout KeyedEncodingContainer<CodingKeys>
  ) throws {
    try object.encode(event, forKey: .event)
    let kinds = WatchedFields[kind].kinds
    let currency = cells["currency"]?.text.flatMap { Currency($0) }
    var fields = object.nestedContainer(keyedBy: JSONKey.self, forKey: .fields)
    for (name, cell) in cells.sorted(by: { $0.key < $1.key }) {
      try fields.encode(JSONCell(cell, kinds[name], currency: currency), forKey: JSONKey(name))
    }
  }
}

extension HistoryEntry: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, at, author, operation, event, field, label, old, new
    case oldText = "old_text"
    case newText = "new_text"
    case oldCurrency = "old_currency"
    case newCurrency = "new_currency"
  }

  private enum EventName: String, Codable { case created, changed, deleted, restored }

  /// Reads an entry.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    at = try object.decode(Instant.self, forKey: .at)
    author = try object.decode(String.self, forKey: .author)
    operation = try object.decode(RecordID.self, forKey: .operation)
    switch try object.decode(EventName.self, forKey: .event) {
    case .created: (event, cells) = (.created, nil)
    case .deleted: (event, cells) = (.deleted, nil)
    case .restored: (event, cells) = (.restored, nil)
    case .changed:
      let field = try object.decode(FieldName.self, forKey: .field)
      event = .changed(
        field: field, label: try object.decode(LocalizedText.self, forKey: .label),
        old: try object.decodeIfPresent(String.self, forKey: .oldText),
        new: try object.decodeIfPresent(String.self, forKey: .newText))
      // A field of a newer version has its texts only.
      let kind = OpportunityBody.fields[field]?.kind ?? AccountBody.fields[field]?.kind
      cells = try kind.map { kind in
        Cells(
          kind: kind, old: try JSONCell.read(kind, from: object.superDecoder(forKey: .old)),
          oldCurrency: try object.decodeIfPresent(Currency.self, forKey: .oldCurrency),
          new: try JSONCell.read(kind, from: object.superDecoder(forKey: .new)),
          newCurrency: try object.decodeIfPresent(Currency.self, forKey: .newCurrency))
      }
    }
  }

  /// Writes an entry. The values of a change are there twice: typed, and as the history of a record shows them.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(at, forKey: .at)
    try object.encode(author, forKey: .author)
    try object.encode(operation, forKey: .operation)
    switch event {
    case .created: try object.encode(EventName.created, forKey: .event)
    case .deleted: try object.encode(EventName.deleted, forKey: .event)
    case .restored: try object.encode(EventName.restored, forKey: .event)
    case .changed(let field, let label, let old, let new):
      try object.encode(EventName.changed, forKey: .event)
      try object.encode(field, forKey: .field)
      try object.encode(label, forKey: .label)
      try object.encode(old, forKey: .oldText)
      try object.encode(new, forKey: .newText)
    }
    guard let cells else { return }
    try object.encode(JSONCell(cells.old, cells.kind, currency: cells.oldCurrency), forKey: .old)
    try object.encode(JSONCell(cells.new, cells.kind, currency: cells.newCurrency), forKey: .new)
    try object.encode(cells.oldCurrency, forKey: .oldCurrency)
    try object.encode(cells.newCurrency, forKey: .newCurrency)
  }
}
