/// The fields of a lookup entry as the store mirrors it.
package struct LookupEntryBody: Hashable, Sendable {
  /// The table's name.
  package var table = ""
  /// The entry's key.
  package var key = ""
  /// The label for languages without one.
  package var label = ""
  /// Labels by language.
  package var labels: [String: String] = [:]
  /// More about the entry.
  package var attributes: [String: String] = [:]
  /// The entry's place among the others, from 0.
  package var position: Int64 = 0
  /// Whether new deals may no longer use it.
  package var isRetired = false
  /// What the last imports said of it, as ``ImportMemory`` writes it; `nil` where none did.
  package var imported: String?

  package init() {}

  /// - Parameter imported: What imports said of it.
  package init(_ entry: LookupEntry, in table: LookupTableName, at position: Int, imported: String? = nil) {
    self.table = table.rawValue
    key = entry.key
    label = entry.label.fallback
    // A label of the catalogue is kept in the languages that the catalogue always has.
    labels = entry.label.catalogueTexts.merging(entry.label.byLanguage) { $1 }
    attributes = entry.attributes
    self.position = Int64(position)
    isRetired = entry.isRetired
    self.imported = imported
  }

  /// The entry.
  package var entry: LookupEntry {
    LookupEntry(key, label: LocalizedText(label, labels), attributes: attributes, isRetired: isRetired)
  }

  /// The fields, in stored order.
  package static let fields = FieldTable(
    .lookupEntry, empty: LookupEntryBody(), unique: [["table_name", "key"]],
    [
      .text("table_name", .label("Table", french: "Table"), \.table, access: .system, isIndexed: true),
      .text("key", .label("Key", french: "Clé"), \.key, access: .system),
      .text("label", .label("Label", french: "Libellé"), \.label, access: .system),
      .coded(
        "labels", .label("Labels", french: "Libellés"), \.labels, .attributes, access: .system,
        encode: { AttributeText.encode($0) },
        decode: { AttributeText.decode($0) }),
      .coded(
        "attributes", .attributes, \.attributes, .attributes, access: .system,
        encode: { AttributeText.encode($0) }, decode: { AttributeText.decode($0) }),
      .whole("position", .label("Position", french: "Rang"), \.position),
      .flag("retired", .label("Retired", french: "Retirée"), \.isRetired),
      .optionalText(ImportMemory.field, .imported, \.imported, access: .system, isBookkeeping: true),
    ])
}
