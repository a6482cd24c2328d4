package import PipelinePlugins

/// Formats cells as texts, independent of the locale.
package enum CellFormat {
  /// Returns the text of a cell; `nil` for a null cell.
  ///
  /// - Parameter currency: The currency of a money cell; without one, the text is the number of minor units.
  package static func text(_ cell: FieldValue, _ kind: FieldKind, _ currency: Currency?) -> String? {
    switch (cell, kind) {
    case (.null, _): return nil
    case (.integer(let number), .date):
      return Int32(exactly: number).flatMap { CivilDate(daysSince1970: $0) }.map { "\($0)" } ?? "\(number)"
    case (.integer(let number), .instant): return "\(Instant(microsecondsSince1970: number))"
    case (.integer(let number), .percent):
      return Int(exactly: number).flatMap { BasisPoints($0) }.map { "\($0)" } ?? "\(number)"
    case (.integer(let number), .money):
      return currency.flatMap { Money(minorUnits: number, currency: $0) }.map { "\($0)" } ?? "\(number)"
    case (.integer(let number), .flag): return number == 0 ? "no" : "yes"
    case (.integer(let number), _): return "\(number)"
    case (.text(let text), .lines): return lines(text)
    case (.text(let text), .attributes):
      return AttributeText.decode(text).map { pairs in
        pairs.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
      } ?? text
    case (.text(let text), _): return text
    case (.bytes(let bytes), _): return RecordID(bytes: bytes).map { "\($0)" } ?? "\(bytes.count) bytes"
    }
  }

  private static func lines(_ text: String) -> String {
    var body = OpportunityBody()
    guard let field = OpportunityBody.fields["lines"], field.set(&body, .text(text)) else { return text }
    return body.lines.map { "\($0.quantity) × \($0.product) at \($0.unitPrice)" }.joined(separator: ", ")
  }
}
