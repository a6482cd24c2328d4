/// Why a text is not a number, an amount or a percentage.
package enum ValuePhrase: String, PhraseGroup {
  /// Decimals.
  case empty, notANumber, tooManyDigits, noDecimals, tooManyDecimals
  /// Amounts and percentages.
  case differentCurrencies, amountTooLarge, tooPrecise, notAPercentage

  /// What their keys begin with.
  package static let group = "value"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .empty: ("the value is empty", "la valeur est vide")
    case .notANumber:
      (
        "'{value}' is not a number; write digits with a dot, such as 1234.50",
        "« {value} » n’est pas un nombre ; écrivez des chiffres avec un point, tels que 1234.50"
      )
    case .tooManyDigits:
      (
        "'{value}' has more digits than can be kept exactly (up to 18)",
        "« {value} » a plus de chiffres qu’on n’en garde exactement (18 au plus)"
      )
    case .noDecimals:
      ("'{value}' has decimals where none are allowed", "« {value} » a des décimales là où il n’en faut pas")
    case .tooManyDecimals:
      (
        "'{value}' has more than {count} digits after the point",
        "« {value} » a plus de {count} {count|chiffre|chiffres} après le point"
      )
    case .differentCurrencies:
      ("{left} and {right} cannot be added without a rate", "{left} et {right} ne s’additionnent pas sans cours")
    case .amountTooLarge: ("the amount is too large", "le montant est trop grand")
    case .tooPrecise:
      (
        "'{value}' has more decimals than {currency} allows ({digits})",
        "« {value} » a plus de décimales que {currency} n’en admet ({digits})"
      )
    case .notAPercentage: ("'{value}' is not between 0 and 100", "« {value} » n’est pas entre 0 et 100")
    }
  }
}
