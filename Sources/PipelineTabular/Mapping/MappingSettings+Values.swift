extension DateFormat: SettingValue {
  /// A pattern.
  public static var shape: SettingShape {
    .pattern(name: "a date format such as dd/MM/yyyy", regex: "^.*yyyy.*$", example: "d-MMM-yyyy")
  }

  /// The pattern.
  public var canonical: CanonicalValue { .text(description) }

  /// Reads a pattern.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> DateFormat? {
    guard let text = context.text(node, expected: shape.name) else { return nil }
    do {
      return try DateFormat(text)
    } catch {
      context.report(.invalid, "\(context.subject): \(error)", at: node.mark)
      return nil
    }
  }
}

extension NumberFormat: PluginSettings {
  /// Digits, with a dot before decimals.
  public init() { self.init(decimal: ".", thousands: nil, strip: []) }

  /// What error texts call it.
  public static var noun: String { "a number format" }

  /// What can be declared.
  public static let settings: [Setting<Self>] = [
    Setting("decimal", \.decimalText, "What stands before the decimals: . or ,") {
      [".", ","].contains($0) ? nil : "must be . or ,"
    },
    Setting("thousands", \.thousandsText, "What separates groups of three digits: , . ' or a blank.") {
      $0.map { [",", ".", " ", "'", "’"].contains($0) } ?? true ? nil : "must be one of , . ' or a blank"
    },
    Setting("strip", \.strip, "Texts to drop from either end, such as a currency sign."),
  ]

  /// Reports separators that cannot be told apart.
  public func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
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
  public static var shape: SettingShape { .either([Unit.shape, Parts.shape]) }

  /// All of the rule.
  public var canonical: CanonicalValue { Parts(rule: self).canonical }

  /// Reads `percent`, `fraction`, or a mapping.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> PercentageRule? {
    guard case .mapping = node.content else { return Unit.decode(node, &context).map { PercentageRule($0) } }
    return Parts.decode(node, &context)?.rule
  }

  struct Parts: PluginSettings {
    var rule = PercentageRule()
    static let noun = "'percentages'"
    static let settings: [Setting<Self>] = [
      Setting("unit", \.rule.unit, "Whether 65 or 0.65 is 65 %.", required: true),
      Setting("open_at_0", \.rule.openAtZero, "What 0 % on an open deal becomes."),
      Setting("open_at_100", \.rule.openAtFull, "What 100 % on an open deal becomes."),
    ]
  }
}

extension PercentageRule.Extreme: SettingValue {
  /// A word or a percentage.
  public static var shape: SettingShape { .either([.choice(["refuse", "strategy"]), .percent]) }

  /// The word or the percentage.
  public var canonical: CanonicalValue {
    switch self {
    case .refuse: .text("refuse")
    case .strategy: .text("strategy")
    case .replace(let share): share.canonical
    }
  }

  /// Reads `refuse`, `strategy` or a percentage.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    let expected = "refuse, strategy, or a percentage above 0 and below 100"
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
