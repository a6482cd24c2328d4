import PipelinePlugins

extension ConfigurationReader {
  /// A JSON Schema (2020-12) of configuration files with this catalog's plugins, for editors. Always in the same order.
  public var jsonSchema: String { schema(SchemaKeys()) }

  /// - Parameter keys: The keys of one configuration.
  func schema(_ keys: SchemaKeys) -> String {
    let body = SchemaWriter(catalog: catalog, keys: keys).section(
      PipelineSetup.sections,
      extra: [
        .init("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
        .init("title", .text("Sales pipeline configuration")),
      ])
    return body.prettyJSON() + "\n"
  }
}

private struct SchemaWriter {
  let catalog: Catalog
  /// The keys of one configuration; none for a schema of all.
  let keys: SchemaKeys

  func section(_ settings: [SettingDescription], extra: [CanonicalValue.Member] = []) -> CanonicalValue {
    var members = extra + [.init("type", .text("object")), .init("additionalProperties", .flag(false))]
    let required = settings.filter(\.isRequired).map { CanonicalValue.text($0.name) }
    if !required.isEmpty { members.append(.init("required", .list(required))) }
    // `account.<attribute>` means every name with that prefix.
    let families = settings.filter { $0.name.hasSuffix(">") }
    members.append(
      .init("properties", .map(settings.filter { !$0.name.hasSuffix(">") }.map { .init($0.name, property($0)) })))
    if Set(settings.map(\.name)).isSuperset(of: ["key", "outcome", "probability"]) {
      members.append(.init("allOf", Self.stageRules))
    }
    if !families.isEmpty {
      let patterns = families.map { family -> CanonicalValue.Member in
        let prefix = family.name.prefix { $0 != "<" }
        return .init("^" + prefix.replacing(".", with: "\\.") + ".", property(family))
      }
      members.append(.init("patternProperties", .map(patterns)))
    }
    return .map(members)
  }

  private func property(_ setting: SettingDescription) -> CanonicalValue {
    guard case .map(var members) = ofKeys(setting) ?? schema(setting.shape) else { return .flag(true) }
    members.insert(.init("description", .text(setting.doc)), at: 0)
    if let pattern = Self.patterns[setting.name] {
      members.removeAll { $0.name == "type" }
      members += [.init("type", .text("string")), .init("pattern", .text(pattern))]
    }
    if let examples = Self.examples[setting.name] {
      members.append(.init("examples", .list(examples.map { .text($0) })))
    }
    switch setting.standard {
    case .null, .masked, .map: break
    case .list(let items) where items.contains(where: { if case .map = $0 { true } else { false } }): break
    default: if !setting.isRequired { members.append(.init("default", setting.standard)) }
    }
    guard setting.isSecret else { return .map(members) }
    let file = SettingDescription.pathOfSecret
    return .map([.init("anyOf", .list([.map(members), section([file])]))])
  }

  /// The schema of a setting that holds keys of the configuration itself; `nil` for every other one.
  private func ofKeys(_ setting: SettingDescription) -> CanonicalValue? {
    if setting.name == "sales_cycles", case .map(let cycle) = setting.shape, !keys.cycles.isEmpty {
      let own = keys.cycles.map { cycleKeys -> CanonicalValue.Member in
        .init(cycleKeys.key, SchemaWriter(catalog: catalog, keys: keys.within(cycleKeys)).schema(cycle))
      }
      return .map([
        .init("type", .text("object")), .init("properties", .map(own)), .init("additionalProperties", schema(cycle)),
      ])
    }
    guard let known = keys.bySetting[setting.name] else { return nil }
    return schema(of: known, setting.shape)
  }

  /// The schema of known keys in a shape of texts; `nil` for a shape of something else.
  private func schema(of known: SchemaKeys.Known, _ shape: SettingShape) -> CanonicalValue? {
    switch shape {
    case .text, .pattern:
      let words = CanonicalValue.map([.init("enum", .list(known.keys.map { .text($0) }))])
      return known.isOpen ? anyOf([words, schema(shape)]) : words
    case .optional(let inner):
      return schema(of: known, inner).map { anyOf([$0, .map([.init("type", .text("null"))])]) }
    case .list(let item):
      return schema(of: known, item).map { .map([.init("type", .text("array")), .init("items", $0)]) }
    default: return nil
    }
  }

  /// What editors offer for settings whose values are keys of the file itself or of the system.
  private static let examples: [String: [String]] = [
    "time_zone": ["UTC", "Europe/Paris", "Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo"],
    "forecast": ForecastCategory.allCases.map(\.rawValue),
  ]

  /// The fields that deals have, without those that the engine keeps for itself.
  private static let fields = CanonicalValue.map([
    .init("enum", .list(OpportunityBody.fields.fields.filter { !$0.isBookkeeping }.map { .text($0.name.description) }))
  ])

  /// What names of the system look like; `check`, and the schema of one configuration, know which of them there are.
  private static let patterns = [
    "locale": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
    "time_zone":
      "^(UTC|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|"
      + "Mexico|Pacific|US)(/[A-Za-z0-9_+-]+)+)$",
  ]

