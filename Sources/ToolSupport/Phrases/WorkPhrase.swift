import SalesPipeline

/// Texts of the commands that people work with every day.
package enum WorkPhrase: String, PhraseGroup {
  /// Edits of several deals.
  case field, before, after, bulkDryRun, bulkDone, bulkNone, unchanged
  /// Edits of lookup tables, reports and calls.
  case written, replaced, deleted, noEffect
  /// A drawing of a sales cycle.
  case needs, leadsTo, leadsNowhere, share, dealCount
  /// A store that does not exist yet.
  case emptyPipeline
  /// Names that may be wrong.
  case newPerson, newPersonNear, likeAccount, reportFails
  /// Accounts that are merged.
  case merged, noDuplicates, historyOfMerged
  /// A deal's page.
  case value, unknownValue, stated, added, addedOn, since, closedOn, overdue, inDays
  /// Lists.
  case groupHeading, headingsOfPage, accountGroupHeading, personGroupHeading, accounts, amountIn, columnsLeftOut,
    deletedAt,
    leftOutOfHistory
  /// Salespeople.
  case people, manages, peopleNotAdded, personNotAdded, newTeamNear, teamOfPolicy, noPeople
  /// Forecast calls.
  case callMade, callAdjusted, noCalls
  /// Archives and exports.
  case archived, restored, lookupTables
  /// Workspaces that are moved.
  case moved, movedBefore, movedRecords, movedRecordsOf, movedDeleted, movedTotal, movedDigest, movedEqual,
    movedCursors,
    movePlaceUnknown, movePlaceWrong
  /// Sealed histories.
  case historyIntact, historyBroken, historyDigest, historyNoDigest
  /// Lines.
  case noLines, amountStated, quantity, listPrice, unitPrice, discount

  /// What their keys begin with.
  package static let group = Phrase.toolGroup + ".work"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .needs: ("needs {fields}", "il faut {fields}")
    case .leadsTo: ("leads to {stages}", "mène à {stages}")
    case .leadsNowhere: ("leads nowhere", "ne mène nulle part")
    case .share: ("{share}", "{share}")
    case .dealCount: ("{count} {count|deal|deals}", "{count} {count|affaire|affaires}")
    case .field: ("Field", "Champ")
    case .before: ("Before", "Avant")
    case .after: ("After", "Après")
    case .bulkDryRun:
      (
        "{count} {count|deal matches|deals match}; {changed} would change. Nothing was written: this was a dry run.",
        "{count} {count|affaire correspond|affaires correspondent} ; {changed} {changed|changerait|changeraient}. "
          + "Rien n’a été écrit : c’était un essai."
      )
    case .bulkDone:
      (
        "{changed} of {count} {count|deal|deals} changed; take it back with: pipeline undo {operation}",
        "{changed} {changed|affaire modifiée|affaires modifiées} sur {count} ; pour annuler : pipeline undo {operation}"
      )
    case .written:
      ("written; take it back with: pipeline undo {operation}", "écrit ; pour annuler : pipeline undo {operation}")
    case .replaced:
      (
        "it replaced your report of this name; take it back with: pipeline undo {operation}",
        "il remplace votre rapport de ce nom ; pour annuler : pipeline undo {operation}"
      )
    case .deleted:
      ("deleted; take it back with: pipeline undo {operation}", "supprimé ; pour annuler : pipeline undo {operation}")
    case .noEffect: ("nothing changed", "rien n’a changé")
    case .unchanged:
      ("{id} version {version}: nothing changed", "{id} version {version} : rien n’a changé")
    case .bulkNone:
      (
        "{count} {count|deal matches|deals match}; none changed",
        "{count} {count|affaire correspond|affaires correspondent} ; aucune n’a changé"
      )
    case .newPerson:
      (
        "'{name}' had no deals and is in no list of salespeople",
        "« {name} » n’avait pas d’affaire et n’est sur aucune liste de vendeurs"
      )
    case .newPersonNear:
      (
        "'{name}' had no deals and is in no list of salespeople; did you mean '{near}'?",
        "« {name} » n’avait pas d’affaire et n’est sur aucune liste de vendeurs ; vouliez-vous dire « {near} » ?"
      )
    case .merged:
      (
        "{gone} is merged into {kept}, which has {count} {count|deal|deals} now; take it back with: pipeline undo "
          + "{operation}",
        "{gone} est fusionné avec {kept}, qui a maintenant {count} {count|affaire|affaires} ; pour annuler : pipeline "
          + "undo {operation}"
      )
    case .noDuplicates: ("No accounts with like names.", "Aucun compte aux noms semblables.")
    case .historyOfMerged: ("History of {name}, merged into it", "Historique de {name}, fusionné avec lui")
    case .groupHeading:
      ("{value} · {count} {count|deal|deals} · {amounts}", "{value} · {count} {count|affaire|affaires} · {amounts}")
    case .headingsOfPage:
      (
        "the list has more than {count} deals: headings count those that are shown",
        "la liste a plus de {count} affaires : les titres comptent celles qui sont affichées"
      )
    case .accountGroupHeading:
      ("{value} · {count} {count|account|accounts}", "{value} · {count} {count|compte|comptes}")
    case .personGroupHeading:
      ("{value} · {count} {count|salesperson|salespeople}", "{value} · {count} {count|vendeur|vendeurs}")
    case .amountIn: ("{amount} {currency}", "{amount} {currency}")
    case .columnsLeftOut:
      ("No room for: {columns}", "Faute de place, sans : {columns}")
    case .deletedAt: ("Deleted", "Suppression")
    case .leftOutOfHistory:
      (
        "{count} {count|change is|changes are} not in the history: its policies keep them out",
        "{count} {count|changement n’est|changements ne sont} pas dans l’historique : ses règles les écartent"
      )
    case .accounts: ("Accounts", "Comptes")
    case .value: ("Value", "Valeur")
    case .unknownValue: ("not known", "inconnue")
    case .stated: ("stated", "déclarée")
    case .added: ("Added", "Ajout")
    case .addedOn: ("{day} ({count} {count|day|days} ago)", "{day} (il y a {count} {count|jour|jours})")
    case .since: ("since {day} ({count} {count|day|days})", "depuis le {day} ({count} {count|jour|jours})")
    case .closedOn: ("closed on {day}", "clôturée le {day}")
    case .overdue: ("{day}, overdue by {count} {count|day|days}", "{day}, en retard de {count} {count|jour|jours}")
    case .inDays: ("{day}, in {count} {count|day|days}", "{day}, dans {count} {count|jour|jours}")
    case .people: ("Salespeople", "Vendeurs")
    case .manages: ("Manages", "Responsable de")
    case .noPeople:
      (
        "No salespeople were added yet; add them with: pipeline people add NAME --set team=TEAM",
        "Aucun vendeur n’a encore été ajouté ; ajoutez-en : pipeline people add NOM --set team=ÉQUIPE"
      )
    case .peopleNotAdded:
      (
        "without an entry, but with deals or named in the configuration: {names}",
        "sans fiche, mais avec des affaires ou nommés dans la configuration : {names}"
      )
    case .personNotAdded:
      (
        "'{name}' has deals or is named in the configuration, and has no entry; add it: pipeline people add \"{name}\"",
        "« {name} » a des affaires ou figure dans la configuration, sans fiche ; ajoutez-la : pipeline people add \"{name}\""
      )
    case .newTeamNear:
      (
        "nobody else is in the team '{value}'; did you mean '{near}'?",
        "personne d’autre n’est dans l’équipe « {value} » ; vouliez-vous dire « {near} » ?"
      )
    case .teamOfPolicy:
      (
        "the access policy of the configuration says who is in which team and who manages whom: for reports and "
          + "permissions it counts, not this entry",
        "la règle d’accès de la configuration dit qui est dans quelle équipe et qui en est responsable : pour les rapports "
          + "et les droits c’est elle qui compte, non cette fiche"
      )
    case .callMade: ("{person}, {period}: call {call}", "{person}, {period} : annonce {call}")
    case .callAdjusted:
      (
        "{person}, {period}: call {call}, adjusted to {adjustment}",
        "{person}, {period} : annonce {call}, ajustée à {adjustment}"
      )
    case .noCalls: ("No calls of {person} for this period.", "Aucune annonce de {person} pour cette période.")
    case .archived:
      (
        "{file}: {count} entries of {operations} {operations|operation|operations}",
        "{file} : {count} {count|entrée|entrées} de {operations} {operations|opération|opérations}"
      )
    case .restored:
      (
        "{count} entries of {operations} {operations|operation|operations} restored",
        "{count} {count|entrée|entrées} de {operations} {operations|opération|opérations} {count|restaurée|restaurées}"
      )
    case .moved:
      (
        "{count} {count|entry|entries} of {operations} {operations|operation|operations} moved",
        "{count} {count|entrée|entrées} de {operations} {operations|opération|opérations} {count|transférée|transférées}"
      )
    case .movedBefore: ("{count} of them by an earlier run", "dont {count} lors d’un transfert précédent")
    case .movedRecords: ("records: {records}", "fiches : {records}")
    case .movedRecordsOf: ("{kind} {count}", "{kind} {count}")
    case .movedDeleted:
      ("{kind} {count} and {deleted} deleted", "{kind} {count} et {deleted} {deleted|supprimée|supprimées}")
    case .movedTotal:
      (
        "total: {amount} {currency} in {count} {count|deal|deals}",
        "total : {amount} {currency} dans {count} {count|affaire|affaires}"
      )
    case .movedDigest: ("journal: {digest}", "journal : {digest}")
    case .movedEqual:
      ("Source and target were read, and are equal.", "La source et la cible ont été lues et sont égales.")
    case .movedCursors:
      (
        "The entries have other numbers in the target; the places of consumers are adapted, cursors noted elsewhere are no longer valid.",
        "Les entrées ont d’autres numéros dans la cible ; les places des lecteurs sont adaptées, les curseurs notés ailleurs ne valent plus."
      )
    case .movePlaceUnknown:
      (
        "'{value}' is no place; write {known}, or a configuration file",
        "« {value} » n’est pas un lieu ; écrivez {known}, ou un fichier de configuration"
      )
    case .movePlaceWrong: ("{value}: {message}", "{value} : {message}")
    case .historyIntact:
      (
        "{count} {count|write|writes} checked, {sealed} sealed: nothing was changed",
        "{count} {count|écriture vérifiée|écritures vérifiées}, {sealed} {sealed|scellée|scellées} : rien n’a été modifié"
      )
    case .historyBroken:
      (
        "{count} {count|finding|findings} in {writes} {writes|write|writes}",
        "{count} {count|anomalie|anomalies} dans {writes} {writes|écriture|écritures}"
      )
    case .historyDigest:
      (
        "{file}: the digest of {count} {count|write|writes}; keep it away from the database",
        "{file} : l’empreinte de {count} {count|écriture|écritures} ; gardez-la loin de la base"
      )
    case .historyNoDigest:
      (
        "without --digest, it cannot be seen whether the newest entries are gone or the whole history was written anew",
        "sans --digest, on ne peut pas voir si les entrées les plus récentes ont disparu ou si tout a été réécrit"
      )
    case .lookupTables: ("Lookup tables", "Tables")
    case .emptyPipeline:
      (
        "{place}: there is no database yet, so the pipeline is empty; run an import or add an account",
        "{place} : il n’y a pas encore de base, le pipeline est donc vide ; importez ou ajoutez un compte"
      )
    case .noLines: ("No lines.", "Aucune ligne.")
    case .amountStated:
      (
        "the amount of {deal} is stated as {amount}; with lines it is their total: --replace-amount gives up the stated one",
        "le montant de {deal} est déclaré à {amount} ; avec des lignes c’est leur total : --replace-amount abandonne "
          + "celui qui est déclaré"
      )
    case .quantity: ("Quantity", "Quantité")
    case .listPrice: ("List price", "Prix de liste")
    case .unitPrice: ("Agreed", "Convenu")
    case .discount: ("Discount", "Remise")
    case .reportFails:
      (
        "the report is saved, and cannot run yet: {problem}",
        "le rapport est enregistré, et ne peut pas encore être exécuté : {problem}"
      )
    case .likeAccount:
      (
        "the name is like that of '{name}' ({id}); if they are the same, merge them: pipeline accounts merge {new} {id}",
        "ce nom ressemble à « {name} » ({id}) ; si c’est le même compte : pipeline accounts merge {new} {id}"
      )
    }
  }
}
