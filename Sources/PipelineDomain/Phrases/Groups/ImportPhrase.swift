/// Why a row of a file cannot be imported.
public enum ImportPhrase: String, PhraseGroup {
  /// The place before the sentence.
  case atColumn, atField, atLine
  /// Values.
  case commaNotDeclared, notANumberLike, notADate, notADay, notACurrency, notAFlag, notAFraction,
    notATimeOfDay
  /// Identities.
  case blankIdentity, blankKey, standsAlready, sameName
  /// Accounts of deals.
  case blankAccount, noAccountID, sameAccountName, noAccount
  /// Deals.
  case openAtEnd, blankPrice, closingDayNotMapped, closingDayBlank
  /// The past of deals.
  case ofChange, ofField, afterImport, beforeChangeAbove, blankDeal, blankMoment, noDeal, noFieldToChange,
    noFieldToChangeButNear, noCurrency, dealWithout, lineWithout, notOneLine
  /// Files.
  case noHeader, emptyHeader, doubledHeader, unterminatedQuote, textAfterQuote, fieldCount, notUTF, nul, noFileNamed,
    noFile, isFolder, notReadable

  /// What their keys begin with.
  public static let group = "import"

  /// The templates.
  public var texts: (english: String, french: String) {
    switch self {
    case .atColumn: ("{file}:{line}: column '{column}': {message}", "{file}:{line} : colonne « {column} » : {message}")
    case .atField: ("{file}:{line}: '{field}': {message}", "{file}:{line} : « {field} » : {message}")
    case .atLine: ("{file}:{line}: {message}", "{file}:{line} : {message}")
    case .commaNotDeclared:
      (
        "'{value}' is not a number; say under 'numbers' in the mapping what the comma stands for",
        "« {value} » n’est pas un nombre ; dites sous « numbers » dans la correspondance ce que signifie la virgule"
      )
    case .notANumberLike:
      ("'{value}' is not a number such as {example}", "« {value} » n’est pas un nombre tel que {example}")
    case .notADate: ("'{value}' is not a date in the form {form}", "« {value} » n’est pas une date de la forme {form}")
    case .notADay:
      (
        "'{value}' is not a day: {month} {year} has days 1 to {last}",
        "« {value} » n’est pas un jour : le mois {month} {year} va de 1 à {last}"
      )
    case .notACurrency:
      (
        "'{value}' is not a currency code of ISO 4217 such as EUR",
        "« {value} » n’est pas un code de devise ISO 4217 tel que EUR"
      )
    case .notAFlag:
      (
        "'{value}' is neither true nor false; map other words with 'values'",
        "« {value} » n’est ni true ni false ; traduisez d’autres mots avec « values »"
      )
    case .notAFraction:
      (
        "'{value}' is not a fraction from 0 to 1 with at most four decimals",
        "« {value} » n’est pas une fraction de 0 à 1 avec quatre décimales au plus"
      )
    case .notATimeOfDay:
      ("'{value}' is not a time of day such as 17:30", "« {value} » n’est pas une heure telle que 17:30")
    case .ofChange: ("{message} (the change of {day})", "{message} (la modification du {day})")
    case .ofField: ("{field}: {message}", "{field} : {message}")
    case .afterImport:
      (
        "'{value}' lies after the import, which takes place on {day}",
        "« {value} » est postérieur à l’importation, qui a lieu le {day}"
      )
    case .beforeChangeAbove:
      (
        "'{value}' lies before the change above it, of {day}; changes stand in order of time",
        "« {value} » précède la modification au-dessus, du {day} ; les modifications suivent l’ordre du temps"
      )
    case .blankDeal:
      ("it is blank; every change is of a deal", "vide ; chaque modification est celle d’une affaire")
    case .blankMoment:
      (
        "it is blank; every change took effect at some moment",
        "vide ; chaque modification a pris effet à un moment"
      )
    case .noDeal:
      (
        "there is no deal with the external id '{value}'; import it first",
        "il n’y a pas d’affaire d’identifiant externe « {value} » ; importez-la d’abord"
      )
    case .noFieldToChange:
      (
        "'{value}' is not a field that an import can change; known: {known}; map it to null to pass its rows over",
        "« {value} » n’est pas un champ qu’une importation peut modifier ; il y a : {known} ; faites-le correspondre à "
          + "null pour passer ses lignes"
      )
    case .noFieldToChangeButNear:
      (
        "'{value}' is not a field that an import can change; did you mean '{known}'?; map it to null to pass its rows "
          + "over",
        "« {value} » n’est pas un champ qu’une importation peut modifier ; vouliez-vous dire « {known} » ? ; "
          + "faites-le correspondre à null pour passer ses lignes"
      )
    case .noCurrency: ("the deal has no currency", "l’affaire n’a pas de devise")
    case .dealWithout: ("a deal cannot be without its {field}", "une affaire ne peut pas être sans {field}")
    case .lineWithout: ("a line cannot be without its {field}", "une ligne ne peut pas être sans {field}")
    case .notOneLine:
      (
        "the deal has {count} {count|line|lines}; only the one line of a deal can change by '{field}'",
        "l’affaire a {count} {count|ligne|lignes} ; seule la ligne unique d’une affaire peut changer par « {field} »"
      )
    case .blankIdentity:
      ("it is blank; every deal needs an identity of its own", "vide ; chaque affaire a besoin de sa propre identité")
    case .blankKey:
      ("it is blank; the row cannot be told from others", "vide ; la ligne ne se distingue pas des autres")
    case .standsAlready: ("'{value}' stands on line {line} already", "« {value} » figure déjà à la ligne {line}")
    case .sameName:
      (
        "{count} accounts are called '{value}'; map 'external_id'",
        "{count} comptes s’appellent « {value} » ; faites correspondre « external_id »"
      )
    case .blankAccount:
      (
        "it is blank; give a 'default' in the mapping for deals without an account",
        "vide ; donnez un « default » dans la correspondance aux affaires sans compte"
      )
    case .noAccountID:
      (
        "there is no account with the external id '{value}'; import it first",
        "il n’y a pas de compte d’identifiant externe « {value} » ; importez-le d’abord"
      )
    case .sameAccountName:
      (
        "{count} accounts are called '{value}'; map 'account_id' to tell them apart",
        "{count} comptes s’appellent « {value} » ; faites correspondre « account_id » pour les distinguer"
      )
    case .noAccount:
      (
        "there is no account '{value}'; import it first, or write 'accounts: create' in the mapping",
        "il n’y a pas de compte « {value} » ; importez-le d’abord, ou écrivez « accounts: create » dans la "
          + "correspondance"
      )
    case .openAtEnd:
      (
        "an open deal cannot be at {share}; say under '{key}' in the mapping what such a deal gets",
        "une affaire ouverte ne peut pas être à {share} ; dites sous « {key} » dans la correspondance ce qu’elle reçoit"
      )
    case .blankPrice:
      (
        "the price of '{product}' is blank, with nothing to fall back on",
        "le prix de « {product} » est vide, et rien ne le remplace"
      )
    case .closingDayNotMapped:
      (
        "the deal is {outcome}, but the day that it closed is not said; map 'actual_close_date'",
        "l’affaire est {outcome}, mais le jour de sa clôture n’est pas dit ; faites correspondre « actual_close_date »"
      )
    case .closingDayBlank:
      (
        "the deal is {outcome}, but the day that it closed is not said; give 'actual_close_date' a default, "
          + "such as today",
        "l’affaire est {outcome}, mais le jour de sa clôture n’est pas dit ; donnez un défaut à « "
          + "actual_close_date », tel que today"
      )
    case .noHeader:
      (
        "the file is empty; its first line must name the columns",
        "le fichier est vide ; sa première ligne doit nommer les colonnes"
      )
    case .emptyHeader:
      ("column {number} has no name in the header", "la colonne {number} n’a pas de nom dans l’en-tête")
    case .doubledHeader: ("two columns are called '{value}'", "deux colonnes s’appellent « {value} »")
    case .unterminatedQuote:
      (
        "a quote is opened here and never closed; double the quotes that belong to the text",
        "un guillemet s’ouvre ici et ne se ferme pas ; doublez ceux qui sont du texte"
      )
    case .textAfterQuote:
      (
        "text after a closing quote; double the quotes that belong to the text",
        "du texte suit un guillemet fermant ; doublez ceux qui sont du texte"
      )
    case .fieldCount:
      (
        "the row has {count} {count|field|fields}, the header has {expected}; quote the fields that hold delimiters",
        "la ligne a {count} {count|champ|champs}, l’en-tête {expected} ; mettez entre guillemets ceux qui "
          + "contiennent des séparateurs"
      )
    case .notUTF:
      ("the text is not UTF-8; save the file as UTF-8", "le texte n’est pas en UTF-8 ; enregistrez le fichier en UTF-8")
    case .nul: ("the text holds a zero byte", "le texte contient un octet nul")
    case .noFileNamed:
      (
        "the mapping names no 'file', so say which file to import",
        "la correspondance ne nomme pas de « file » ; dites quel fichier importer"
      )
    case .noFile: ("{path}: there is no such file", "{path} : ce fichier n’existe pas")
    case .isFolder: ("{path}: it is a folder; name a file", "{path} : c’est un dossier ; nommez un fichier")
    case .notReadable:
      (
        "{path}: the file cannot be read; check its permissions",
        "{path} : le fichier ne peut pas être lu ; vérifiez ses droits"
      )
    }
  }
}