  /// What the outcome of a stage says of its probability: an open stage needs one, and that of others goes without saying.
  private static let stageRules: CanonicalValue = {
    func outcome(_ words: String...) -> CanonicalValue {
      .map([
        .init("properties", .map([.init("outcome", .map([.init("enum", .list(words.map { .text($0) }))]))])),
        .init("required", .list([.text("outcome")])),
      ])
    }
    func share(_ number: String) -> CanonicalValue {
      let forms: [CanonicalValue] = [.number(number), .text(number), .text(number + "%"), .text(number + " %"), .null]
      return .map([.init("properties", .map([.init("probability", .map([.init("enum", .list(forms))]))]))])
    }
    return .list([
      .map([.init("if", outcome("won")), .init("then", share("100"))]),
      .map([.init("if", outcome("lost")), .init("then", share("0"))]),
      .map([
        .init("if", outcome("won", "lost")), .init("else", .map([.init("required", .list([.text("probability")]))])),
      ]),
    ])
  }()

  private func schema(_ shape: SettingShape) -> CanonicalValue {
    func typed(_ type: String, _ more: CanonicalValue.Member...) -> CanonicalValue {
      .map([.init("type", .text(type))] + more)
    }
    switch shape {
    // YAML gives an editor the number 12 where the setting takes the text 12.
    case .text: return .map([.init("type", .list([.text("string"), .text("number"), .text("boolean")]))])
    case .path: return typed("string")
    case .pattern(_, let regex, let example):
      let pattern = typed("string", .init("pattern", .text(regex)), .init("examples", .list([.text(example)])))
      return shape == FieldName.shape ? Self.fields : pattern
    case .flag: return typed("boolean")
    case .integer: return typed("integer")
    case .decimal: return .map([.init("type", .list([.text("number"), .text("string")]))])
    case .choice(let words): return .map([.init("enum", .list(words.map { .text($0) }))])
    case .percent:
      return anyOf([
        typed("number", .init("minimum", .number("0")), .init("maximum", .number("100"))),
        typed("string", .init("pattern", .text("^[0-9]+(\\.[0-9]+)? ?%?$"))),
      ])
    case .date: return typed("string", .init("format", .text("date")))
    case .duration:
      return anyOf([
        .map([.init("const", .number("0"))]),
        typed("string", .init("pattern", .text("^[0-9]+ (s|min|h|(second|minute|hour|day|week)s?)$"))),
      ])
    case .currency: return typed("string", .init("pattern", .text("^[A-Z]{3}$")))
    case .label:
      return anyOf([typed("string"), typed("object", .init("additionalProperties", typed("string")))])
    case .optional(let inner): return anyOf([schema(inner), typed("null")])
    case .list(let item): return typed("array", .init("items", schema(item)))
    case .map(let value): return typed("object", .init("additionalProperties", schema(value)))
    case .keyed(let names, let value):
      return typed(
        "object", .init("additionalProperties", .flag(false)),
        .init("properties", .map(names.map { .init($0, schema(value)) })))
    case .section(let settings): return section(settings)
    case .plugin(let slot):
      let entries = catalog.entries(of: slot).filter { $0.missingTrait == nil }
      let names = entries.filter { !$0.settings.contains(where: \.isRequired) }.map { CanonicalValue.text($0.name) }
      return anyOf([.map([.init("enum", .list(names))]), plugins(entries, atMost: "1")])
    case .plugins(let slot): return plugins(catalog.entries(of: slot).filter { $0.missingTrait == nil }, atMost: nil)
    case .either(let shapes): return anyOf(shapes.map(schema))
    }
  }

  private func anyOf(_ schemas: [CanonicalValue]) -> CanonicalValue { .map([.init("anyOf", .list(schemas))]) }

  private func plugins(_ entries: [Catalog.Entry], atMost: String?) -> CanonicalValue {
    var members: [CanonicalValue.Member] = [
      .init("type", .text("object")), .init("additionalProperties", .flag(false)),
    ]
    if let atMost { members += [.init("minProperties", .number("1")), .init("maxProperties", .number(atMost))] }
    members.append(
      .init(
        "properties",
        .map(
          entries.map { entry in
            let body = anyOf([schema(entry.shape), .map([.init("type", .text("null"))])])
            guard case .map(let schema) = body, !entry.summary.isEmpty else { return .init(entry.name, body) }
            return .init(entry.name, .map([.init("description", .text(entry.summary))] + schema))
          })))
    return .map(members)
  }
}

extension CanonicalValue {
  /// JSON with a line for each member, indented by two blanks.
  func prettyJSON(_ indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .map(let members) where !members.isEmpty:
      let lines = members.map { "\(inner)\(Self.quoted($0.name)): \($0.value.prettyJSON(inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    case .list(let items) where items.contains(where: { if case .map = $0 { true } else { false } }):
      return "[\n" + items.map { inner + $0.prettyJSON(inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .list(let items): return "[" + items.map(\.json).joined(separator: ", ") + "]"
    default: return json
    }
  }
}
