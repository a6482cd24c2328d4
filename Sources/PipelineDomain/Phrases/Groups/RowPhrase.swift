/// What is wrong with the settings and the files of bundled plugins.
///
/// They are looked up by their English words: ``Wording``.
package enum RowPhrase: String, PhraseGroup {
  /// The phrases.
  case place, fileError, folder, permissions, unreadable, noColumn, delimiter, peopleAndFile, peopleOrFile,
    personNeedsName, personTwice, managerUnknown, circle, topHasNone, notOneOf, keyEmpty, keyForm, keyTwiceAt,
    keyTwice, retiredUnclear, entryKey, attributeNameless, unknownCategory, rateTwice, implausibleDay, notADay,
    notACurrency, baseCurrency, baseRate, ratePositive, rateOfPositive, targetTwice, targetTwiceAt, neitherHolder,
    bothHolders, targetOf, targetOfNobody, sayWhose, targetOfTwo, theTeam, noPeriod, periodsOr, belowZero

  /// What their keys begin with.
  package static let group = "row"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .place: ("{file}:{line}:{column}: error: {problem}", "{file}:{line}:{column}: erreur : {problem}")
    case .fileError: ("{file}: error: {problem}", "{file}: erreur : {problem}")
    case .folder: ("it is a folder; name a file", "c’est un dossier ; nommez un fichier")
    case .permissions:
      ("the file cannot be read; check its permissions", "le fichier est illisible ; vérifiez ses droits")
    case .unreadable: ("it cannot be read", "il est illisible")
    case .noColumn: ("there is no column '{name}'; {hint}", "il n’y a pas de colonne « {name} » ; {hint}")
    case .delimiter:
      (
        "must be one of ',', ';', '|' or a tab (\"\\t\")",
        "doit être l’un de « , », « ; », « | » ou une tabulation (\\t entre guillemets doubles)"
      )
    case .peopleAndFile:
      ("{subject} takes 'people' or 'file', not both", "{subject} prend « people » ou « file », pas les deux")
    case .peopleOrFile: ("{subject} needs 'people' or 'file'", "{subject} demande « people » ou « file »")
    case .personNeedsName: ("a person needs a name", "il faut un nom à la personne")
    case .personTwice: ("'{name}' is in the directory twice", "« {name} » figure deux fois dans l’annuaire")
    case .managerUnknown:
      (
        "'{manager}', the manager of '{name}', is not in the directory",
        "« {manager} », responsable de « {name} », n’est pas dans l’annuaire"
      )
    case .circle: ("managers in a circle: {names}", "des responsables en cercle : {names}")
    case .topHasNone: ("the one at the top has no manager", "celui du haut n’a pas de responsable")
    case .notOneOf: ("'{value}' is not one of {words}", "« {value} » n’est pas l’un de : {words}")
    case .keyEmpty:
      (
        "the key is empty; every row needs one in '{column}'",
        "la clé est vide ; chaque ligne en demande une dans « {column} »"
      )
    case .keyForm:
      (
        "the key is too long, or holds a control character or a line end; it has 1 to 120 characters",
        "la clé est trop longue, ou contient un caractère de contrôle ou un saut de ligne ; elle a de 1 à 120 "
          + "caractères"
      )
    case .keyTwiceAt:
      (
        "the key '{key}' comes twice; the first is on line {line}",
        "la clé « {key} » figure deux fois ; la première est à la ligne {line}"
      )
    case .keyTwice: ("the key '{key}' comes twice", "la clé « {key} » figure deux fois")
    case .retiredUnclear:
      (
        "the column does not say whether the entry is retired; write true or false",
        "la colonne ne dit pas si l’entrée est retirée ; écrivez true ou false"
      )
    case .entryKey:
      (
        "must have 1 to 120 characters, no control characters and no blanks at its ends",
        "doit avoir de 1 à 120 caractères, sans caractère de contrôle ni espaces aux bouts"
      )
    case .attributeNameless: ("has an attribute without a name", "a un attribut sans nom")
    case .unknownCategory:
      (
        "'{key}' has the unknown category '{category}'; {hint}",
        "« {key} » a la catégorie inconnue « {category} » ; {hint}"
      )
    case .rateTwice:
      (
        "the rate of {currency} on {day} comes twice; the first is on line {line}",
        "le cours de {currency} au {day} figure deux fois ; le premier est à la ligne {line}"
      )
    case .implausibleDay:
      (
        "'{value}' is not a plausible day; years from {first} to {last} are read",
        "« {value} » n’est pas un jour plausible ; les années de {first} à {last} se lisent"
      )
    case .notADay:
      ("'{value}' is not a day; write it as 2026-12-31", "« {value} » n’est pas un jour ; écrivez-le comme 2026-12-31")
    case .notACurrency:
      (
        "'{value}' is not a currency code of ISO 4217; write three letters such as USD",
        "« {value} » n’est pas un code de devise ISO 4217 ; écrivez trois lettres telles que USD"
      )
    case .baseCurrency:
      (
        "{currency} is the currency that the rates are against; its rate is always 1",
        "{currency} est la devise de référence des cours ; son cours est toujours 1"
      )
    case .baseRate:
      (
        "{currency} is the base currency, whose rate is always 1; remove it",
        "{currency} est la devise de base, au cours toujours 1 ; retirez-la"
      )
    case .ratePositive: ("the rate must be above zero", "le cours doit être supérieur à zéro")
    case .rateOfPositive:
      ("the rate of {currency} must be above zero", "le cours de {currency} doit être supérieur à zéro")
    case .targetTwice: ("{holder} has two targets for {period}", "{holder} a deux objectifs pour {period}")
    case .targetTwiceAt:
      (
        "{holder} has two targets for {period}; the first is on line {line}",
        "{holder} a deux objectifs pour {period} ; le premier est à la ligne {line}"
      )
    case .neitherHolder: ("the row names neither a salesperson nor a team", "la ligne ne nomme ni vendeur ni équipe")
    case .bothHolders:
      (
        "the row names a salesperson and a team; leave one of them empty",
        "la ligne nomme un vendeur et une équipe ; laissez l’un d’eux vide"
      )
    case .targetOf: ("the target of {holder}: {error}", "l’objectif de {holder} : {error}")
    case .targetOfNobody: ("a target needs 'owner' or 'team'", "un objectif demande « owner » ou « team »")
    case .sayWhose: ("say whose it is", "dites de qui il est")
    case .targetOfTwo:
      ("a target takes 'owner' or 'team', not both", "un objectif prend « owner » ou « team », pas les deux")
    case .theTeam: ("the team '{name}'", "l’équipe « {name} »")
    case .noPeriod:
      (
        "'{value}' is no period of the pipeline's calendar; write one like {examples}",
        "« {value} » n’est pas une période du calendrier du pipeline ; écrivez-en une comme {examples}"
      )
    case .periodsOr: ("{first} or {last}", "{first} ou {last}")
    case .belowZero: ("the amount {value} is below zero", "le montant {value} est inférieur à zéro")
    }
  }
}
