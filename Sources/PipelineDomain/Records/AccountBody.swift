/// The fields of an account.
public struct AccountBody: Hashable, Sendable {
  /// What it is called.
  public var name = ""
  /// Where it came from: a key of `OpportunitySource`.
  public var source: String?
  /// The salesperson in charge.
  public var owner: String?
  /// More about it, by name: industry, number of employees, …
  public var attributes: [String: String] = [:]
  /// Its identity in the system that it was imported from.
  public var externalID: String?
  /// Whether a deal was ever won here. Set by the engine.
  public package(set) var standing = AccountStanding.prospect
  /// When it was made. Set by the engine.
  public package(set) var createdAt = Instant(microsecondsSince1970: 0)
  /// The accounts that were merged into this one, the last first. Set by the engine.
  public package(set) var mergedAccounts: [RecordID] {
    get { Self.mergedAccounts(merged ?? "") }
    set { merged = newValue.isEmpty ? nil : newValue.map(\.description).joined(separator: " ") }
  }
  /// ``mergedAccounts`` as stored: identities with blanks between.
  package private(set) var merged: String?
  /// The imported values, in the format of ``ImportMemory``; `nil` if the record was not imported. Set by imports.
  public package(set) var imported: String?

  /// An empty account.
  public init() {}

  /// The identities in the stored form of ``mergedAccounts``.
  package static func mergedAccounts(_ text: String) -> [RecordID] {
    text.split(separator: " ").compactMap { RecordID(String($0)) }
  }

  /// The field of ``mergedAccounts``.
  package static let mergedField: FieldName = "merged"

  /// The fields, in stored order.
  package static let fields = FieldTable(
    .account, empty: AccountBody(),
    [
      .text("name", .name, \.name, isIndexed: true),
      .optionalText("source", .source, \.source, .lookup(.source)),
      .optionalText("owner", .owner, \.owner, .person),
      .coded(
        "attributes", .attributes, \.attributes, .attributes, encode: { AttributeText.encode($0) },
        decode: { AttributeText.decode($0) }),
      .optionalText("external_id", .externalID, \.externalID, isUnique: true),
      .coded(
        "standing", .label("Standing", french: "Statut"), \.standing, .choice(AccountStanding.allCases.map(\.rawValue)),
        access: .system, encode: { $0.rawValue }, decode: { $0.flatMap(AccountStanding.init(rawValue:)) }),
      .instant("created_at", .createdAt, \.createdAt),
      .optionalText(ImportMemory.field, .imported, \.imported, access: .system, isBookkeeping: true),
      .optionalText(
        mergedField, .label("Merged accounts", french: "Comptes fusionnés"), \.merged, access: .system,
        isBookkeeping: true),
    ])
}

/// Whether an account buys.
public enum AccountStanding: String, Hashable, Sendable, CaseIterable {
  /// Nothing won yet.
  case prospect
  /// At least one deal was won.
  case customer
}
