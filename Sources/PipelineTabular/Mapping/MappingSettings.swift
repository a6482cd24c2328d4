extension ImportMapping: PluginSettings {
  /// A mapping with no sections.
  public init() { self.init(sections: []) }

  /// What error texts call it.
  public static var noun: Wording { "the mapping" }

  /// What a mapping file can say.
  public static let settings: [Setting<Self>] =
    [
      Setting("version", \.version, "The version of the mapping language: 1.", required: true) {
        $0 == 1 ? nil : "must be 1, the only version that this SDK reads"
      },
      Setting("today", \.today, "The day on which the import takes place; the day of the clock where not given."),
      Setting(
        "name", \.name,
        "Under which name imports remember what the files said, where several mappings fill the same records."
      ) { $0.utf8.allSatisfy(Self.isNameByte) ? nil : "must be letters, digits, - and _" },
    ]
    + [
      section(.products, EntryFields.self, "Entries of OpportunityLine."),
      section(.sources, EntryFields.self, "Entries of OpportunitySource."),
      section(.competitors, EntryFields.self, "Entries of OpportunityCompetitor."),
      section(.lossReasons, EntryFields.self, "Entries of OpportunityLossReason."),
      section(.salespeople, SalespersonFields.self, "The sales teams."),
      section(.accounts, AccountFields.self, "Customers and prospects."),
      section(.opportunities, DealFields.self, "Deals."),
      section(.changes, ChangeFields.self, "Dated changes of deals: an audit trail, one field or several a row."),
    ]

  /// Reports a mapping that maps nothing.
  public func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard !ImportKind.allCases.contains(where: { node[$0.rawValue] != nil }) else { return }
    context.report(
      .missing, "the mapping maps no file",
      hint: "add a section: \(ImportKind.allCases.map(\.rawValue).joined(separator: ", "))", at: node.mark)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  private static func section<Fields: ImportFieldSet>(
    _ kind: ImportKind, _ fields: Fields.Type, _ doc: String
  ) -> Setting<Self> {
    Setting(kind.rawValue, \Self.[section: SectionPlace<Fields>(kind: kind)], doc)
  }

  private var version: Int {
    get { 1 }
    set {}
  }

  fileprivate subscript<Fields>(section place: SectionPlace<Fields>) -> SectionSettings<Fields>? {
    get { self[place.kind].map { SectionSettings(section: $0) } }
    set {
      sections.removeAll { $0.kind == place.kind }
      guard var section = newValue?.section else { return }
      section.kind = place.kind
      sections.append(section)
      sections.sort { $0.kind.rank < $1.kind.rank }
    }
  }
}

/// Which section; carries the fields that it has.
private struct SectionPlace<Fields: ImportFieldSet>: Hashable, Sendable {
  let kind: ImportKind
}

extension ImportKind {
  /// The position in the order of references between kinds.
  package var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The fields that a kind of section has.
protocol ImportFieldSet: Sendable {
  static var kind: ImportKind { get }
  static var specs: [ImportFieldSpec] { get }
  /// What error texts call them.
  static var noun: Wording { get }
}

extension ImportFieldSet {
  static var specs: [ImportFieldSpec] { kind.fields }
  static var noun: Wording { "the fields of '\(kind == .products ? "a lookup table" as Wording : "\(kind.rawValue)")'" }
}

enum DealFields: ImportFieldSet { static let kind = ImportKind.opportunities }
enum AccountFields: ImportFieldSet { static let kind = ImportKind.accounts }
enum SalespersonFields: ImportFieldSet { static let kind = ImportKind.salespeople }
enum EntryFields: ImportFieldSet { static let kind = ImportKind.products }
enum ChangeFields: ImportFieldSet { static let kind = ImportKind.changes }

/// A section as it is written.
struct SectionSettings<Fields: ImportFieldSet>: PluginSettings {
  var section = ImportSection(Fields.kind)

  init() {}

  init(section: ImportSection) { self.section = section }

  static var noun: Wording { "" }

