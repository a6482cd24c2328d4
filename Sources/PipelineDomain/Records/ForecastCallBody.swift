/// A forecast call: what a salesperson expects to win in a period, and what a manager expects instead.
///
/// Calls are kept beside the figures of deals and are never part of them.
package struct ForecastCallBody: Hashable, Sendable {
  /// The salesperson.
  package var person = ""
  /// The label of the period when the call was made, such as `2026-Q4`.
  package var period = ""
  /// The first and the last day of the period. They identify it: a label may mean other days after the calendar was changed.
  package var firstDay: CivilDate?
  package var lastDay: CivilDate?
  /// The currency of both amounts: the base currency when they were stated.
  package var currency: Currency?
  /// What the salesperson expects; `nil` if it was taken back or never stated.
  package var call: Money?
  /// What a manager expects instead; `nil` if there is no adjustment.
  package var adjustment: Money?
  /// Who stated the adjustment.
  package var adjustedBy: String?
  /// When the call was first made. Set by the engine.
  package var createdAt = Instant(microsecondsSince1970: 0)

  package init() {}

  /// The fields, in stored order.
  package static let fields = FieldTable(
    .forecastCall, empty: ForecastCallBody(), unique: [["person", "first_day", "last_day"]],
    [
      .text(
        "person", .label("Salesperson", french: "Vendeur"), \.person, .person, access: .system, isIndexed: true),
      .text("period", .label("Period", french: "Période"), \.period, access: .system),
      .date("first_day", .label("First day", french: "Premier jour"), \.firstDay, access: .system),
      .date("last_day", .label("Last day", french: "Dernier jour"), \.lastDay, access: .system),
      .coded(
        "currency", .currency, \.currency, .currency, access: .system, encode: { $0?.code },
        decode: { code in
          guard let code else { return .some(nil) }
          return Currency(code).map { .some($0) }
        }),
      // After the currency, which decoding them needs.
      .money("call", .label("Call", french: "Annonce"), \.call, access: .system, currency: { $0.pointee.currency }),
      .money(
        "adjustment", .label("Adjustment", french: "Ajustement"), \.adjustment, access: .system,
        currency: { $0.pointee.currency }),
      .optionalText(
        "adjusted_by", .label("Adjusted by", french: "Ajusté par"), \.adjustedBy, .person, access: .system),
      .instant("created_at", .createdAt, \.createdAt),
    ])
}

extension RecordKind {
  /// A forecast call.
  public static let forecastCall: RecordKind = "forecast_call"
}
