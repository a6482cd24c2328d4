extension DateFormat: SettingValue {
  /// A pattern or a name, or a mapping with the century of two-digit years.
  package static var shape: SettingShape { .either([pattern, Parts.shape]) }

  private static var pattern: SettingShape {
    .pattern(
      name: "a date format such as dd/MM/yyyy, iso8601, epoch_seconds or epoch_milliseconds",
      regex: "^(.*yy.*|iso8601|epoch_seconds|epoch_milliseconds)$", example: "d-MMM-yyyy")
  }

  /// The pattern, and the pivot where there is one.
  package var canonical: CanonicalValue {
    pivot == nil ? .text(description) : Parts(pattern: description, pivot: pivot).canonical
  }

  /// Reads a pattern, or a mapping.
  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> DateFormat? {
    var parts = Parts()
    if case .mapping = node.content {
      guard let read = Parts.decode(node, &context) else { return nil }
      parts = read
    } else {
      guard let text = context.text(node, expected: pattern.wording) else { return nil }
      parts.pattern = text
    }
    do {
      return try DateFormat(parts.pattern, pivot: parts.pivot)
    } catch {
      context.report(.invalid, "\(context.subject): \(error)", at: node["pattern"]?.value.mark ?? node.mark)
      return nil
    }
  }

  struct Parts: PluginSettings {
    var pattern = ""
    var pivot: Int?

    init() {}

    init(pattern: String, pivot: Int?) {
      self.pattern = pattern
      self.pivot = pivot
    }

    static let noun: Wording = "'\("dates")'"
    static let settings: [Setting<Self>] = [
      Setting("pattern", \.pattern, "The pattern, such as d/M/yy.", required: true),
      Setting(
        "pivot", \.pivot, "The first of the hundred years that yy names: 1970 reads 70 as 1970 and 69 as 2069."
      ) {
        guard let pivot = $0 else { return nil }
        return (1900...2100).contains(pivot) ? nil : "must be a year from 1900 to 2100"
      },
    ]
  }
}

/// The texts that count as blank, and whether a blank clears the field.
struct BlankRule: SettingValue, Hashable {
  var texts: [String] = []
  /// Whether a blank clears the field; `nil` if not specified.
  var clears: Bool?

  static var shape: SettingShape { .either([.text, .list(.text), Parts.shape]) }

  var canonical: CanonicalValue {
    guard let clears else { return texts.canonical }
    let word = clears ? Effect.clear : .keep
    return texts.isEmpty ? word.canonical : Parts(texts: OneOrMore(items: texts), effect: word).canonical
  }

  /// Reads `keep`, `clear`, a text, a list of texts, or a mapping of both.
  static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> BlankRule? {
    if case .mapping = node.content {
      return Parts.decode(node, &context).map {
        BlankRule(texts: $0.texts.items, clears: $0.effect.map { $0 == .clear })
      }
    }
    if case .sequence = node.content { return [String].decode(node, &context).map { BlankRule(texts: $0) } }
    guard let text = String.decode(node, &context) else { return nil }
    guard let effect = Effect(rawValue: text) else { return BlankRule(texts: [text]) }
    return BlankRule(clears: effect == .clear)
  }

  enum Effect: String, SettingChoice, Hashable {
    case keep, clear
  }

  struct Parts: PluginSettings {
    var texts = OneOrMore<String>()
    var effect: Effect?
    static let noun: Wording = "'\("blanks")'"
    static let settings: [Setting<Self>] = [
      Setting("texts", \.texts, "Texts that count as blank."),
      Setting("then", \.effect, "What a blank does to what is there."),
    ]
  }
}

/// A row's condition that knows its place.
struct MarkedCondition: SettingValue, Hashable {
  var condition: RowCondition

  static var shape: SettingShape { RowCondition.shape }
  var canonical: CanonicalValue { condition.canonical }

