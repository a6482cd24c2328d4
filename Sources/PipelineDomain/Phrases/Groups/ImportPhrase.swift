/// Why a row of a file cannot be imported.
package enum ImportPhrase: String, PhraseGroup {
  /// The place before the sentence.
  case atColumn, atField, atLine
  /// Values.
  case commaNotDeclared, dotNotDeclared, notANumberLike, notAWholeNumber, notADate, implausibleYear, notADay,
    notACurrency, notAFlag, notAFraction,
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
  case noHeader, emptyHeader, doubledHeader, unterminatedQuote, textAfterQuote, fieldCount, notUTF, cellNotUTF, nul,
    byteNotInEncoding, notInEncoding, noFileNamed, noFile, isFolder, notReadable
  /// A second import.
  case bothChanged, cannotBeCleared, lineWithoutProduct
  /// What an import assumed, and lists that are cut.
  case noteBlankOwner, noteBlankStatus, noteStrayRow, noteMergedAccount, moreLikeIt

  /// What their keys begin with.
  package static let group = "import"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .atColumn: ("{file}:{line}: column '{column}': {message}", "{file}:{line} : colonne « {column} » : {message}")
    case .atField: ("{file}:{line}: '{field}': {message}", "{file}:{line} : « {field} » : {message}")
    case .atLine: ("{file}:{line}: {message}", "{file}:{line} : {message}")
    case .commaNotDeclared:
      (
        "'{value}' is not a number; say under 'numbers' in the mapping what the comma stands for",
        "« {value} » n’est pas un nombre ; dites sous « numbers » dans la correspondance ce que signifie la virgule"
      )
    case .dotNotDeclared:
      (
        "'{value}' is not a number: the decimal mark is a comma, and 'numbers' in the mapping does not say what the dot "
          + "stands for",
        "« {value} » n’est pas un nombre : la virgule précède les décimales, et « numbers » dans la correspondance ne "
          + "dit pas ce que signifie le point"
      )
    case .notAWholeNumber:
      ("'{value}' is not a whole number that can be kept", "« {value} » n’est pas un nombre entier que l’on garde")
    case .implausibleYear:
      (
        "'{value}' lies in the year {year}, which is not plausible; years from {first} to {last} are read",
        "« {value} » tombe en l’an {year}, ce qui n’est pas plausible ; les années {first} à {last} sont lues"
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
        "'{value}' lies before the change above it, of {day}; changes must be in order of time",
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
      ("it is blank; the row cannot be distinguished from others", "vide ; la ligne ne se distingue pas des autres")
    case .standsAlready: ("'{value}' is on line {line} already", "« {value} » figure déjà à la ligne {line}")
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
        "{count} accounts are called '{value}'; map 'account_id' to distinguish them",
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
      (
        "column {number} has no name in the header, and is not empty; name it",
        "la colonne {number} n’a pas de nom dans l’en-tête, et n’est pas vide ; nommez-la"
      )
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
      (
        "the text is not UTF-8; save the file as UTF-8, or say under 'encoding' in a mapping how it is written",
        "le texte n’est pas en UTF-8 ; enregistrez le fichier en UTF-8, ou dites sous « encoding » dans une "
          + "correspondance comment il est écrit"
      )
    case .cellNotUTF:
      (
        "the text is not UTF-8; say under 'encoding' in the mapping how the file is written, such as windows-1252",
        "le texte n’est pas en UTF-8 ; dites sous « encoding » dans la correspondance comment le fichier est écrit, "
          + "comme windows-1252"
      )
    case .byteNotInEncoding:
      (
        "the byte {byte} is no character of {encoding}; say under 'encoding' in the mapping how the file is written",
        "l’octet {byte} n’est pas un caractère de {encoding} ; dites sous « encoding » dans la correspondance comment "
          + "le fichier est écrit"
      )
    case .notInEncoding:
      (
        "the text is not {encoding}; say under 'encoding' in the mapping how the file is written",
        "le texte n’est pas en {encoding} ; dites sous « encoding » dans la correspondance comment le fichier est écrit"
      )
    case .bothChanged:
      (
        "the file says '{value}' and somebody else '{present}': both changed since the last import; say "
          + "'on_conflict: file' or 'on_conflict: person' in the mapping",
        "le fichier dit « {value} » et quelqu’un d’autre « {present} » : les deux ont changé depuis la dernière "
          + "importation ; dites « on_conflict: file » ou « on_conflict: person » dans la correspondance"
      )
    case .cannotBeCleared:
      (
        "it is blank, and 'blanks: clear' cannot clear it: no deal is without it",
        "vide, et « blanks: clear » ne peut pas l’effacer : aucune affaire ne s’en passe"
      )
    case .lineWithoutProduct:
      (
        "it is blank, though the row has a quantity or a price; a line needs its product",
        "vide, bien que la ligne ait une quantité ou un prix ; il y faut le produit"
      )
    case .noteBlankOwner:
      (
        "{count} {count|row names|rows name} no owner: {person} becomes the owner ({lines})",
        "{count} {count|ligne ne nomme|lignes ne nomment} pas de responsable : {person} le devient ({lines})"
      )
    case .noteBlankStatus:
      (
        "{count} {count|row names|rows name} no status: the first stage is taken ({lines})",
        "{count} {count|ligne ne nomme|lignes ne nomment} pas de statut : la première étape est prise ({lines})"
      )
    case .noteStrayRow:
      (
        "{count} {count|row holds|rows hold} one value alone and {count|becomes a deal|become deals} ({lines})",
        "{count} {count|ligne contient|lignes contiennent} une seule valeur et {count|devient une affaire|deviennent "
          + "des affaires} ({lines})"
      )
    case .noteMergedAccount:
      (
        "{count} {count|row is of an account that was|rows are of accounts that were} merged into another: left out "
          + "({lines})",
        "{count} {count|ligne concerne un compte fusionné|lignes concernent des comptes fusionnés} avec un autre : non "
          + "{count|reprise|reprises} ({lines})"
      )
    case .moreLikeIt:
      (
        "{file}: and {count} more such {count|row|rows}: {message}",
        "{file} : et {count} {count|autre ligne|autres lignes} de ce genre : {message}"
      )
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
