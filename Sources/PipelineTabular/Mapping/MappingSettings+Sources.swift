extension ValueSource: SettingValue {
  /// A column's header, or a mapping.
  package static let shape = SettingShape.either([.text, SourceSettings.shape])

  /// All of it.
  package var canonical: CanonicalValue { SourceSettings(self).canonical }

  /// Decodes the header of a column, or a mapping.
  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ValueSource? {
    guard case .mapping = node.content else {
      return SourceStep.decode(node, &context).map { ValueSource($0, at: node) }
    }
    guard let parts = SourceSettings.decode(node, &context) else { return nil }
    var source = ValueSource(parts.step.step(node), at: node)
    source.steps += parts.fallback.items
    if let text = parts.standard {
      var step = SourceStep.constant(text)
      step.mark = node["default"]?.value.mark
      source.steps.append(step)
    }
    source.dates = parts.dates
    source.numbers = parts.numbers
    source.percentages = parts.percentages
    source.clearsBlanks = parts.step.blanks.clears
    for step in parts.fallback.items where step.clearsBlanks {
      context.report(
        .invalid, "'blanks: clear' goes with the field, not with one of its fallbacks", at: step.mark ?? node.mark)
    }
    return source
  }

  private init(_ step: SourceStep, at node: ConfigNode) {
    self.init(step)
    mark = node.mark
  }
}

extension SourceStep: SettingValue {
  /// A column's header, or a mapping.
  package static let shape = SettingShape.either([.text, StepSettings.shape])

  /// All of it.
  package var canonical: CanonicalValue { StepSettings(self).canonical }

  /// Decodes the header of a column, or a mapping.
  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> SourceStep? {
    if case .mapping = node.content {
      guard let settings = StepSettings.decode(node, &context) else { return nil }
      var step = settings.step(node)
      step.clearsBlanks = settings.blanks.clears == true
      return step
    }
    guard
      let header = context.text(node, expected: "a column's header, or a mapping with 'column', 'constant' or 'lookup'")
    else { return nil }
    var step = SourceStep.column(header)
    step.mark = node.mark
    return step
  }
}

/// Settings that a step's are part of.
protocol StepHolder: Sendable {
  var step: StepSettings { get set }
}

/// One step as it is written.
struct StepSettings: PluginSettings, StepHolder {
  var column: String?
  var constant: String?
  var lookup: String?
  var of: String?
  var when: RowCondition?
  var blanks = BlankRule()
  var values = OrderedMap<String?>()

  init() {}

  init(_ step: SourceStep) {
    switch step.origin {
    case .column(let header): column = header
    case .constant(let text): constant = text
    case .lookup(let attribute, let field):
      lookup = attribute
      of = field.description
    }
    when = step.when
    blanks.texts = step.blanks
    for (text, value) in step.values.sorted(by: { $0.key < $1.key }) { values[text] = .some(value) }
  }

  static let noun: Wording = "a value's source"

  static let settings: [Setting<Self>] = parts()

  var step: StepSettings {
    get { self }
    set { self = newValue }
  }

  /// The settings as part of an owner.
  static func parts<Owner: StepHolder>() -> [Setting<Owner>] {
    [
      Setting("column", \Owner.step.column, "The column's header."),
      Setting("constant", \Owner.step.constant, "The same value for every row."),
      Setting("lookup", \Owner.step.lookup, "An attribute of a lookup entry, such as a product's list_price."),
      Setting("of", \Owner.step.of, "The field that names the entry; product where nothing is said."),
      Setting("when", \Owner.step.when, "Which rows it is read for."),
      Setting(
        "blanks", \Owner.step.blanks,
        "Texts that count as blank; or what a blank does to what is there: keep or clear."),
      Setting("values", \Owner.step.values, "What texts become; others stay as they are."),
    ]
  }

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    let given = ["column", "constant", "lookup"].filter { node[$0] != nil }
    if given.isEmpty {
      context.report(
        .missing, "\(context.subject) says nothing to read", hint: "add 'column', 'constant' or 'lookup'", at: node.mark
      )
    } else if given.count > 1 {
      context.report(
        .invalid, "\(context.subject) has both '\(given[0])' and '\(given[1])'",
        hint: "put the second under 'fallback'", at: node[given[1]]?.keyMark ?? node.mark)
    }
    if let entry = node.given("of"), node.given("lookup") == nil {
      context.report(.invalid, "'of' goes with 'lookup'", at: entry.keyMark)
    }
    if let entry = node.given("of"), let of, FieldName(of).flatMap(ImportKind.tableOf) == nil {
      let known = ImportKind.lookupFields.map(\.description)
      context.report(
        .unknownName, "'of': '\(of.clipped(to: 40))' does not name a lookup entry", hint: hint(for: of, among: known),
        at: entry.value.mark)
    }
  }

  func step(_ node: ConfigNode) -> SourceStep {
    let origin: SourceStep.Origin =
      if let column { .column(column) } else if let lookup {
        .lookup(attribute: lookup, of: of.flatMap { FieldName($0) } ?? "product")
      } else { .constant(constant ?? "") }
    var step = SourceStep(origin, when: when)
    step.blanks = blanks.texts
    for (text, value) in values.pairs { step.values[text] = value ?? "" }
    step.mark = (node["column"] ?? node["constant"] ?? node["lookup"])?.value.mark ?? node.mark
    return step
  }
}