  static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> MarkedCondition? {
    guard var condition = RowCondition.decode(node, &context) else { return nil }
    condition.mark = node.mark
    return MarkedCondition(condition: condition)
  }
}

extension NumberFormat: PluginSettings {
  /// Digits, with a dot before decimals.
  package init() { self.init(decimal: ".", thousands: nil, strip: []) }

  /// What error texts call it.
  package static var noun: Wording { "a number format" }

  /// What can be declared.
  package static let settings: [Setting<Self>] = [
    Setting("decimal", \.decimalText, "The decimal separator: . or ,") {
      [".", ","].contains($0) ? nil : "must be . or ,"
    },
    Setting("thousands", \.thousandsText, "What separates groups of three digits: , . ' or a blank.") {
      $0.map { [",", ".", " ", "'", "’"].contains($0) } ?? true ? nil : "must be one of , . ' or a blank"
    },
    Setting("strip", \.strip, "Texts to drop from either end, such as a currency sign."),
  ]

  /// Reports ambiguous separators.
  package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard let thousands, thousands == decimal else { return }
    context.report(
      .invalid, "'decimal' and 'thousands' are both '\(decimal)'", hint: "declare the other one too",
      at: node["thousands"]?.value.mark ?? node.mark)
  }

  private var decimalText: String {
    get { String(decimal) }
    set { decimal = newValue == "," ? "," : "." }
  }

  private var thousandsText: String? {
    get { thousands.map { String($0) } }
    set { thousands = newValue?.first }
  }
}

extension PercentageRule: SettingValue {
  /// A unit, or all of the rule.
  package static var shape: SettingShape { .either([Unit.shape, Parts.shape]) }

  /// All of the rule.
  package var canonical: CanonicalValue { Parts(rule: self).canonical }

  /// Reads `percent`, `fraction`, or a mapping.
  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> PercentageRule? {
    guard case .mapping = node.content else { return Unit.decode(node, &context).map { PercentageRule($0) } }
    return Parts.decode(node, &context)?.rule
  }

  struct Parts: PluginSettings {
    var rule = PercentageRule()
    static let noun: Wording = "'\("percentages")'"
    static let settings: [Setting<Self>] = [
      Setting("unit", \.rule.unit, "Whether 65 or 0.65 is 65 %.", required: true),
      Setting("open_at_0", \.rule.openAtZero, "What 0 % on an open deal becomes."),
      Setting("open_at_100", \.rule.openAtFull, "What 100 % on an open deal becomes."),
    ]
  }
}

extension PercentageRule.Extreme: SettingValue {
  /// A choice or a percentage.
  package static var shape: SettingShape { .either([.choice(["refuse", "strategy"]), .percent]) }

  /// The word or the percentage.
  package var canonical: CanonicalValue {
    switch self {
    case .refuse: .text("refuse")
    case .strategy: .text("strategy")
    case .replace(let share): share.canonical
    }
  }

  /// Reads `refuse`, `strategy` or a percentage.
  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    let expected: Wording = "refuse, strategy, or a percentage above 0 and below 100"
    guard let text = context.text(node, expected: expected) else { return nil }
    switch text {
    case "refuse": return .refuse
    case "strategy": return .strategy
    default:
      if let share = try? BasisPoints(parsingPercent: text), share != .zero, share != .full { return .replace(share) }
      context.reportType(
        node, expected: expected, hint: nearest(text, in: ["refuse", "strategy"]).map { "did you mean '\($0)'?" })
      return nil
    }
  }
}

/// One value or a list of them.
struct OneOrMore<Element: SettingValue & Hashable>: SettingValue, Hashable {
  var items: [Element] = []

  static var shape: SettingShape { .either([Element.shape, .list(Element.shape)]) }
  package var canonical: CanonicalValue { items.canonical }

  static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> OneOrMore? {
    if case .sequence = node.content { return [Element].decode(node, &context).map { OneOrMore(items: $0) } }
    return Element.decode(node, &context).map { OneOrMore(items: [$0]) }
  }
}
