public import ArgumentParser
import PipelinePlugins
package import SalesPipeline

/// `FIELD=VALUE` on a command line.
public struct Assignment: Hashable, Sendable, ExpressibleByArgument {
  /// Before the sign.
  public let field: String
  /// After it.
  public let value: String

  /// An assignment.
  package init(_ field: String, _ value: String) {
    self.field = field
    self.value = value
  }

  /// Reads `FIELD=VALUE`; `nil` without a sign or a field.
  public init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
    field = String(argument[..<sign])
    value = String(argument[argument.index(after: sign)...])
  }
}

extension [Assignment] {
  /// Sets the fields, the currency first, in which amounts are read: the record's own, else the base currency.
  ///
  /// - Throws: ``Refused`` with every field that does not exist, may not be set, or does not take its value.
  package func apply<Body>(to body: inout Body, _ table: FieldTable<Body>, _ base: Currency?) throws {
    var refusals: [Refusal] = []
    var currency = base
    if let field = table["currency"] {
      if field.get(body).isNull, let base { _ = field.set(&body, .text(base.code)) }
      currency = field.get(body).text.flatMap { Currency($0) } ?? base
    }
    for one in self where one.field == "currency" { currency = Currency(one.value) ?? currency }
    for one in sorted(by: { ($0.field == "currency" ? 0 : 1) < ($1.field == "currency" ? 0 : 1) }) {
      guard let name = FieldName(one.field), let field = table[name], field.access == .person else {
        refusals.append(one.unknown(among: table.fields.filter { $0.access == .person }.map(\.name.description)))
        continue
      }
      do {
        try field.set(&body, fromText: one.value, currency: currency)
      } catch {
        refusals.append(Refusal(.invalid, name, sentence: LocalizedText(explaining: error), ["value": one.value]))
      }
    }
    guard refusals.isEmpty else { throw Refused(refusals) }
  }
}

extension Assignment {
  /// The refusal of an unknown field. For `amount`, which is computed, it suggests `stated_amount`.
  fileprivate func unknown(among fields: [String]) -> Refusal {
    var values: [String: PhraseValue] = ["value": .text(DisplayText.clipped(field, to: 60))]
    guard let near = fields.first(where: { $0.hasSuffix("_" + field) }) ?? nearest(field, in: fields) else {
      values["allowed"] = .list(fields)
      return Refusal(.invalid, nil, .unknownField, ["value": field], values: values)
    }
    values["near"] = .text(near)
    return Refusal(.invalid, nil, .unknownFieldNear, ["value": field], values: values)
  }
}
