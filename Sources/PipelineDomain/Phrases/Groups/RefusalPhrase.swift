/// Messages of refusals. Fields and keys are named as in files and on command lines.
package enum RefusalPhrase: String, PhraseGroup {
  /// The sentence with its field or its record; how many sentences there are.
  case about, aboutMore, recordAtOf, recordOf, recordAt, count, countOfBatch
  /// Deals.
  case dealNeedsName, dealNeedsOwner, dealNeedsCurrency, unknownCycle, unknownCycleNear, unknownStatus,
    unknownStatusNear, noSuchOutcome, noSuchOutcomeNear, noOutcome, notClosed, stageNotAllowed, fieldNeeded,
    amountBesideLines, currencyMismatch, negativeQuantity, totalTooLarge, probabilityOfOpenDeal,
    probabilityOfClosedDeal, probabilityNotEditable, entranceNotAllowed, startNotAllowed, closedOnOpenDeal,
    closedInFuture, closedBeforeCreation, currencyNeedsAmounts
  /// Accounts and salespeople.
  case accountNeedsName, personNeedsName, personAdded, personKeepsName, managedInCircle, consumerNeedsName,
    unknownAccount, accountInUse, accountInUseUncounted, mergedWithItself, noListPrice, noSuchLine, severalLines
  /// Identities.
  case duplicateExternalID, duplicateExternalIDOf, earlierRow, valueTaken, valueTakenBy
  /// References.
  case nothingReferred, stillReferred
  /// Lookup tables.
  case invalidKey, duplicateEntry, unknownEntry, unknownEntryNear, unknownEntryOf, unknownEntryOfNone, retiredEntry,
    editedInStages, editedInSource, unknownCategory, entryIsDefault, entryIsDefaultOfMore, stageOfCycle,
    replacesItself, wrongListPrice
  /// Permissions.
  case mayNotChange, mayNotMerge, mayNotAdd, nobodyActs, archiveOfAll, checkOfAll
  /// Undoing and restoring.
  case changedSince, deletedSince, restoredSince, notUndoable, notDeleted
  /// Saved reports.
  case reportName, reportUnwritable, reportOfConfiguration, reportNameOfConfiguration, reportOfOthers, duplicateReport
  /// Forecast calls.
  case callPeriod, callOfOthers, callOfReader, callOfNoManager, callCurrency, callBelowZero
  /// Words within messages.
  case won, lost, open, nothing
  /// Fields set from text.
  case unknownField, unknownFieldNear
  case setByEngine, notADay, implausibleYear, amountNeedsCurrency, notALine, notAnAttribute, notACurrency,
    notAChoice, notAnIdentity, notLines, notAValue

  /// What their keys begin with.
  package static let group = "refusal"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .about: ("{field}: {message}", "{field} : {message}")
    case .aboutMore: ("{field} and {count} more: {message}", "{field} et {count} autres : {message}")
    case .recordAtOf: ("{kind} {place} ({name})", "{kind} {place} ({name})")
    case .recordOf: ("{kind} '{name}'", "{kind} « {name} »")
    case .recordAt: ("{kind} {place}", "{kind} {place}")
    case .count: ("{count} refusals in all", "{count} refus en tout")
    case .countOfBatch:
      (
        "{count} refusals of {records} {records|record|records} in all",
        "{count} refus pour {records} {records|enregistrement|enregistrements} en tout"
      )
    case .dealNeedsName: ("a deal needs a name", "il faut un nom à l’affaire")
    case .dealNeedsOwner: ("a deal needs an owner", "il faut un responsable à l’affaire")
    case .dealNeedsCurrency: ("a deal needs a currency", "il faut une devise à l’affaire")
    case .unknownCycle:
      (
        "there is no sales cycle '{value}'; there are: {allowed}",
        "il n’y a pas de cycle de vente « {value} » ; il y a : {allowed}"
      )
    case .unknownCycleNear:
      (
        "there is no sales cycle '{value}'; did you mean '{near}'?",
        "il n’y a pas de cycle de vente « {value} » ; vouliez-vous dire « {near} » ?"
      )
    case .unknownStatusNear:
      (
        "the sales cycle '{cycle}' has no status '{value}'; did you mean '{near}'?",
        "le cycle de vente « {cycle} » n’a pas de statut « {value} » ; vouliez-vous dire « {near} » ?"
      )
    case .unknownStatus:
      (
        "the sales cycle '{cycle}' has no status '{value}'; it has: {allowed}",
        "le cycle de vente « {cycle} » n’a pas de statut « {value} » ; il a : {allowed}"
      )
    case .noSuchOutcome:
      (
        "'{value}' is not a status in '{cycle}' that makes the deal {outcome}",
        "« {value} » n’est pas un statut de « {cycle} » qui rende l’affaire {outcome}"
      )
    case .noSuchOutcomeNear:
      (
        "'{value}' is not a status in '{cycle}' that makes the deal {outcome}; did you mean '{near}'?",
        "« {value} » n’est pas un statut de « {cycle} » qui rende l’affaire {outcome} ; vouliez-vous dire « {near} » ?"
      )
    case .notClosed:
      (
        "the deal is not closed: it is in '{status}'; move it to reach another stage",
        "l’affaire n’est pas clôturée : elle est en « {status} » ; déplacez-la pour changer d’étape"
      )
    case .noOutcome:
      (
        "there is no status in '{cycle}' that makes the deal {outcome}",
        "aucun statut de « {cycle} » ne rend l’affaire {outcome}"
      )
    case .stageNotAllowed:
      (
        "'{from}' does not lead to '{to}'; it leads to: {allowed}",
        "« {from} » ne mène pas à « {to} » ; il mène à : {allowed}"
      )
    case .fieldNeeded:
      (
        "'{name}' must be filled before a deal may be in '{status}'",
        "« {name} » doit être rempli avant que l’affaire puisse être en « {status} »"
      )
    case .amountBesideLines:
      (
        "the amount is stated or the total of the lines, not both; clear stated_amount, or remove the lines",
        "le montant est déclaré ou le total des lignes, non les deux ; effacez stated_amount, ou retirez les lignes"
      )
    case .currencyMismatch:
      ("the amount is in {amount}, the deal in {deal}", "le montant est en {amount}, l’affaire en {deal}")
    case .negativeQuantity:
      (
        "the quantity of '{product}' is {value}; it must be zero or more",
        "la quantité de « {product} » est {value} ; elle doit être nulle ou positive"
      )
    case .totalTooLarge: ("the lines' total is too large", "le total des lignes est trop grand")
    case .probabilityOfOpenDeal:
      (
        "'{status}' is open, so its probability lies between 0 and 100 %; close the deal to make it {share}",
        "« {status} » est une étape ouverte : sa probabilité est entre 0 et 100 % ; pour {share}, clôturez l’affaire"
      )
    case .probabilityOfClosedDeal:
      (
        "a deal in '{status}' is closed at {share}, so {value} cannot be its probability; reopen it first",
        "une affaire en « {status} » est clôturée à {share} : sa probabilité ne peut être {value} ; rouvrez-la d’abord"
      )
    case .entranceNotAllowed:
      (
        "a deal of '{from}' cannot move to '{to}' in '{cycle}'; it may move to: {allowed}",
        "une affaire de « {from} » ne peut entrer en « {to} » dans « {cycle} » ; elle peut entrer en : {allowed}"
      )
    case .startNotAllowed:
      (
        "a new deal cannot start in '{to}'; it may start in: {allowed}",
        "une nouvelle affaire ne peut commencer en « {to} » ; elle peut commencer en : {allowed}"
      )
    case .closedOnOpenDeal:
      (
        "a deal in '{status}' is open, so it has no closing day; close it first",
        "une affaire en « {status} » est ouverte et n’a pas de jour de clôture ; clôturez-la d’abord"
      )
    case .closedInFuture:
      (
        "{value} lies after today, {today}; a deal closes today or earlier",
        "le {value} est après aujourd’hui, le {today} ; une affaire se clôture aujourd’hui ou avant"
      )
    case .closedBeforeCreation:
      (
        "{value} lies before the deal was created, on {created}",
        "le {value} est avant la création de l’affaire, le {created}"
      )
    case .currencyNeedsAmounts:
      (
        "the deal's prices are in {amount}; give the lines or the amount in {deal} together with the currency",
        "les prix de l’affaire sont en {amount} ; donnez les lignes ou le montant en {deal} avec la devise"
      )
    case .probabilityNotEditable:
      (
        "the configuration's probability rules leave no room for a person's own figure; add 'stated' to them",
        "les règles de probabilité de la configuration n’admettent pas de valeur saisie ; ajoutez-y « stated »"
      )
    case .accountNeedsName: ("an account needs a name", "il faut un nom au compte")
    case .personNeedsName: ("a salesperson needs a name", "il faut un nom au vendeur")
    case .personAdded: ("'{value}' was added already", "« {value} » a déjà été ajouté")
    case .personKeepsName:
      (
        "'{value}' keeps this name, which deals have as their owner; add the other name and reassign the deals",
        "« {value} » garde ce nom, que des affaires portent ; ajoutez l’autre nom et réattribuez les affaires"
      )
    case .managedInCircle:
      ("the managers form a circle: {names}", "les responsables forment un cercle : {names}")
    case .consumerNeedsName: ("a consumer needs a name", "il faut un nom au consommateur")
    case .unknownAccount: ("there is no account {value}", "il n’y a pas de compte {value}")
    case .accountInUse:
      (
        "'{account}' has {count} {count|deal|deals}; delete or move them first",
        "« {account} » a {count} {count|affaire|affaires} ; supprimez-les ou déplacez-les d’abord"
      )
    case .accountInUseUncounted:
      (
        "'{account}' has deals; delete or move them first",
        "« {account} » a des affaires ; supprimez-les ou déplacez-les d’abord"
      )
    case .duplicateExternalID:
      (
        "'{value}' is the external id of another record",
        "« {value} » est l’identifiant externe d’un autre enregistrement"
      )
    case .duplicateExternalIDOf:
      (
        "'{value}' is the external id of another record ({record})",
        "« {value} » est l’identifiant externe d’un autre enregistrement ({record})"
      )
    case .valueTaken: ("another record has '{value}' already", "un autre enregistrement a déjà « {value} »")
    case .valueTakenBy:
      ("another record has '{value}' already ({record})", "un autre enregistrement a déjà « {value} » ({record})")
    case .nothingReferred: ("there is no {kind} {value}", "il n’y a pas de {kind} {value}")
    case .stillReferred: ("{value} is still used by other records", "{value} sert encore à d’autres enregistrements")
    case .earlierRow: ("'{value}' is on an earlier row already", "« {value} » figure déjà sur une ligne précédente")
    case .invalidKey:
      (
        "'{value}' cannot be a key: 1 to 120 characters, no control characters",
        "« {value} » ne peut pas être une clé : 1 à 120 caractères, sans caractère de contrôle"
      )
    case .duplicateEntry: ("{table} has an entry '{value}' already", "{table} a déjà une entrée « {value} »")
    case .unknownEntry: ("{table} has no entry '{value}'", "{table} n’a pas d’entrée « {value} »")
    case .unknownEntryNear:
      (
        "{table} has no entry '{value}'; did you mean '{near}'?",
        "{table} n’a pas d’entrée « {value} » ; vouliez-vous dire « {near} » ?"
      )
    case .unknownEntryOf:
      ("{table} has no entry '{value}'; it has: {allowed}", "{table} n’a pas d’entrée « {value} » ; il y a : {allowed}")
    case .unknownEntryOfNone:
      ("{table} has no entry '{value}'; the table is empty", "{table} n’a pas d’entrée « {value} » ; la table est vide")
    case .retiredEntry: ("'{value}' is retired in {table}", "« {value} » est retirée de {table}")
    case .editedInStages:
      (
        "{table} is edited in the sales cycles' stages, not here",
        "{table} se modifie dans les étapes des cycles de vente, pas ici"
      )
    case .editedInSource: ("{table} is edited in its source, not here", "{table} se modifie dans sa source, pas ici")
    case .unknownCategory:
      (
        "'{value}' is not a forecast category; there are: {allowed}",
        "« {value} » n’est pas une catégorie de prévision ; il y a : {allowed}"
      )
    case .entryIsDefault:
      (
        "'{value}' is still given by: {users}; name the entry that replaces it",
        "« {value} » est encore donnée par : {users} ; indiquez l’entrée qui la remplace"
      )
    case .entryIsDefaultOfMore:
      (
        "'{value}' is still given by: {users} and {count} more; name the entry that replaces it",
        "« {value} » est encore donnée par : {users} et {count} autres ; indiquez l’entrée qui la remplace"
      )
    case .stageOfCycle: ("{status} ({cycle})", "{status} ({cycle})")
    case .wrongListPrice:
      (
        "the list price '{value}' is not a number; write digits with a dot, such as 1234.50",
        "le prix de liste « {value} » n’est pas un nombre ; écrivez des chiffres avec un point, comme 1234.50"
      )
    case .replacesItself:
      ("'{value}' cannot replace itself", "« {value} » ne peut se remplacer elle-même")
    case .mayNotChange:
      ("'{person}' may see this deal, but not change it", "« {person} » peut voir cette affaire, mais pas la modifier")
    case .mayNotMerge:
      (
        "'{person}' may not change all deals of this account, and so cannot merge it",
        "« {person} » ne peut pas modifier toutes les affaires de ce compte, ni donc le fusionner"
      )
    case .mayNotAdd:
      ("'{person}' may not add deals for '{value}'", "« {person} » ne peut pas ajouter d’affaires pour « {value} »")
    case .nobodyActs:
      ("a command needs somebody who acts; the name is blank", "il faut un nom à qui agit ; il est vide")
    case .changedSince:
      (
        "{person} changed it at {at}, after what was to be undone",
        "{person} l’a modifié à {at}, après ce qui devait être annulé"
      )
    case .deletedSince:
      (
        "{person} deleted it at {at}, after what was to be undone",
        "{person} l’a supprimé à {at}, après ce qui devait être annulé"
      )
    case .restoredSince:
      (
        "{person} restored it at {at}, after what was to be undone",
        "{person} l’a rétabli à {at}, après ce qui devait être annulé"
      )
    case .notUndoable:
      (
        "the configuration made the changes of this operation ({value}); edit the configuration instead",
        "la configuration a fait les modifications de cette opération ({value}) ; modifiez plutôt la configuration"
      )
    case .notDeleted: ("{value} was not deleted", "{value} n’a pas été supprimé")
    case .reportName:
      (
        "'{value}' cannot be a report's name: names are a-z, 0-9, '-' and '_', at most 64 characters",
        "« {value} » ne peut pas nommer un rapport : a-z, 0-9, « - » et « _ », 64 caractères au plus"
      )
    case .reportUnwritable: ("the definition cannot be written down", "la définition ne peut pas être écrite")
    case .reportOfConfiguration:
      (
        "'{value}' is a report of the configuration; edit it there, or copy it",
        "« {value} » est un rapport de la configuration ; modifiez-le là, ou copiez-le"
      )
    case .reportNameOfConfiguration:
      (
        "'{value}' is a report of the configuration; edit it there, or take another name",
        "« {value} » est un rapport de la configuration ; modifiez-le là, ou prenez un autre nom"
      )
    case .reportOfOthers:
      (
        "'{value}' is another person's report; copy it to change it",
        "« {value} » est le rapport d’une autre personne ; copiez-le pour le modifier"
      )
    case .duplicateReport: ("you have a report '{value}' already", "vous avez déjà un rapport « {value} »")
    case .noListPrice:
      (
        "the product '{product}' has no list price in {currency}; give a unit price",
        "le produit « {product} » n’a pas de prix de liste en {currency} ; indiquez un prix unitaire"
      )
    case .noSuchLine:
      (
        "there is no line '{value}'; the deal has {count} {count|line|lines}",
        "il n’y a pas de ligne « {value} » ; l’affaire a {count} {count|ligne|lignes}"
      )
    case .severalLines:
      (
        "{count} lines are of '{value}'; name one by its number",
        "{count} lignes portent sur « {value} » ; nommez-en une par son numéro"
      )
    case .checkOfAll:
      (
        "'{person}' does not see all deals and may not check the history",
        "« {person} » ne voit pas toutes les affaires et ne peut pas vérifier l’historique"
      )
    case .archiveOfAll:
      (
        "'{person}' does not see all deals, and may not archive them",
        "« {person} » ne voit pas toutes les affaires et ne peut les archiver"
      )
    case .mergedWithItself:
      ("'{value}' cannot be merged into itself", "« {value} » ne peut être fusionné avec lui-même")
    case .callPeriod:
      (
        "'{value}' is no month or quarter of the pipeline's calendar; write one like {month} or {quarter}",
        "« {value} » n’est ni un mois ni un trimestre du calendrier ; écrivez par exemple {month} ou {quarter}"
      )
    case .callOfOthers:
      (
        "'{person}' may not make the call of '{value}': a call is the salesperson's own, and a manager adjusts it",
        "« {person} » ne peut faire l’annonce de « {value} » : elle revient au vendeur, et un responsable l’ajuste"
      )
    case .callOfReader:
      (
        "'{person}' may not change deals, and makes no call",
        "« {person} » ne peut modifier d’affaires, ni faire d’annonce"
      )
    case .callOfNoManager:
      (
        "'{person}' is not a manager of '{value}' and may not adjust the call; managers are named under 'access' in the "
          + "configuration, or in the salesperson's record",
        "« {person} » n’est pas responsable de « {value} » et ne peut ajuster son annonce ; les responsables figurent sous "
          + "« access » dans la configuration, ou dans la fiche du vendeur"
      )
    case .callCurrency:
      (
        "the amount is in {amount}; forecast calls are in the base currency, {base}",
        "le montant est en {amount} ; les annonces sont dans la devise de base, {base}"
      )
    case .callBelowZero:
      ("{value} is below zero; a call is 0 or more", "{value} est négatif ; une annonce est nulle ou positive")
    case .won: ("won", "gagnée")
    case .lost: ("lost", "perdue")
    case .open: ("open", "ouverte")
    case .nothing: ("nothing", "rien")
    case .unknownFieldNear:
      (
        "there is no field '{value}' to set; did you mean '{near}'?",
        "il n’y a pas de champ « {value} » ; vouliez-vous dire « {near} » ?"
      )
    case .unknownField:
      (
        "there is no field '{value}' to set; there are: {allowed}",
        "il n’y a pas de champ « {value} » ; il y a : {allowed}"
      )
    case .setByEngine: ("is set by the engine alone", "n’est rempli que par le moteur")
    case .notADay: ("'{value}' is not a day; write yyyy-MM-dd", "« {value} » n’est pas une date ; écrivez aaaa-MM-jj")
    case .implausibleYear:
      (
        "'{value}' is not a plausible day; write one of the years {first} to {last}",
        "« {value} » n’est pas une date plausible ; écrivez une année de {first} à {last}"
      )
    case .amountNeedsCurrency: ("an amount needs a currency", "il faut une devise au montant")
    case .notALine:
      (
        "'{value}' is not a line; write QUANTITY x PRODUCT @ UNIT PRICE",
        "« {value} » n’est pas une ligne ; écrivez QUANTITÉ x PRODUIT @ PRIX UNITAIRE"
      )
    case .notAnAttribute:
      ("'{value}' is not an attribute; write NAME: VALUE", "« {value} » n’est pas un attribut ; écrivez NOM: VALEUR")
    case .notACurrency:
      ("'{value}' is not an ISO 4217 code, such as EUR", "« {value} » n’est pas un code ISO 4217, tel que EUR")
    case .notAChoice: ("'{value}' is not one of {allowed}", "« {value} » n’est pas l’un de : {allowed}")
    case .notAnIdentity: ("'{value}' names no account", "« {value} » ne désigne aucun compte")
    case .notLines:
      (
        "'{value}' is not a list of lines, such as 3 x gtx-pro @ 4821.00",
        "« {value} » n’est pas une liste de lignes, telle que 3 x gtx-pro @ 4821.00"
      )
    case .notAValue: ("'{value}' is not a value of this field", "« {value} » n’est pas une valeur de ce champ")
    }
  }
}
