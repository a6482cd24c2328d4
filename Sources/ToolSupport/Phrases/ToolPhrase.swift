import SalesPipeline

/// Texts of the tools besides figures and labels.
package enum ToolPhrase: String, PhraseGroup {
  /// The dashboard.
  case dashboard, dealsIn, noDeals, none, earlier, later, pipelineBar, addsBar, takesBar, points
  /// Languages.
  case unknownLanguage, unknownStarter, restoreFull, languageComplete, phraseMissing
  /// Lists.
  case range, behindLast, closes, key, label, attributes, retired, table, entries, standing, title, author,
    visibleTo, id, recordVersion, history, configuration, everyone, authorOnly
  /// A deal’s history.
  case created, deleted, restored, changed, changedLines
  /// What was done.
  case version, rows, fileWritten, noMistakes, sampled, storeAgrees
  /// Imports.
  case nothingImported, importLine, importNew, importChanged, importUnchanged, importLeftOut, importRefused,
    importBlank, importFiltered, importNoRows, accountsAdded, newCustomers, importUntold, datedChanges, dryRun,
    nothingToWrite, written, importRepeated
  /// What the tools cannot do.
  case sampleExists, fileExists, noHistoryDigest, sameName, dealDeleted, accountDeleted, accountMerged,
    outputBroken, outputFailed, notForTerminals

  /// What their keys begin with.
  package static let group = Phrase.toolGroup

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .dashboard: ("{name} · {day} · amounts in {currency}", "{name} · {day} · montants en {currency}")
    case .dealsIn: ("{stage}: {count} {count|deal|deals}", "{stage} : {count} {count|affaire|affaires}")
    case .noDeals: ("No deals.", "Aucune affaire.")
    case .none: ("—", "—")
    case .earlier: ("earlier", "avant")
    case .later: ("later", "après")
    case .points: ("{number} pts", "{number} pts")
    case .pipelineBar: ("the pipeline", "le pipeline")
    case .addsBar: ("comes in", "entre")
    case .takesBar: ("goes out", "sort")
    case .unknownLanguage:
      (
        "the tools do not speak '{value}'; they speak: {known}",
        "les outils ne parlent pas « {value} » ; ils parlent : {known}"
      )
    case .restoreFull:
      (
        "{place}: the disk is full; make room, and restore the same archive again, which completes what is there",
        "{place} : le disque est plein ; faites de la place, puis restaurez la même archive, ce qui complète ce qui est là"
      )
    case .unknownStarter:
      (
        "there is no starter in '{value}'; there are: {known}. Labels and other languages are added to the file later",
        "il n’y a pas de modèle en « {value} » ; il y a : {known}. Les libellés d’autres langues s’ajoutent ensuite au fichier"
      )
    case .languageComplete:
      (
        "{file}: {count} of {total} phrases; {same} read as in English",
        "{file} : {count} phrases sur {total} ; {same} se lisent comme en anglais"
      )
    case .phraseMissing: ("missing: {key}: {text}", "manquante : {key} : {text}")
    case .range:
      (
        "{first} to {last} of {count}; see more with --offset {offset}",
        "{first} à {last} sur {count} ; la suite avec --offset {offset}"
      )
    case .behindLast:
      ("none of {count}; --offset lies behind the last", "aucun sur {count} ; --offset dépasse le dernier")
    case .closes: ("Closes", "Clôture")
    case .key: ("Key", "Clé")
    case .label: ("Label", "Libellé")
    case .attributes: ("Attributes", "Attributs")
    case .retired: ("Retired", "Retirée")
    case .table: ("Table", "Table")
    case .entries: ("Entries", "Entrées")
    case .standing: ("Standing", "Statut")
    case .title: ("Title", "Titre")
    case .author: ("Author", "Auteur")
    case .visibleTo: ("Visible to", "Visible pour")
    case .id: ("id", "id")
    case .recordVersion: ("version", "version")
    case .history: ("History", "Historique")
    case .configuration: ("(configuration)", "(configuration)")
    case .everyone: ("everyone", "tous")
    case .authorOnly: ("private", "privé")
    case .created: ("created", "création")
    case .deleted: ("deleted", "suppression")
    case .restored: ("restored", "rétablissement")
    case .changed: ("{field}: {old} → {new}", "{field} : {old} → {new}")
    case .changedLines: ("{field}: {lines}", "{field} : {lines}")
    case .version: ("{id} version {version}", "{id} version {version}")
    case .rows: ("{file}: {count} rows", "{file} : {count} {count|ligne|lignes}")
    case .fileWritten:
      ("{file} written; check it with: pipeline check {file}", "{file} écrit ; vérifiez-le par : pipeline check {file}")
    case .noMistakes: ("{file}: no mistakes", "{file} : aucune erreur")
    case .storeAgrees:
      (
        "{file}: the store agrees with the configuration", "{file} : la base s’accorde avec la configuration"
      )
    case .sampled:
      (
        "{accounts} {accounts|account|accounts}, {deals} {deals|deal|deals}",
        "{accounts} {accounts|compte|comptes}, {deals} {deals|affaire|affaires}"
      )
    case .nothingImported:
      (
        "{count} {count|problem|problems}; nothing was imported. Mend the rows, or leave them out with "
          + "--skip-bad-rows.",
        "{count} {count|problème|problèmes} ; rien n’a été importé. Corrigez les lignes, ou laissez-les de "
          + "côté avec --skip-bad-rows."
      )
    case .importLine: ("{kind}: {parts}", "{kind} : {parts}")
    case .importNew: ("{count} new", "{count} {count|nouvelle|nouvelles}")
    case .importChanged: ("{count} changed", "{count} {count|modifiée|modifiées}")
    case .importUnchanged: ("{count} unchanged", "{count} {count|inchangée|inchangées}")
    case .importLeftOut: ("{count} left out", "{count} {count|laissée|laissées} de côté")
    case .importRefused: ("{count} refused", "{count} {count|refusée|refusées}")
    case .importBlank: ("{count} blank", "{count} {count|vide|vides}")
    case .importFiltered: ("{count} passed over", "{count} {count|passée|passées}")
    case .importNoRows: ("no rows", "aucune ligne")
    case .accountsAdded:
      (
        "{count} {count|account|accounts} added for deals that name {count|it|them}",
        "{count} {count|compte ajouté|comptes ajoutés} pour des affaires qui les nomment"
      )
    case .importUntold:
      ("{count} from before the deal was known", "{count} d’avant que l’affaire ne soit connue")
    case .datedChanges:
      (
        "{count} dated {count|change|changes}; {deals} new {deals|deal has|deals have} a past",
        "{count} {count|modification datée|modifications datées} ; {deals} {deals|nouvelle affaire a|nouvelles "
          + "affaires ont} un passé"
      )
    case .newCustomers:
      (
        "{count} {count|account is a customer|accounts are customers} now",
        "{count} {count|compte devient client|comptes deviennent clients}"
      )
    case .dryRun: ("Nothing was written: this was a dry run.", "Rien n’a été écrit : c’était un essai.")
    case .nothingToWrite: ("Nothing to write: all of it is there already.", "Rien à écrire : tout y est déjà.")
    case .written: ("Written.", "Écrit.")
    case .importRepeated:
      (
        "This import was carried out before; nothing was written again.",
        "Cet import a déjà eu lieu ; rien n’a été écrit de nouveau."
      )
    case .sampleExists:
      (
        "the pipeline holds a sample already; name another database in the configuration",
        "le pipeline contient déjà un exemple ; nommez une autre base dans la configuration"
      )
    case .noHistoryDigest:
      (
        "{file}: this is no digest of 'pipeline history digest'",
        "{file} : ce n’est pas une empreinte de « pipeline history digest »"
      )
    case .fileExists:
      (
        "{file} exists; name another file, or say --force to replace it",
        "{file} existe ; nommez un autre fichier, ou --force pour le remplacer"
      )
    case .sameName:
      (
        "{count} accounts are called '{value}'; name one by its id: {first}, {second}",
        "{count} comptes s’appellent « {value} » ; nommez-en un par son id : {first}, {second}"
      )
    case .dealDeleted:
      (
        "the deal '{key}' was deleted; bring it back with: {command}",
        "l’affaire « {key} » a été supprimée ; pour la rétablir : {command}"
      )
    case .accountMerged:
      (
        "the account '{key}' was merged into '{kept}'; {command} shows the operation that 'pipeline undo' takes back",
        "le compte « {key} » a été fusionné avec « {kept} » ; {command} montre l’opération que « pipeline undo » annule"
      )
    case .accountDeleted:
      (
        "the account '{key}' was deleted; bring it back with: {command}",
        "le compte « {key} » a été supprimé ; pour le rétablir : {command}"
      )
    case .outputBroken:
      (
        "standard output cannot be written; some of it is missing",
        "la sortie standard ne peut pas être écrite ; il en manque une partie"
      )
    case .notForTerminals:
      (
        "this format is no text for a terminal; name a file with --output, or send it to one",
        "ce format n’est pas du texte pour un terminal ; nommez un fichier avec --output"
      )
    case .outputFailed:
      ("standard output cannot be written: {reason}", "la sortie standard ne peut pas être écrite : {reason}")
    }
  }
}
