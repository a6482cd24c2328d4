/// The fields of an account.
public struct AccountBody: Hashable, Sendable {
  /// What it is called.
  public var name = ""
  /// Where it came from: a key of `OpportunitySource`.
  public var source: String?
  /// The salesperson who looks after it.
  public var owner: String?
  /// More about it, by name: industry, number of employees, …
  public var attributes: [String: String] = [:]
  /// Its identity in the system that it was imported from.
  public var externalID: String?
  /// Whether a deal was ever won here. Set by the engine.
  public package(set) var standing = AccountStanding.prospect
  /// When it was made. Set by the engine.
  public package(set) var createdAt = Instant(microsecondsSince1970: 0)

  /// An empty account.
  public init() {}

  /// The fields, in stored order.
  public static let fields = FieldTable(
    .account, empty: AccountBody(),
    [
      .text("name", ["Name", "Nom"], \.name, isIndexed: true),
      .optionalText("source", ["Source", "Origine"], \.source, .lookup(.source)),
      .optionalText("owner", ["Owner", "Responsable"], \.owner, .person),
      .coded(
        "attributes", ["Attributes", "Attributs"], \.attributes, .attributes, encode: { AttributeText.encode($0) },
        decode: { AttributeText.decode($0) }),
      .optionalText("external_id", ["External id", "Identifiant externe"], \.externalID, isIndexed: true),
      .coded(
        "standing", ["Standing", "Statut"], \.standing, .choice(AccountStanding.allCases.map(\.rawValue)),
        access: .system, encode: { $0.rawValue }, decode: { $0.flatMap(AccountStanding.init(rawValue:)) }),
      .instant("created_at", ["Created", "Création"], \.createdAt),
    ])
}

/// Whether an account buys.
public enum AccountStanding: String, Hashable, Sendable, CaseIterable {
  /// Nothing won yet.
  case prospect
  /// At least one deal was won.
  case customer
}

extension LocalizedText: ExpressibleByArrayLiteral {
  /// The English text, then the French one.
  /// - Precondition: One or two texts.
  public init(arrayLiteral texts: String...) {
    precondition(texts.count == 1 || texts.count == 2, "a label has an English text and may have a French one")
    self.init(texts[0], texts.count == 2 ? ["fr": texts[1]] : [:])
  }
}
