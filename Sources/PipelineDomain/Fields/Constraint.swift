/// What a field's values are held to at every commit; declared with the field.
package enum FieldConstraint: Hashable, Sendable {
  /// No two live records of a workspace hold the same value.
  case unique
  /// The value is the identity of a live record of that kind, which cannot be deleted meanwhile.
  case reference(RecordKind)
  /// The value is a key of that lookup table; one that is newly given is not retired.
  case lookup(LookupTableName)
}

/// A constraint on the live records of a kind, which a store checks at every commit.
///
/// A null field violates no constraint.
public enum Constraint: Hashable, Sendable {
  /// No two live records of a workspace have the same values in these fields. A record with null in any of them is
  /// exempt.
  case unique([FieldName])
  /// The field holds the identity of a live record of that kind. A record that live ones refer to cannot be deleted.
  case reference(FieldName, RecordKind)
  /// The field is a key of the list. A retired key may not be newly set, but records that have it keep it. An entry
  /// whose key live records use cannot be deleted.
  case entry(FieldName, EntryList)
}

/// Records of one kind that make a named list of keys, as lookup tables are.
public struct EntryList: Hashable, Sendable {
  /// The kind of the entries.
  public let kind: RecordKind
  /// The field that holds the list's name; text.
  public let nameField: FieldName
  /// The list's name.
  public let name: String
  /// The field that holds an entry's key; text.
  public let keyField: FieldName
  /// The field that holds 1 for an entry that is no longer given.
  public let retiredField: FieldName
  /// The keys of the list while it has no entry.
  public let defaults: [String]

  /// A list.
  public init(
    kind: RecordKind, nameField: FieldName, name: String, keyField: FieldName, retiredField: FieldName,
    defaults: [String] = []
  ) {
    self.kind = kind
    self.nameField = nameField
    self.name = name
    self.keyField = keyField
    self.retiredField = retiredField
    self.defaults = defaults
  }

  /// A lookup table as stores mirror it.
  public static func lookup(_ table: LookupTableName) -> EntryList {
    EntryList(
      kind: .lookupEntry, nameField: "table_name", name: table.rawValue, keyField: "key", retiredField: "retired",
      defaults: table == .forecasting ? LookupTable.standardForecasting.entries.map(\.key) : [])
  }
}

extension Field {
  /// The constraints on its values. Statuses are stages of the configuration, which are not in the store.
  package var constraints: [FieldConstraint] {
    var constraints: [FieldConstraint] = isUnique ? [.unique] : []
    switch kind {
    case .reference(let other): constraints.append(.reference(other))
    case .lookup(let table) where table != .status: constraints.append(.lookup(table))
    default: break
    }
    return constraints
  }
}
