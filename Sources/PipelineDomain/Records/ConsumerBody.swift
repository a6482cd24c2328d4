/// The place of a named reader of the journal.
package struct ConsumerBody: Hashable, Sendable {
  /// The name, unique.
  package var name = ""
  /// The sequence number of the last journal entry that was acknowledged.
  package var sequence: Int64 = 0
  /// When it was acknowledged.
  package var acknowledgedAt = Instant(microsecondsSince1970: 0)

  package init() {}

  package init(name: String, sequence: Int64, acknowledgedAt: Instant) {
    self.name = name
    self.sequence = sequence
    self.acknowledgedAt = acknowledgedAt
  }

  /// The field of ``sequence``.
  package static let placeField: FieldName = "sequence"

  /// The fields, in stored order.
  package static let fields = FieldTable(
    .consumer, empty: ConsumerBody(),
    [
      .text("name", .name, \.name, access: .system, isUnique: true),
      .whole(placeField, .label("Place in the journal", french: "Place dans le journal"), \.sequence),
      .instant("acknowledged_at", .label("Acknowledged", french: "Acquittement"), \.acknowledgedAt),
    ])
}

extension RecordKind {
  /// The place of a named reader of the journal.
  public static let consumer: RecordKind = "consumer"
}
