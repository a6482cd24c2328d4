import SalesPipeline

extension Completing {
  /// What completes the value of a field.
  enum FieldValues: Sendable {
    /// These words.
    case words([String])
    /// Names that are looked up.
    case names(Completing)
    /// Nothing: people write what they want.
    case free

    init(_ kind: FieldKind, _ name: String) {
      self =
        switch kind {
        case .lookup(.status): .names(.stages)
        case .lookup(let table): .names(.entries(table))
        case .salesCycle: .names(.cycles)
        case .person: .names(.people)
        case .reference(.account): .names(.accounts)
        case .choice(let words): .words(words)
        default: name == "team" ? .names(.teams) : .free
        }
    }
  }

  /// The fields of `FIELD=VALUE`, with what completes their values; `nil` for names alone.
  var assigned: [String: FieldValues]? {
    switch self {
    case .fields(.account): Self.settable(AccountBody.fields)
    case .fields(.salesperson): Self.settable(SalespersonBody.fields)
    case .fields: Self.settable(OpportunityBody.fields)
    case .conditions: Self.filters
    default: nil
    }
  }

  private static func settable<Body>(_ table: FieldTable<Body>) -> [String: FieldValues] {
    let fields = table.fields.filter { $0.access == .person }
    return Dictionary(
      fields.map { ($0.name.description, FieldValues($0.kind, $0.name.description)) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  private static var filters: [String: FieldValues] {
    Dictionary(uniqueKeysWithValues: Set(FilterOptions.names).map { name in (name, filterValues(name)) })
  }

  private static func filterValues(_ name: String) -> FieldValues {
    switch name {
    case "stage": .names(.stages)
    case "team": .names(.teams)
    case "product": .names(.entries(.line))
    default: FieldName(name).flatMap { OpportunityBody.fields[$0] }.map { FieldValues($0.kind, name) } ?? .free
    }
  }
}
