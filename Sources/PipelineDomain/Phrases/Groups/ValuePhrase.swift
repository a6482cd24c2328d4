/// Why a text is not a number, an amount or a percentage.
package enum ValuePhrase: String, PhraseGroup {
  /// Decimals.
  case empty, notANumber, tooManyDigits, noDecimals, tooManyDecimals
  /// Amounts and percentages.
  case differentCurrencies, amountTooLarge, tooPrecise, notAPercentage, invalidWeights
  /// Days and instants.
  case notADate, noSuchYear, noSuchMonth, noSuchDay, notAnInstant
  /// Values in JSON.
  case atMember, missingMember, textExpected, valueExpected, otherTypeExpected, newerFormat, otherKind

  /// What their keys begin with.
  package static let group = "value"

  private var ofTime: (english: String, french: String) {
    switch self {
    case .noSuchYear:
      (
        "there is no day '{value}': years are 0001 to 9999",
        "le jour « {value} » n’existe pas : les années vont de 0001 à 9999"
      )
    case .noSuchMonth:
      ("there is no day '{value}': months are 01 to 12", "le jour « {value} » n’existe pas : les mois vont de 01 à 12")
    case .noSuchDay:
      (
        "there is no day '{value}': the month has {count} days",
        "le jour « {value} » n’existe pas : le mois a {count} jours"
      )
    case .notAnInstant:
      (
        "'{value}' is not an instant; write one such as 2026-12-31T09:30:00Z",
        "« {value} » n’est pas un instant ; écrivez-le comme 2026-12-31T09:30:00Z"
      )
    default:
      (
        "'{value}' is not a date; write yyyy-MM-dd, such as 2026-12-31",
        "« {value} » n’est pas une date ; écrivez aaaa-MM-jj, par exemple 2026-12-31"
      )
    }
  }

  private var ofJSON: (english: String, french: String) {
    switch self {
    case .atMember: ("{member}: {message}", "{member} : {message}")
    case .missingMember: ("'{member}' is missing", "« {member} » manque")
    case .textExpected: ("a text in quotes is expected", "un texte entre guillemets est attendu")
    case .valueExpected: ("a value is expected", "une valeur est attendue")
    case .newerFormat:
      (
        "the format {value} is newer than this version reads ({known})",
        "le format {value} est plus récent que ceux que cette version lit ({known})"
      )
    case .otherKind:
      (
        "this is a record of kind '{value}', not '{known}'",
        "c’est un enregistrement de type « {value} », pas « {known} »"
      )
    default: ("a value of another type is expected", "une valeur d’un autre type est attendue")
    }
  }

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
    case .invalidWeights:
      (
        "an amount is divided by weights of zero or more, at least one of them above zero",
        "un montant se répartit selon des poids positifs ou nuls, dont un au moins n’est pas nul"
      )
    case .notADate, .noSuchYear, .noSuchMonth, .noSuchDay, .notAnInstant: ofTime
    case .atMember, .missingMember, .textExpected, .valueExpected, .otherTypeExpected, .newerFormat, .otherKind: ofJSON
    }
  }
}
