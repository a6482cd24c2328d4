/// What must hold between the parts of a section that are right one by one.
struct SectionRules {
  var section: ImportSection
  let fields: ConfigNode
  let attributes: ConfigNode?

  func check(_ context: inout DecodingContext) {
    for spec in section.kind.fields {
      guard let source = section.fields[spec.name], let entry = fields[spec.name.description] else { continue }
      checkSteps(source, spec.kind, spec.name.description, entry.value.mark, &context)
      spec.checkFormats(entry.value, source, &context)
    }
    for (name, source) in section.attributes.pairs {
      checkSteps(source, .text, name, attributes?[name]?.value.mark, &context)
    }
    if section.kind == .opportunities { checkDeal(&context) }
    if section.kind == .changes { checkAuditTrail(&context) }
  }

  /// A row of an audit trail names the changed field, or has fields in their own columns.
  private func checkAuditTrail(_ context: inout DecodingContext) {
    let hasOwn = ImportKind.pastFields.contains { section.fields[$0.name] != nil }
    let (field, value) = (section.fields["field"], section.fields["value"])
    if field == nil, value == nil, section.fields["old_value"] == nil, hasOwn { return }
    for (name, source) in [("field", field), ("value", value)] where source == nil {
      context.report(
        .missing, "'\(name)' is missing in the fields of 'changes'; it expects text, or a mapping",
        hint: hasOwn ? nil : "or name the fields that rows change, such as 'status: Stage'", at: fields.mark)
    }
  }

  /// Constants are read now, so that a wrong one is found at its place and not in every row.
  private func checkSteps(
    _ source: ValueSource, _ kind: ImportValueKind, _ name: String, _ mark: SourceMark?,
    _ context: inout DecodingContext
  ) {
    let isEarly = section.kind != .opportunities || ["status", "cycle"].contains(name)
    let name: Wording = "'\(name)'"
    for step in source.steps {
      switch step.origin {
      case .constant(let text):
        for text in [text] + step.values.values where !text.isEmpty {
          do { try kind.checkConstant(text) } catch {
            context.report(.invalid, "\(name): \(error)", at: step.mark ?? mark)
          }
        }
      case .lookup(_, let field):
        if section.kind != .opportunities {
          context.report(.invalid, "\(name): only deals have lookup entries to read from", at: step.mark ?? mark)
        } else if section.fields[field] == nil {
          context.report(
            .invalid, "\(name) reads an attribute of the row's '\(field)', which is not among the fields",
            hint: "add '\(field)'", at: step.mark ?? mark)
        }
      case .column: break
      }
      if let when = step.when, !when.outcomes.isEmpty {
        if isEarly {
          context.report(
            .invalid, "\(name) cannot depend on the deal's outcome", hint: "ask a 'column' instead",
            at: when.mark ?? step.mark ?? mark)
        }
      }
    }
  }

  /// What must hold of a change: its fields replace those of the row, and must go together with the rest.
  func check(_ change: ImportChange, _ context: inout DecodingContext) {
    var rules = self
    rules.section.fields.merge(change.fields) { _, changed in changed }
    for (name, kind, source) in [("at", ImportValueKind.moment, change.at), ("time", .time, change.time)] {
      if let source { rules.checkSteps(source, kind, name, source.mark, &context) }
    }
    for spec in ImportKind.pastFields {
      guard let source = change.fields[spec.name] else { continue }
      rules.checkSteps(source, spec.kind, spec.name.description, source.mark, &context)
    }
    if ["product", "quantity", "unit_price", "amount"].contains(where: { change.fields[$0] != nil }) {
      rules.checkAmounts(&context)
    }
  }

  private func checkDeal(_ context: inout DecodingContext) {
    if section.fields["account"] == nil, section.fields["account_id"] == nil {
      context.report(
        .missing, "the fields of 'opportunities' do not say which account a deal belongs to",
        hint: "add 'account' or 'account_id'", at: fields.mark)
    }
    checkAmounts(&context)
  }

