/// What is wrong with an import's mapping.
///
/// They are looked up by their English words: ``Wording``.
package enum MappingPhrase: String, PhraseGroup {
  /// The phrases.
  case noFile, addSection, name, delimiter, whereOutcome, dependsOnOutcome, askColumn, fallbackBlanks, nothingToRead,
    addSource, both, underFallback, ofWithLookup, ofUnknown, whenEmpty, addOutcome, columnAndIs, pivot, decimal,
    thousands, sameSigns, declareOther, trailNeeds, orFields, onlyDeals, attributeOf, whichAccount, noPrice,
    addPrice, needsProduct, amountBesideProduct, noUse, percentages, percentOrFraction, noColumn, noSection,
    editedInSource, makeStored, centuryOpen, pivotWithout, openApostrophe, datePart, noDigits, dateOnce, hourAndHalf,
    timeTwice, offsetAlone, fractionAlone

  /// What their keys begin with.
  package static let group = "mapping"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .noFile: ("the mapping maps no file", "le fichier d’import ne décrit aucun fichier")
    case .addSection: ("add a section: {words}", "ajoutez une section : {words}")
    case .name: ("must be letters, digits, - and _", "doit être fait de lettres, de chiffres, de - et de _")
    case .delimiter:
      ("must be one character such as , or ; or the word tab", "doit être un caractère tel que , ou ; ou le mot tab")
    case .whereOutcome:
      ("'where' cannot depend on the deal's outcome", "« where » ne peut dépendre de l’issue de l’affaire")
    case .dependsOnOutcome:
      ("{name} cannot depend on the deal's outcome", "{name} ne peut dépendre de l’issue de l’affaire")
    case .askColumn: ("ask a 'column' instead", "interrogez plutôt une colonne : « column »")
    case .fallbackBlanks:
      (
        "'blanks: clear' goes with the field, not with one of its fallbacks",
        "« blanks: clear » va avec le champ, non avec l’une de ses solutions de repli"
      )
    case .nothingToRead: ("{subject} says nothing to read", "{subject} ne dit pas ce qui est à lire")
    case .addSource: ("add 'column', 'constant' or 'lookup'", "ajoutez « column », « constant » ou « lookup »")
    case .both: ("{subject} has both '{first}' and '{second}'", "{subject} a à la fois « {first} » et « {second} »")
    case .underFallback: ("put the second under 'fallback'", "mettez le second sous « fallback »")
    case .ofWithLookup: ("'of' goes with 'lookup'", "« of » va avec « lookup »")
    case .ofUnknown:
      ("'of': '{name}' does not name a lookup entry", "« of » : « {name} » ne nomme pas d’entrée de table")
    case .whenEmpty: ("'when' asks nothing", "« when » ne demande rien")
    case .addOutcome: ("add 'outcome', or 'column' and 'is'", "ajoutez « outcome », ou « column » et « is »")
    case .columnAndIs: ("'column' and 'is' or 'is_not' go together", "« column » et « is » ou « is_not » vont ensemble")
    case .pivot: ("must be a year from 1900 to 2100", "doit être une année de 1900 à 2100")
    case .decimal: ("must be . or ,", "doit être . ou ,")
    case .thousands: ("must be one of , . ' or a blank", "doit être l’un de , . ’ ou un espace")
    case .sameSigns:
      ("'decimal' and 'thousands' are both '{sign}'", "« decimal » et « thousands » sont tous deux « {sign} »")
    case .declareOther: ("declare the other one too", "déclarez aussi l’autre")
    case .trailNeeds:
      (
        "'{name}' is missing in the fields of 'changes'; it expects text, or a mapping",
        "il manque « {name} » dans les champs de « changes » ; attendu : un texte, ou un groupe"
      )
    case .orFields:
      (
        "or name the fields that rows change, such as 'status: Stage'",
        "ou nommez les champs que les lignes modifient, tels que « status: Étape »"
      )
    case .onlyDeals:
      (
        "{name}: only deals have lookup entries to read from",
        "{name} : seules les affaires ont des entrées de table à lire"
      )
    case .attributeOf:
      (
        "{name} reads an attribute of the row's '{field}', which is not among the fields",
        "{name} lit un attribut de « {field} », qui n’est pas parmi les champs"
      )
    case .whichAccount:
      (
        "the fields of 'opportunities' do not say which account a deal belongs to",
        "les champs de « opportunities » ne disent pas à quel compte est une affaire"
      )
    case .noPrice: ("'product' has no price", "« product » n’a pas de prix")
    case .addPrice: ("add 'unit_price', such as {example}", "ajoutez « unit_price », tel que {example}")
    case .needsProduct: ("'{name}' needs a product", "« {name} » demande un produit")
    case .amountBesideProduct:
      (
        "'amount' cannot be given beside 'product': the line gives the amount",
        "« amount » ne va pas avec « product » : la ligne donne le montant"
      )
    case .noUse: ("'{name}' has no use for '{format}'", "« {name} » n’a que faire de « {format} »")
    case .percentages:
      (
        "'{name}' does not say how its percentages are to be understood",
        "« {name} » ne dit pas comment comprendre ses pourcentages"
      )
    case .percentOrFraction:
      (
        "write {example} where 65 is 65 %, or fraction where 0.65 is",
        "écrivez {example} si 65 vaut 65 %, ou fraction si c’est 0.65"
      )
    case .noColumn: ("'{file}' has no column '{name}'", "« {file} » n’a pas de colonne « {name} »")
    case .noSection:
      (
        "the mapping has no section '{section}' for '{file}'",
        "le fichier d’import n’a pas de section « {section} » pour « {file} »"
      )
    case .editedInSource:
      (
        "'{section}' cannot be imported: {table} is edited in its source",
        "« {section} » ne peut être importé : {table} se modifie dans sa source"
      )
    case .makeStored:
      (
        "make the table 'stored' in the configuration, or leave the section out",
        "faites de la table une table « stored » dans la configuration, ou retirez la section"
      )
    case .centuryOpen:
      (
        "'yy' leaves the century open; write {example}, which reads 70 as 1970 and 69 as 2069",
        "« yy » laisse le siècle ouvert ; écrivez {example}, qui lit 70 comme 1970 et 69 comme 2069"
      )
    case .pivotWithout:
      ("'pivot' goes with 'yy', which '{pattern}' does not have", "« pivot » va avec « yy », que « {pattern} » n’a pas")
    case .openApostrophe:
      ("'{pattern}' opens an apostrophe that it does not close", "« {pattern} » ouvre une apostrophe sans la fermer")
    case .datePart:
      (
        "'{part}' is not a part of a date; there are yyyy, yy, M, MM, MMM, MMMM, d, dd, H, HH, h, hh, mm, ss, S, a, Z",
        "« {part} » n’est pas une partie de date ; il y a yyyy, yy, M, MM, MMM, MMMM, d, dd, H, HH, h, hh, mm, ss, "
          + "S, a, Z"
      )
    case .noDigits:
      (
        "a pattern has no digits of its own, such as '{digits}'",
        "un format n’a pas de chiffres à lui, tels que « {digits} »"
      )
    case .dateOnce:
      (
        "'{pattern}' must have a year, a month and a day once each, such as dd/MM/yyyy",
        "« {pattern} » doit avoir une année, un mois et un jour une fois chacun, comme dd/MM/yyyy"
      )
    case .hourAndHalf:
      ("'{pattern}' must have 'h' and 'a' together", "« {pattern} » doit avoir « h » et « a » ensemble")
    case .timeTwice: ("'{pattern}' has a part of the time twice", "« {pattern} » a deux fois une partie de l’heure")
    case .offsetAlone:
      ("'{pattern}' has an offset, 'Z', without a time", "« {pattern} » a un décalage, « Z », sans heure")
    case .fractionAlone:
      (
        "'{pattern}' has a fraction, 'S', without seconds, 'ss'",
        "« {pattern} » a une fraction, « S », sans secondes, « ss »"
      )
    }
  }
}
