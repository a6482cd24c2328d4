/// A text that is not a value of its field.
package struct FieldTextError: ExplainedError, Hashable {
  /// One line that a person can act on.
  package let explanation: LocalizedText

  package init(_ phrase: RefusalPhrase, _ text: any StringProtocol = "", _ values: [String: PhraseValue] = [:]) {
    explanation = LocalizedText(phrase, values.merging(["value": .text(String(text).clipped())]) { $1 })
  }
}

extension Field {
  /// Sets a field from user input; a blank text clears it.
  ///
  /// Dates are `yyyy-MM-dd`, percentages `62.5`, amounts plain decimals in the currency, lines `3 x gtx-pro @ 4821.00`
  /// and attributes `name: value`; several lines or attributes are separated by semicolons.
  /// - Throws: ``FieldTextError`` or the parser's own error.
  package func set(_ body: inout Body, fromText text: String, currency: Currency?) throws {
    guard access == .person else { throw FieldTextError(.setByEngine) }
    guard !text.allSatisfy(\.isWhitespace) else {
      // A text that every record has is emptied: the rules then say that it is missing.
      guard set(&body, .null) || set(&body, .text("")) else { throw notAValue(text) }
      return
    }
    guard set(&body, try cell(text, currency)) else { throw notAValue(text) }
  }

  /// What ``set(_:fromText:currency:)`` takes for a cell; `nil` where that is what people read as well.
  package func inputText(_ cell: FieldValue, currency: Currency?) -> String? {
    switch (kind, cell) {
    case (.money, .integer(let number)):
      return currency.flatMap { Money(minorUnits: number, currency: $0) }?.decimalText
    case (.lines, .text(let text)):
      return LineText.decode(text)?.map { "\($0.quantity) x \($0.product) @ \($0.unitPrice)" }.joined(separator: "; ")
    case (.attributes, .text(let text)):
      return AttributeText.decode(text)?.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        .joined(separator: "; ")
    default: return nil
    }
  }

  func notAValue(_ text: String) -> FieldTextError {
    switch kind {
    case .currency: FieldTextError(.notACurrency, text)
    case .choice(let words): FieldTextError(.notAChoice, text, ["allowed": .list(words)])
    case .reference: FieldTextError(.notAnIdentity, text)
    case .lines: FieldTextError(.notLines, text)
    default: FieldTextError(.notAValue, text)
    }
  }

  /// The cell of a text whose format does not depend on the record, such as attributes.
  /// - Throws: ``FieldTextError``.
  package func textCell(_ text: String) throws -> FieldValue { try cell(text, nil) }

  private func cell(_ text: String, _ currency: Currency?) throws -> FieldValue {
    switch kind {
    case .date:
      guard let date = CivilDate(text) else {
        throw FieldTextError(.notADay, text)
      }
      let years = CivilDate.plausibleYears
      guard years.contains(date.components.year) else {
        throw FieldTextError(
          .implausibleYear, text, ["first": .text("\(years.lowerBound)"), "last": .text("\(years.upperBound)")])
      }
      return .integer(Int64(date.daysSince1970))
    case .percent: return .integer(Int64(try BasisPoints(parsingPercent: text).value))
    case .money:
      guard let currency else { throw FieldTextError(.amountNeedsCurrency) }
      return .integer(try Money(parsing: text, currency: currency).minorUnits)
    case .reference:
      guard let id = RecordID(text) else { return .text(text) }
      return .bytes(id.bytes)
    case .lines: return LineText.encode(try Self.lines(text)).map(FieldValue.text) ?? .null
    case .attributes: return AttributeText.encode(try Self.attributes(text)).map(FieldValue.text) ?? .null
    default: return .text(text)
    }
  }

  private static func lines(_ text: String) throws -> [OpportunityLine] {
    try text.split(separator: ";").map { part in
      let words = part.split(separator: "@", maxSplits: 1)
      let left = words.first?.split(separator: " ", omittingEmptySubsequences: true) ?? []
      guard words.count == 2, left.count >= 3, left[1] == "x" || left[1] == "×" else {
        throw FieldTextError(.notALine, part)
      }
      return OpportunityLine(
        product: left[2...].joined(separator: " "), quantity: try ExactDecimal(parsing: left[0]),
        // Blanks are allowed around the price, but not within: they would be an undeclared thousands separator.
        unitPrice: try ExactDecimal(parsing: words[1].split(separator: " ").joined(separator: " ")))
    }
  }

  private static func attributes(_ text: String) throws -> [String: String] {
    var attributes: [String: String] = [:]
    for part in text.split(separator: ";") {
      let words = part.split(separator: ":", maxSplits: 1)
      guard words.count == 2 else {
        throw FieldTextError(.notAnAttribute, part)
      }
      let trimmed = words.map { $0.split(separator: " ").joined(separator: " ") }
      attributes[trimmed[0]] = trimmed[1]
    }
    return attributes
  }
}
