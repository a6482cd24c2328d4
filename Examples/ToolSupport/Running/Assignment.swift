public import ArgumentParser
public import SalesPipeline

/// `FIELD=VALUE` on a command line.
public struct Assignment: Hashable, Sendable, ExpressibleByArgument {
  /// Before the sign.
  public let field: String
  /// After it.
  public let value: String

  /// Reads `FIELD=VALUE`; `nil` without a sign or a field.
  public init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
    field = String(argument[..<sign])
    value = String(argument[argument.index(after: sign)...])
  }
}

extension [Assignment] {
  /// Sets the fields, the currency first, in which amounts are read.
  ///
  /// - Throws: ``Refused`` with every field that does not exist, may not be set, or does not take its value.
  public func apply<Body>(to body: inout Body, _ table: FieldTable<Body>, _ currency: Currency?) throws {
    var refusals: [Refusal] = []
    var currency = currency
    for one in self where one.field == "currency" { currency = Currency(one.value) ?? currency }
    for one in sorted(by: { ($0.field == "currency" ? 0 : 1) < ($1.field == "currency" ? 0 : 1) }) {
      guard let name = FieldName(one.field), let field = table[name], field.access == .person else {
        let known = table.fields.filter { $0.access == .person }.map(\.name.description).joined(separator: ", ")
        refusals.append(
          Refusal(.invalid, nil, "there is no field '\(one.field)' to set; there are: \(known)", ["value": one.field]))
        continue
      }
      do {
        try field.set(&body, fromText: one.value, currency: currency)
      } catch {
        refusals.append(Refusal(.invalid, name, "\(error)", ["value": one.value]))
      }
    }
    guard refusals.isEmpty else { throw Refused(refusals) }
  }
}
