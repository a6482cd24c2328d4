/// Errors of settings of any kind.
///
/// They are looked up by their English words: ``Wording``.
package enum MistakePhrase: String, PhraseGroup {
  /// The phrases.
  case about, subject, noValue, wrongType, wrongWord, unknownKey, missing, doubleKey, keyForm, emptyPath, nulPath,
    currencyOf, currency, languageOf, field, timeUnit, timeZone, noClosing, notAVariable, unsetVariable,
    unreadableSecret, readableSecret, unreadable, unreadableFile, noFile, isFolder, denied, onePlugin, unknownPlugin,
    notCompiledIn, makesNothing, pluginFailed, doublePlugin, widgetFailed, swappedDays, swappedEnds, more, withHint,
    warning, blank, empty, versionOne, zeroOrMore, zeroOrMoreWords

  /// What their keys begin with.
  package static let group = "mistake"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .about: ("{subject}: {problem}", "{subject} : {problem}")
    case .subject: ("{subject} {problem}", "{subject} {problem}")
    case .noValue:
      ("{subject} has no value; it expects {expected}", "{subject} n’a pas de valeur ; attendu : {expected}")
    case .wrongType: ("{subject} expects {expected}, not {found}", "{subject} : attendu {expected}, et non {found}")
    case .wrongWord:
      ("{subject} expects {expected}, not '{found}'", "{subject} : attendu {expected}, et non « {found} »")
    case .unknownKey: ("unknown key '{key}' in {place}", "clé inconnue « {key} » dans {place}")
    case .missing: ("'{key}' is missing in {place}", "il manque « {key} » dans {place}")
    case .doubleKey:
      ("the key '{key}' occurs twice in this mapping", "la clé « {key} » figure deux fois dans ce groupe")
    case .keyForm:
      (
        "'{value}' cannot be a key: keys are a-z, 0-9, '-' and '_', at most 64 characters",
        "« {value} » ne peut être une clé : a-z, 0-9, « - » et « _ », 64 caractères au plus"
      )
    case .emptyPath: ("{subject} is an empty path", "{subject} est un chemin vide")
    case .nulPath: ("{subject}: a path cannot hold NUL", "{subject} : un chemin ne peut contenir NUL")
    case .currencyOf:
      (
        "{subject}: '{value}' is not a currency code of ISO 4217",
        "{subject} : « {value} » n’est pas un code de devise ISO 4217"
      )
    case .currency: ("'{value}' is not a currency code of ISO 4217", "« {value} » n’est pas un code de devise ISO 4217")
    case .languageOf: ("{subject}: '{value}' is not a language", "{subject} : « {value} » n’est pas une langue")
    case .field:
      ("{subject}: an opportunity has no field '{value}'", "{subject} : une affaire n’a pas de champ « {value} »")
    case .timeUnit:
      ("{subject}: '{value}' is not a unit of time", "{subject} : « {value} » n’est pas une unité de temps")
    case .timeZone: ("unknown time zone '{value}'", "fuseau horaire inconnu « {value} »")
    case .noClosing: ("'{sign}' has no '{other}'", "« {sign} » sans « {other} »")
    case .notAVariable:
      ("'{value}' does not name an environment variable", "« {value} » ne nomme pas de variable d’environnement")
    case .unsetVariable:
      ("the environment variable '{name}' is not set", "la variable d’environnement « {name} » n’est pas définie")
    case .unreadableSecret:
      ("{subject} cannot be read from its file: {error}", "{subject} : son fichier est illisible : {error}")
    case .readableSecret:
      ("{subject} is a secret in plain text in the file", "{subject} est un secret lisible dans le fichier")
    case .unreadable: ("'{path}' cannot be read", "« {path} » est illisible")
    case .unreadableFile: ("the file cannot be read: {error}", "le fichier est illisible : {error}")
    case .noFile: ("there is no such file", "ce fichier n’existe pas")
    case .isFolder: ("it is a folder", "c’est un dossier")
    case .denied: ("permission is denied", "l’accès est refusé")
    case .onePlugin: ("{subject} takes one plugin, not {names}", "{subject} n’admet qu’un module, et non {names}")
    case .unknownPlugin:
      ("unknown plugin '{name}' in the slot '{slot}'", "module inconnu « {name} » dans l’emplacement « {slot} »")
    case .notCompiledIn: ("plugin '{name}' is not compiled in", "le module « {name} » n’est pas compilé ici")
    case .makesNothing:
      (
        "plugin '{name}' makes nothing that its slot takes",
        "le module « {name} » ne produit rien que son emplacement admette"
      )
    case .pluginFailed: ("plugin '{name}': {error}", "module « {name} » : {error}")
    case .doublePlugin:
      (
        "plugin '{name}' is listed twice for the slot '{slot}' in the catalog",
        "le module « {name} » figure deux fois au catalogue pour l’emplacement « {slot} »"
      )
    case .widgetFailed: ("widget '{name}': {error}", "élément « {name} » : {error}")
    case .swappedDays:
      ("the range ends on {to}, before it starts on {from}", "la plage finit le {to}, avant de commencer le {from}")
    case .swappedEnds:
      ("the range ends at {to}, before it starts at {from}", "la plage finit à {to}, avant de commencer à {from}")
    case .more: ("… and {count} more", "… et {count} de plus")
    case .withHint: ("{message}; {hint}", "{message} ; {hint}")
    case .warning: ("warning: {message}", "avertissement : {message}")
    case .blank: ("must not be blank", "ne doit pas être vide")
    case .empty: ("must not be empty", "ne doit pas être vide")
    case .versionOne:
      ("must be 1, the only version that this SDK reads", "doit être 1, la seule version lue par ce SDK")
    case .zeroOrMore: ("must be 0 or more", "doit être 0 ou plus")
    case .zeroOrMoreWords: ("must be zero or more", "doit être zéro ou plus")
    }
  }
}