  private func checkAmounts(_ context: inout DecodingContext) {
    func has(_ name: FieldName) -> Bool { section.fields[name] != nil }
    func place(_ name: String) -> SourceMark { fields[name]?.keyMark ?? fields.mark }
    if has("product"), !has("unit_price") {
      context.report(
        .missing, "'product' has no price", hint: "add 'unit_price', such as \("{lookup: list_price}")",
        at: place("product"))
    }
    for name in ["quantity", "unit_price"] as [FieldName] where has(name) && !has("product") {
      context.report(.missing, "'\(name)' needs a product", hint: "add 'product'", at: place(name.description))
    }
    if has("product"), has("amount") {
      context.report(
        .invalid, "'amount' cannot be given beside 'product': the line gives the amount", hint: "remove one of them",
        at: place("amount"))
    }
  }
}

extension ImportFieldSpec {
  /// Reports formats that a field has no use for, and percentages that do not say what they are.
  func checkFormats(_ node: ConfigNode, _ source: ValueSource, _ context: inout DecodingContext) {
    let takes: (String) -> Bool = {
      switch $0 {
      case "dates": kind == .date || kind == .moment
      case "numbers": [.number, .money, .percent].contains(kind)
      default: kind == .percent
      }
    }
    for format in ["dates", "numbers", "percentages"] where !takes(format) {
      guard let entry = node[format] else { continue }
      context.report(.invalid, "'\(name)' has no use for '\(format)'", hint: "remove it", at: entry.keyMark)
    }
    if kind == .percent, source.percentages == nil, !source.columns.isEmpty {
      context.report(
        .missing, "'\(name)' does not say how its percentages are to be understood",
        hint:
          "write \("{column: \(source.columns[0]), percentages: percent}") where 65 is 65 %, or fraction where 0.65 is",
        at: node.mark)
    }
  }
}

extension ImportValueKind {
  /// Whether a constant, which is written as configurations write values, is one of this kind.
  /// - Throws: ``ImportValueError``.
  func checkConstant(_ text: String) throws {
    switch self {
    case .text: return
    case .date where text == "today": return
    case .date, .moment: _ = try DateFormat.iso.read(text)
    case .time: _ = try Self.time(text)
    case .number, .money: _ = try NumberFormat.plain.number(text)
    case .percent: _ = try Self.percent(text)
    case .currency: _ = try Self.currency(text)
    case .flag: _ = try Self.flag(text)
    }
  }

  /// Reads `65`, `65.0%` or `65 %`.
  package static func percent(_ text: String) throws -> BasisPoints {
    do { return try BasisPoints(parsingPercent: text) } catch {
      throw ImportValueError(LocalizedText(explaining: error))
    }
  }

  /// Reads `17:30` or `17:30:05`, in seconds since midnight.
  package static func time(_ text: String) throws -> Int {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let limits = [23, 59, 59]
    guard (2...3).contains(parts.count),
      zip(parts, limits).allSatisfy({ part, limit in
        (1...2).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
          && Int(part).map { $0 <= limit } ?? false
      }), parts.dropFirst().allSatisfy({ $0.utf8.count == 2 })
    else { throw ImportValueError(.notATimeOfDay, text) }
    return zip(parts, [3600, 60, 1]).reduce(0) { $0 + (Int($1.0) ?? 0) * $1.1 }
  }

  /// Reads an ISO 4217 code.
  package static func currency(_ text: String) throws -> Currency {
    guard let currency = Currency(text) else {
      throw ImportValueError(.notACurrency, text)
    }
    return currency
  }

  /// Parses `true` or `false`, ignoring case.
  package static func flag(_ text: String) throws -> Bool {
    switch text.lowercased() {
    case "true": return true
    case "false": return false
    default: throw ImportValueError(.notAFlag, text)
    }
  }
}
