/// A field that an import can fill.
package struct ImportFieldSpec: Hashable, Sendable {
  /// Its name in mapping files.
  package let name: FieldName
  /// How its text is read.
  package let kind: ImportValueKind
  /// Whether a section must map the field.
  package let isRequired: Bool
  /// What it is, in a sentence.
  package let doc: String

  /// A field.
  package init(_ name: FieldName, _ kind: ImportValueKind, required: Bool = false, _ doc: String) {
    self.name = name
    self.kind = kind
    isRequired = required
    self.doc = doc
  }
}

/// How a cell's text becomes a value.
package enum ImportValueKind: Hashable, Sendable {
  /// As it is.
  case text
  /// By the date format; `today` among constants is the day of the import.
  case date
  /// By the date format, with the time where the format has one.
  case moment
  /// A time of day: `17:30` or `17:30:05`.
  case time
  /// By the number format.
  case number
  /// By the number format, with no more decimals than the deal's currency has.
  case money
  /// By the percentage rule.
  case percent
  /// An ISO 4217 code.
  case currency
  /// `true` or `false`.
  case flag
}

extension ImportValueKind {
  /// How the text of a field's cells is read.
  init(_ kind: FieldKind) {
    self =
      switch kind {
      case .date: .date
      case .instant: .moment
      case .percent: .percent
      case .money: .money
      case .integer: .number
      case .currency: .currency
      case .flag: .flag
      case .text, .longText, .lookup, .salesCycle, .person, .reference, .lines, .choice, .attributes: .text
      }
  }
}

extension ImportKind {
  /// The fields of a section of this kind, in the order of the reference page.
  package var fields: [ImportFieldSpec] {
    switch self {
    case .opportunities: Self.dealFields
    case .accounts: Self.accountFields
    case .salespeople: Self.salespersonFields
    case .products, .sources, .competitors, .lossReasons: Self.entryFields
    case .changes: Self.changeFields
    }
  }

  /// Whether sections of this kind have attributes.
  public var takesAttributes: Bool { self == .accounts || table != nil }

  /// The fields of a deal that users set, and those that an import needs for identities, lines and dates that the
  /// engine sets.
  static let dealFields: [ImportFieldSpec] = {
    var specs: [ImportFieldSpec] = [
      ImportFieldSpec(
        "external_id", .text, required: true, "Its identity in the other system: a second import finds it by this.")
    ]
    for field in OpportunityBody.fields.fields where field.access == .person && field.name != "external_id" {
      specs += dealSpecs(field)
    }
    return specs + [
      ImportFieldSpec("actual_close_date", .date, "The day that a closed deal closed; not read for open ones."),
      ImportFieldSpec("created_at", .moment, "When it was made; read for new deals only."),
    ]
  }()

  private static func dealSpecs(_ field: Field<OpportunityBody>) -> [ImportFieldSpec] {
    let label = field.label.fallback
    switch field.kind {
    case .reference:
      return [
        ImportFieldSpec("account", .text, "The account's name."),
        ImportFieldSpec("account_id", .text, "The account's external id; finds the account before its name does."),
      ]
    case .lines:
      return [
        ImportFieldSpec("product", .text, "The product of the deal's one line: a key of OpportunityLine."),
        ImportFieldSpec("quantity", .number, "How much of it; 1 where nothing is said."),
        ImportFieldSpec("unit_price", .number, "The price of one, in the deal's currency."),
      ]
    case .money where field.name == "stated_amount":
      return [ImportFieldSpec("amount", .money, "The amount of a deal without lines.")]
    case .percent where field.name == "probability":
      return [ImportFieldSpec(field.name, .percent, "A probability of its own, not the stage's.")]
    case .currency: return [ImportFieldSpec(field.name, .currency, "\(label); the base currency where blank.")]
    case .lookup(let table): return [ImportFieldSpec(field.name, .text, "\(label): a key of \(table.rawValue).")]
    default: return [ImportFieldSpec(field.name, ImportValueKind(field.kind), "\(label).")]
    }
  }

  /// The fields of a past change: those that users set, except for the identity and the account of the deal.
  package static let pastFields = dealFields.filter {
    !["external_id", "account", "account_id", "actual_close_date", "created_at"].contains($0.name)
  }

  static let changeFields =
    [
      ImportFieldSpec("external_id", .text, required: true, "The deal's identity in the other system."),
      ImportFieldSpec(
        "at", .moment, required: true, "When it took effect; a date alone means the start of that day."),
      ImportFieldSpec("time", .time, "The time of that day, such as 17:30, where 'at' has none."),
      ImportFieldSpec(
        "field", .text,
        "The field that changed: \(pastFields.map(\.name.description).joined(separator: ", ")). Rows without one are passed over."
      ),
      ImportFieldSpec(
        "value", .text,
        "What it became, in the words that the deals' own column uses; blank where it was emptied."),
      ImportFieldSpec(
        "old_value", .text, "What it was before: of a field's first change, what a new deal was made with."),
    ] + pastFields

  static let accountFields = withOthers(
    [
      ImportFieldSpec("name", .text, required: true, "What it is called."),
      ImportFieldSpec(
        "external_id", .text, "Its identity in the other system; without it a second import finds it by name."),
      ImportFieldSpec("source", .text, "Where it came from: a key of OpportunitySource."),
      ImportFieldSpec("owner", .text, "Who looks after it."),
    ], AccountBody.fields)

  static let salespersonFields = withOthers(
    [
      ImportFieldSpec("name", .text, required: true, "The name by which deals name their owner."),
      ImportFieldSpec("manager", .text, "The name of the person's manager."),
      ImportFieldSpec("team", .text, "The team."),
    ], SalespersonBody.fields)

  /// The fields described here, and all others that users set.
  private static func withOthers<Body>(_ specs: [ImportFieldSpec], _ table: FieldTable<Body>) -> [ImportFieldSpec] {
    let others = table.fields.filter { field in
      field.access == .person && field.kind != .attributes && !specs.contains { $0.name == field.name }
    }
    return specs + others.map { ImportFieldSpec($0.name, ImportValueKind($0.kind), "\($0.label.fallback).") }
  }

  static let entryFields = [
    ImportFieldSpec("key", .text, required: true, "The key that deals use."),
    ImportFieldSpec("label", .text, "What people read; the key where blank."),
    ImportFieldSpec("retired", .flag, "Whether new deals may no longer use it."),
  ]
}
