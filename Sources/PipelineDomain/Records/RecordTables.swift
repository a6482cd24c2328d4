/// The field tables of all kinds of records in a store.
package enum RecordTables {
  /// The tables, in the order of the store's schema. A new kind of record is added here.
  package static let all: [any RecordTable] = [
    AccountBody.fields, OpportunityBody.fields, SalespersonBody.fields, LookupEntryBody.fields,
    ConfigurationBody.fields,
    ReportBody.fields, RateBody.fields, ConsumerBody.fields, ForecastCallBody.fields,
  ]
}

/// What a field table of any kind of record declares.
package protocol RecordTable: Sendable {
  /// The fields and constraints for the store.
  var schema: RecordSchema { get }
  /// The fields' labels, in order.
  var labels: [LocalizedText] { get }
  /// The fields that only serve the engine's rules.
  var bookkeeping: Set<FieldName> { get }
  /// What each field holds.
  var kinds: [FieldName: FieldKind] { get }
}

extension FieldTable: RecordTable {
  /// The fields' labels, in order.
  package var labels: [LocalizedText] { fields.map(\.label) }

  /// The fields that only serve the engine's rules.
  package var bookkeeping: Set<FieldName> {
    Set(fields.filter(\.isBookkeeping).map(\.name)).union([RecordSeal.field])
  }

  /// What each field holds.
  package var kinds: [FieldName: FieldKind] {
    Dictionary(fields.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
  }
}
