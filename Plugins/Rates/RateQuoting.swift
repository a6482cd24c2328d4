import PipelinePlugins

/// Which way round rates are written.
package enum RateQuoting: String, SettingChoice, Hashable {
  /// What one unit of the base currency is worth, as the European Central Bank writes them: `USD: 1.0842` under a base of
  /// EUR says that one euro is 1.0842 dollars.
  case foreignPerBase = "foreign_per_base"
  /// What one unit of the other currency is worth: `USD: 0.9223` says that one dollar is 0.9223 euros.
  case basePerForeign = "base_per_foreign"

  /// The rate that a written number is; `nil` where it is not above zero, or where both currencies are one.
  func rate(_ number: ExactDecimal, of foreign: Currency, base: Currency, from day: CivilDate? = nil) -> ExchangeRate? {
    switch self {
    case .foreignPerBase: ExchangeRate(base, in: foreign, number, from: day)
    case .basePerForeign: ExchangeRate(foreign, in: base, number, from: day)
    }
  }
}