  static var settings: [Setting<Self>] {
    var settings: [Setting<Self>] = [
      Setting("file", \.section.file, "The file that the section reads unless another is given."),
      Setting("delimiter", \.delimiter, "What separates the cells of a row: one character, or tab.") {
        $0 == "tab" || ($0.utf8.count == 1 && $0.first?.isLetter == false && $0.first?.isNumber == false)
          ? nil : "must be one character such as , or ; or the word tab"
      },
      Setting("encoding", \.section.encoding, "How the file's text is written."),
      Setting("skip_rows", \.section.skippedLines, "The number of lines before the header.") {
        $0 >= 0 ? nil : "must be zero or more"
      },
      Setting("where", \.conditions, "Which rows are read: a condition, or a list of which all must hold."),
      Setting(
        "blanks", \.blanks,
        "Texts that count as blank in every column. The word 'clear' alone says that blanks clear what is there."),
      Setting("dates", \.section.dates, "How dates are written in the file."),
      Setting(
        "time_zone", \.section.timeZone,
        "The IANA name of the zone of times that do not say their own; the configured one where not given."),
      Setting("numbers", \.section.numbers, "How numbers are written in the file."),
      Setting("fields", \.fields, "Where each field's value comes from.", required: true),
    ]
    if Fields.kind.remembers {
      settings.append(
        Setting(
          "on_conflict", \.section.conflicts,
          "What happens where the file and a person both changed a field since its last import."))
    }
    if Fields.kind.takesAttributes {
      settings.append(Setting("attributes", \.section.attributes, "Where attributes come from, by name."))
    }
    if Fields.kind == .opportunities {
      settings.append(Setting("accounts", \.section.accounts, "What happens to an account that does not exist."))
      settings.append(
        Setting(
          "default_close_date", \.section.defaultsCloseDate,
          "Whether an open deal without a close date gets the sales cycle's default."))
      settings.append(
        Setting(
          "future_closings", \.section.futureClosings, "What happens to a deal that closed on a day that has not come.")
      )
      settings.append(
        Setting(
          "changes", \.section.changes,
          "What a deal was before it became what its row says, in order of time. The first is its creation."))
    }
    return settings
  }

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    if let entry = node["time_zone"], let zone = section.timeZone, !context.surroundings.isTimeZone(zone) {
      context.report(
        .unknownName, "unknown time zone '\(zone.clipped(to: 40))'",
        hint: "write an IANA name such as Europe/Paris or UTC", at: entry.value.mark)
    }
    if let condition = section.conditions.first(where: { !$0.outcomes.isEmpty }) {
      context.report(
        .invalid, "'where' cannot depend on the deal's outcome", hint: "ask a 'column' instead",
        at: condition.mark ?? node.mark)
    }
    guard let fields = node["fields"]?.value else { return }
    SectionRules(section: section, fields: fields, attributes: node["attributes"]?.value).check(&context)
    // After errors in changes, the decoded ones do not match the nodes.
    guard case .sequence(let nodes)? = node["changes"]?.value.content, nodes.count == section.changes.count else {
      return
    }
    for (change, node) in zip(section.changes, nodes) {
      SectionRules(section: section, fields: node["fields"]?.value ?? node, attributes: nil).check(change, &context)
    }
  }

  private var delimiter: String {
    get { section.delimiter == "\t" ? "tab" : String(section.delimiter) }
    set { section.delimiter = newValue == "tab" ? "\t" : newValue.first ?? "," }
  }

  private var blanks: BlankRule {
    get { BlankRule(texts: section.blanks, clears: section.clearsBlanks ? true : nil) }
    set {
      section.blanks = newValue.texts
      section.clearsBlanks = newValue.clears ?? false
    }
  }

  private var conditions: OneOrMore<MarkedCondition> {
    get { OneOrMore(items: section.conditions.map { MarkedCondition(condition: $0) }) }
    set { section.conditions = newValue.items.map(\.condition) }
  }

  private var fields: FieldSources<Fields> {
    get { FieldSources(byName: section.fields) }
    set { section.fields = newValue.byName }
  }
}

/// A section's fields as they are written.
struct FieldSources<Fields: ImportFieldSet>: PluginSettings {
  var byName: [FieldName: ValueSource] = [:]

  init() {}

  init(byName: [FieldName: ValueSource]) { self.byName = byName }

  static var noun: Wording { Fields.noun }

  static var settings: [Setting<Self>] {
    Fields.specs.map { Setting($0.name.description, \Self.[$0.name], $0.doc, required: $0.isRequired) }
  }

  subscript(name: FieldName) -> ValueSource? {
    get { byName[name] }
    set { byName[name] = newValue }
  }
}
