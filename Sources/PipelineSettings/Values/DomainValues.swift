extension BasisPoints: SettingValue {
  /// A percentage from 0 to 100 with at most two decimals.
  public static var shape: SettingShape { .percent }
  /// The percentage's digits.
  public var canonical: CanonicalValue { .number(percentText) }

  /// Reads `40`, `62.5` or `62.5%`.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> BasisPoints? {
    guard let text = context.text(node, expected: shape.wording) else { return nil }
    do {
      return try BasisPoints(parsingPercent: text)
    } catch let error as DecimalError {
      let hint: Wording? = if case .tooManyDecimals = error { "at most two decimals are kept" } else { nil }
      context.reportType(node, expected: shape.wording, hint: hint)
    } catch {
      context.reportType(node, expected: shape.wording)
    }
    return nil
  }
}

extension CivilDate: SettingValue {
  /// A day, `yyyy-MM-dd`.
  public static var shape: SettingShape { .date }
  /// `yyyy-MM-dd`.
  public var canonical: CanonicalValue { .text(description) }

  /// Reads `yyyy-MM-dd`.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> CivilDate? {
    guard let text = context.text(node, expected: shape.wording) else { return nil }
    if let day = CivilDate(iso: text) { return day }
    context.reportType(node, expected: shape.wording)
    return nil
  }
}

extension Currency: SettingValue {
  /// An ISO 4217 code.
  public static var shape: SettingShape { .currency }
  /// The code.
  public var canonical: CanonicalValue { .text(code) }

  /// Reads a code of ISO 4217 that amounts can be kept in.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Currency? {
    guard let text = context.text(node, expected: shape.wording) else { return nil }
    if let currency = Currency(text) { return currency }
    let isLowerCase = Currency(text.uppercased()) != nil
    context.report(
      .wrongType, "\(context.subject): '\(text.clipped(to: 40))' is not a currency code of ISO 4217",
      hint: isLowerCase ? "write \(text.uppercased())" : "write three letters such as EUR", at: node.mark)
    return nil
  }
}

extension LocalizedText: SettingValue {
  /// A text, or one for each language.
  public static var shape: SettingShape { .label }

  /// The text, or all of them by language.
  public var canonical: CanonicalValue {
    guard !byLanguage.isEmpty else { return .text(fallback) }
    var texts = byLanguage
    if texts["en"] == nil { texts["en"] = fallback }
    let others = texts.keys.filter { $0 != "en" }.sorted()
    return .map((["en"] + others).map { CanonicalValue.Member($0, .text(texts[$0] ?? fallback)) })
  }

  /// Reads a text, or a mapping of languages to texts. The fallback is the English text, else the first.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> LocalizedText? {
    guard case .mapping(let entries) = node.content else {
      return context.text(node, expected: shape.wording).map { LocalizedText($0) }
    }
    var texts: [String: String] = [:]
    for entry in entries {
      guard isLanguage(entry.key) else {
        context.report(
          .unknownKey, "\(context.subject): '\(entry.key.clipped(to: 40))' is not a language",
          hint: "write a tag such as en, fr or fr-CA", at: entry.keyMark)
        continue
      }
      texts[entry.key] = context.about("'\(entry.key)'") { $0.text(entry.value) }
    }
    guard let first = entries.first(where: { texts[$0.key] != nil }) else {
      if entries.isEmpty { context.reportType(node, expected: shape.wording) }
      return nil
    }
    return LocalizedText(texts["en"] ?? texts[first.key] ?? "", texts)
  }

  /// Whether a text has the form of a language tag (RFC 5646): `en`, `fr-CA`, `zh-Hant-TW`.
  package static func isLanguage(_ tag: String) -> Bool {
    let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.utf8.count), parts.count <= 4 else { return false }
    let isLetter: (UInt8) -> Bool = { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    let isDigit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return first.utf8.allSatisfy(isLetter)
      && parts.dropFirst().allSatisfy {
        (2...8).contains($0.utf8.count) && $0.utf8.allSatisfy { isLetter($0) || isDigit($0) }
      }
  }
}

extension FieldName: SettingValue {
  /// A field's name.
  public static var shape: SettingShape {
    .pattern(name: "a field's name", regex: "^[a-z][a-z0-9_]*$", example: "next_step")
  }
  /// The name.
  public var canonical: CanonicalValue { .text(description) }

  /// Reads the name of a field of an opportunity.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> FieldName? {
    guard let text = context.text(node, expected: shape.wording) else { return nil }
    let fields = OpportunityBody.fields
    // What the engine keeps for itself is nothing that a person could fill.
    if let name = FieldName(text), let field = fields[name], !field.isBookkeeping { return name }
    let known = fields.fields.filter { $0.access == .person || $0.name == "amount" }.map(\.name.description)
    context.report(
      .unknownName, "\(context.subject): an opportunity has no field '\(text.clipped(to: 40))'",
      hint: hint(for: text, among: known, limit: known.count), at: node.mark)
    return nil
  }
}

extension ExactDecimal: SettingValue {
  /// A decimal number.
  public static var shape: SettingShape { .decimal }
  /// Its digits.
  public var canonical: CanonicalValue { .number(description) }

  /// Reads digits with a dot.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ExactDecimal? {
    guard let text = context.text(node, expected: shape.wording) else { return nil }
    if let value = ExactDecimal(text) { return value }
    context.reportType(node, expected: shape.wording, hint: "digits and a dot, as in 1250.50")
    return nil
  }
}

extension Outcome: SettingChoice {}
extension ForecastCategory: SettingChoice {}
extension LookupTableName: SettingChoice {}
