/// The fields of a salesperson.
public struct SalespersonBody: Hashable, Sendable {
  /// The name by which deals name their owner; unique.
  public var name = ""
  /// The name of the person's manager.
  public var manager: String?
  /// The team.
  public var team: String?
  /// When the entry was made. Set by the engine.
  public package(set) var createdAt = Instant(microsecondsSince1970: 0)

  /// An empty entry.
  public init() {}

  /// The fields, in stored order.
  public static let fields = FieldTable(
    .salesperson, empty: SalespersonBody(),
    [
      .text("name", .name, \.name, .person, isIndexed: true),
      .optionalText("manager", .manager, \.manager, .person),
      .optionalText("team", .team, \.team),
      .instant("created_at", .createdAt, \.createdAt),
    ])
}

extension RecordKind {
  /// A salesperson.
  public static let salesperson: RecordKind = "salesperson"
}
