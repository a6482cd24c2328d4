public import PipelinePlugins

/// All lookup tables at one moment.
public struct LookupTables: Hashable, Sendable {
  private var tables: [LookupTableName: LookupTable]

  /// Creates tables; forecasting has the standard entries unless given.
  public init(_ tables: [LookupTable] = []) {
    self.tables = [.forecasting: .standardForecasting]
    for table in tables { self.tables[table.name] = table }
  }

  /// Returns a table; empty if it is not configured.
  public subscript(name: LookupTableName) -> LookupTable { tables[name] ?? LookupTable(name, []) }

  /// The statuses of sales cycles; a key that several cycles have is listed once.
  package static func statuses(of cycles: [SalesCycle]) -> LookupTable {
    LookupTable(
      .status,
      cycles.flatMap { cycle in
        cycle.stages.map {
          LookupEntry($0.key, label: $0.label, attributes: ["outcome": $0.outcome.rawValue])
        }
      })
  }

  /// Whether an entry exists and is not retired.
  package func isUsable(_ key: String, _ name: LookupTableName) -> Bool { self[name][key]?.isRetired == false }

  /// The forecast entry for a stage's `forecast`: the entry itself, the replacement of a retired one, or the first
  /// entry of that category; `nil` if none is usable.
  package func forecastEntry(_ key: String?) -> String? {
    guard let key else { return nil }
    let table = self[.forecasting]
    if let usable = usable(key, .forecasting), isUsable(usable, .forecasting) { return usable }
    return table.entries.first { !$0.isRetired && table.category(of: $0.key).rawValue == key }?.key
  }

  /// The entry that is used in place of a retired one, by its replacements; the key itself where there is none.
  package func usable(_ key: String?, _ name: LookupTableName) -> String? {
    guard let key, !isUsable(key, name) else { return key }
    let table = self[name]
    var seen: Set<String> = [key]
    var retired = table[key]
    while let next = retired?.attributes[LookupEntry.replacement], seen.insert(next).inserted {
      if isUsable(next, name) { return next }
      retired = table[next]
    }
    return key
  }

  /// The first twelve keys, and a sign that there are more.
  private static func listed(_ keys: [String]) -> String {
    (keys.prefix(12) + (keys.count > 12 ? ["…"] : [])).joined(separator: ", ")
  }

  /// The refusal of a key that is not usable; `nil` if it is.
  package func refusal(of key: String, _ field: FieldName, _ name: LookupTableName) -> Refusal? {
    let table = self[name]
    guard let entry = table[key] else {
      let usable = table.entries.filter { !$0.isRetired }.map(\.key)
      let near = nearest(key, in: usable)
      return Refusal(
        .unknownEntry, field,
        near != nil ? .unknownEntryNear : table.entries.isEmpty ? .unknownEntryOfNone : .unknownEntryOf,
        ["value": key, "table": name.rawValue].with(near: near),
        values: ["allowed": .text(Self.listed(usable))])
    }
    guard entry.isRetired else { return nil }
    return Refusal(
      .retiredEntry, field, .retiredEntry, ["value": key, "table": name.rawValue],
      values: ["value": .label(entry.label)])
  }
}
