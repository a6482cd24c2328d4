/// The names of the lookup tables. The entries of `OpportunityStatus` are the stages of the sales cycles; each other
/// table has a lookup source.
public enum LookupTableName: String, Hashable, Sendable, CaseIterable {
  /// The statuses: the stages of every sales cycle.
  case status = "OpportunityStatus"
  /// Forecast entries; each has a `category` attribute.
  case forecasting = "OpportunityForecasting"
  /// Why deals are lost.
  case lossReason = "OpportunityLossReason"
  /// The products of lines.
  case line = "OpportunityLine"
  /// The sources of deals and accounts.
  case source = "OpportunitySource"
  /// The competitors.
  case competitor = "OpportunityCompetitor"
}

/// An entry of a lookup table.
public struct LookupEntry: Hashable, Sendable, Codable, Identifiable {
  private enum CodingKeys: String, CodingKey {
    case key, label, attributes
    case isRetired = "retired"
  }

  /// The key, which is unique within its table.
  public var id: String { key }

  /// The entry's key: never changes once used.
  public let key: String
  /// What people read. A rename changes this alone.
  public var label: LocalizedText
  /// Attributes by name, such as a product's `list_price`.
  public var attributes: [String: String]
  /// Whether new deals may no longer use it. An entry that a deal uses is retired, never removed.
  public var isRetired: Bool

  /// An entry.
  public init(
    _ key: String, label: LocalizedText? = nil, attributes: [String: String] = [:], isRetired: Bool = false
  ) {
    self.key = key
    self.label = label ?? LocalizedText(key)
    self.attributes = attributes
    self.isRetired = isRetired
  }

  /// The attribute of a retired entry that names its replacement as a default.
  public static let replacement = "replaced_by"

  /// Whether a text is a valid key: 1 to 120 characters, no control character, no blank at either end.
  public static func isValidKey(_ key: String) -> Bool {
    guard let first = key.first, let last = key.last, !first.isWhitespace, !last.isWhitespace else { return false }
    return key.utf8.count <= 480 && key.count <= 120
      && !key.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}

/// A named, ordered list that people choose from.
public struct LookupTable: Hashable, Sendable {
  /// Which table it is.
  public let name: LookupTableName
  /// The entries, in the order that people see; keys are unique.
  public let entries: [LookupEntry]
  private let byKey: [String: Int]

  /// A table; of entries with the same key the first is kept.
  public init(_ name: LookupTableName, _ entries: [LookupEntry]) {
    self.name = name
    var byKey: [String: Int] = [:]
    var kept: [LookupEntry] = []
    for entry in entries where byKey[entry.key] == nil {
      byKey[entry.key] = kept.count
      kept.append(entry)
    }
    self.entries = kept
    self.byKey = byKey
  }

  /// The entry with a key. O(1).
  public subscript(key: String) -> LookupEntry? { byKey[key].map { entries[$0] } }

  /// The index of an entry; `nil` if there is none. O(1).
  public func position(of key: String) -> Int? { byKey[key] }

  /// The default forecast entries: one for each category.
  public static let standardForecasting = LookupTable(
    .forecasting,
    [
      ("omitted", StandardPhrase.omitted), ("pipeline", .pipeline), ("best_case", .bestCase), ("commit", .commit),
      ("closed", .closed),
    ].map { LookupEntry($0, label: LocalizedText($1), attributes: ["category": $0]) })

  /// What a forecast entry counts as: its `category` attribute, else the category of the same name, else pipeline.
  public func category(of key: String?) -> ForecastCategory {
    guard let key else { return .pipeline }
    if let category = self[key]?.attributes["category"].flatMap(ForecastCategory.init(rawValue:)) { return category }
    return ForecastCategory(rawValue: key) ?? .pipeline
  }
}