/// A source as it is written: its first step, and what follows it.
struct SourceSettings: PluginSettings, StepHolder {
  var step = StepSettings()
  var fallback = OneOrMore<SourceStep>()
  var standard: String?
  var dates: DateFormat?
  var numbers: NumberFormat?
  var percentages: PercentageRule?

  init() {}

  init(_ source: ValueSource) {
    step = source.steps.first.map { StepSettings($0) } ?? StepSettings()
    step.blanks.clears = source.clearsBlanks
    fallback.items = Array(source.steps.dropFirst())
    dates = source.dates
    numbers = source.numbers
    percentages = source.percentages
  }

  static let noun: Wording = "a value's source"

  static let settings: [Setting<Self>] =
    StepSettings.parts() + [
      Setting("fallback", \.fallback, "What is read, in order, where the value is blank."),
      Setting("default", \.standard, "The value where everything else is blank."),
      Setting("dates", \.dates, "How dates are written, where not as in the rest of the file."),
      Setting("numbers", \.numbers, "How numbers are written, where not as in the rest of the file."),
      Setting("percentages", \.percentages, "How percentages are to be understood."),
    ]

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) { step.validate(node, &context) }
}

extension RowCondition: PluginSettings {
  /// What error texts call it.
  package static var noun: Wording { "'\("when")'" }

  /// What can be asked.
  package static let settings: [Setting<Self>] = [
    Setting("outcome", \.outcomeList, "The outcome of the deal's status: open, won, lost, or a list of them."),
    Setting("column", \.column, "A column's header."),
    Setting("is", \.textList, "What the column holds: a text, or a list of them."),
    Setting("is_not", \.otherTextList, "What the column does not hold: a text, or a list of them."),
  ]

  /// Reports conditions without a criterion.
  package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    if ["outcome", "column", "is", "is_not"].allSatisfy({ node.given($0) == nil }) {
      context.report(.missing, "'when' asks nothing", hint: "add 'outcome', or 'column' and 'is'", at: node.mark)
    }
    let texts = node.given("is") ?? node.given("is_not")
    if let entry = node.given("column") ?? texts, (node.given("column") == nil) != (texts == nil) {
      context.report(.missing, "'column' and 'is' or 'is_not' go together", at: entry.keyMark)
    }
  }

  private var outcomeList: OneOrMore<Outcome> {
    get { OneOrMore(items: outcomes) }
    set { outcomes = newValue.items }
  }

  private var otherTextList: OneOrMore<String> {
    get { OneOrMore(items: otherTexts) }
    set { otherTexts = newValue.items }
  }

  private var textList: OneOrMore<String> {
    get { OneOrMore(items: texts) }
    set { texts = newValue.items }
  }
}

extension ImportKind {
  /// The fields of a deal that name lookup entries.
  package static let lookupFields: [FieldName] = ["product", "source", "competitor", "loss_reason", "forecast"]

  /// The table that a deal's field names an entry of.
  package static func tableOf(_ field: FieldName) -> LookupTableName? {
    switch field {
    case "product": .line
    case "source": .source
    case "competitor": .competitor
    case "loss_reason": .lossReason
    case "forecast": .forecasting
    default: nil
    }
  }
}
