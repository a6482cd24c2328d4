/// The fields of a salesperson.
public struct SalespersonBody: Hashable, Sendable {
  /// The name, as in the owner of deals; unique.
  public var name = ""
  /// The name of the person's manager.
  public var manager: String?
  /// The team.
  public var team: String?
  /// When the entry was made. Set by the engine.
  public package(set) var createdAt = Instant(microsecondsSince1970: 0)
  /// The imported values, in the format of ``ImportMemory``; `nil` if the record was not imported. Set by imports.
  public package(set) var imported: String?

  /// An empty entry.
  public init() {}

  /// The fields, in stored order.
  package static let fields = FieldTable(
    .salesperson, empty: SalespersonBody(),
    [
      .text("name", .name, \.name, .person, isUnique: true),
      .optionalText("manager", .label("Manager", french: "Responsable"), \.manager, .person),
      .optionalText("team", .label("Team", french: "Équipe"), \.team),
      .instant("created_at", .createdAt, \.createdAt),
      .optionalText(ImportMemory.field, .imported, \.imported, access: .system, isBookkeeping: true),
    ])
}

extension RecordKind {
  /// A salesperson.
  public static let salesperson: RecordKind = "salesperson"
}
