public import PipelinePlugins

/// All lookup tables at one moment.
public struct LookupTables: Hashable, Sendable {
  private var tables: [LookupTableName: LookupTable]

  /// Some tables; forecasting is the standard one unless given.
  public init(_ tables: [LookupTable] = []) {
    self.tables = [.forecasting: .standardForecasting]
    for table in tables { self.tables[table.name] = table }
  }

  /// A table; empty where nothing was configured.
  public subscript(name: LookupTableName) -> LookupTable { tables[name] ?? LookupTable(name, []) }

  /// The statuses, made of the stages: a key that several cycles have is listed once.
  package static func statuses(of cycles: [SalesCycle]) -> LookupTable {
    LookupTable(
      .status,
      cycles.flatMap { cycle in
        cycle.stages.map {
          LookupEntry($0.key, label: $0.label, attributes: ["outcome": $0.outcome.rawValue])
        }
      })
  }

  /// Whether new records may use an entry: it exists and is not retired.
  package func isUsable(_ key: String, _ name: LookupTableName) -> Bool { self[name][key]?.isRetired == false }

  /// The forecast entry that a stage's `forecast` names: the entry itself, the one that replaces it where it is retired, or the
  /// first that counts as that category. `nil` where there is none that may be used.
  package func forecastEntry(_ key: String?) -> String? {
    guard let key else { return nil }
    let table = self[.forecasting]
    if isUsable(key, .forecasting) { return key }
    var seen: Set<String> = [key]
    var retired = table[key]
    while let next = retired?.attributes[LookupEntry.replacement], seen.insert(next).inserted {
      if isUsable(next, .forecasting) { return next }
      retired = table[next]
    }
    return table.entries.first { !$0.isRetired && table.category(of: $0.key).rawValue == key }?.key
  }

  /// Why a key may not be used; `nil` where it may.
  package func refusal(of key: String, _ field: FieldName, _ name: LookupTableName) -> Refusal? {
    let table = self[name]
    guard let entry = table[key] else {
      let shown = table.entries.filter { !$0.isRetired }.prefix(12).map(\.key).joined(separator: ", ")
      return Refusal(
        .unknownEntry, field, table.entries.isEmpty ? .unknownEntryOfNone : .unknownEntryOf,
        ["value": key, "table": name.rawValue], values: ["allowed": .text(shown)])
    }
    guard entry.isRetired else { return nil }
    return Refusal(
      .retiredEntry, field, .retiredEntry, ["value": key, "table": name.rawValue],
      values: ["value": .label(entry.label)])
  }
}
