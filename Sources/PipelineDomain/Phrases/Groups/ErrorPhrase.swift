/// Messages of errors about records, files and stores.
package enum ErrorPhrase: String, PhraseGroup {
  /// What tools put before a sentence.
  case error, note
  /// Records, reports and formats that do not exist.
  case notFound, notFoundOf, notFoundNear, ambiguousID, account, opportunity, report, stage, lookupEntry, salesperson,
    forecastCall,
    widget, ambiguousReport,
    ambiguousStage, noExporter, unknownFormat, noFormat, noFormatNorExporter
  /// Files.
  case file, noFolder, folderNotWritable, readOnlyFiles, diskFull, notAFolder, nameTooLong, isFolder, isDevice,
    writeProtected
  /// Stores.
  case noStore, notAStore, newerStore, locked, lockedBy, readOnlyStore, openedForReading, storeFull,
    storeClosed, outcomeUnknown
  /// Where a store and its configuration no longer agree.
  case stageGone, otherDefault, entryGone, baseCurrencyChanged, reportFails, targetOfNobody
  /// Constraints that a store holds.
  case valueTaken, nothingReferred, noSuchKey, keyRetired, stillReferred, andMore
  /// Changes that came too late.
  case readAndChanged, readAndGone, createdAlready, createdAndGone
  /// Operations.
  case nestedTransaction, operationTaken, operation
  /// Lists.
  case unknownPlace
  /// Archives.
  case noArchive, archiveMissing, archiveUnreadable, archiveNewer, archiveIncomplete, archiveChanged, archiveLine,
    archiveEntry, archiveNeedsEmptyStore
  /// Workspaces that are moved.
  case moveTargetNotEmpty, moveSourceWritten, moveUnknownKind, moveRecordsDoNotFit, moveDiffers
  /// Stores that hold a part of what they should.
  case restoreUnfinished, moveUnfinished
  /// Sealed histories.
  case historyNotSealed, historyChanged, historyMissing, historyUnsealed, historyRecordDiffers, historyTruncated,
    historyDigestDiffers

  /// What their keys begin with.
  package static let group = "error"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .error: ("error: {message}", "erreur : {message}")
    case .note: ("note: {message}", "remarque : {message}")
    case .notFound: ("there is no {kind} '{key}'", "{kind} introuvable : « {key} »")
    case .notFoundOf:
      ("there is no {kind} '{key}'; there are: {known}", "{kind} introuvable : « {key} » ; il y a : {known}")
    case .noArchive: ("{file}: this is no archive of a pipeline", "{file} : ce n’est pas une archive d’un pipeline")
    case .archiveMissing: ("{file}: there is no such file", "{file} : ce fichier n’existe pas")
    case .archiveUnreadable: ("{file}: cannot be read", "{file} : illisible")
    case .archiveNewer:
      (
        "{file}: the archive is of a newer version, which has '{value}'; restore it with that version",
        "{file} : l’archive vient d’une version plus récente, qui a « {value} » ; restaurez-la avec cette version"
      )
    case .archiveIncomplete:
      ("{file}: the archive is incomplete; its end is missing", "{file} : l’archive est incomplète ; sa fin manque")
    case .archiveChanged:
      (
        "{file}: the archive was changed or damaged; its digest does not fit",
        "{file} : l’archive a été modifiée ou endommagée ; son empreinte ne correspond pas"
      )
    case .historyNotSealed:
      (
        "no history policy seals the history; add hash_chain to 'history' in the configuration",
        "aucune règle d’historique ne scelle l’historique ; ajoutez hash_chain à « history » dans la configuration"
      )
    case .historyChanged:
      (
        "{kind} {record}, version {version}: this is not what was sealed; it was changed outside of the pipeline",
        "{kind} {record}, version {version} : ce n’est pas ce qui a été scellé ; modifié hors du pipeline"
      )
    case .historyMissing:
      (
        "{kind} {record}, version {version}: entries are missing before it, or in another order",
        "{kind} {record}, version {version} : des entrées manquent avant elle, ou sont dans un autre ordre"
      )
    case .historyUnsealed:
      (
        "{kind} {record}, version {version}: it is not sealed, although earlier entries are",
        "{kind} {record}, version {version} : elle n’est pas scellée, alors que des entrées antérieures le sont"
      )
    case .historyRecordDiffers:
      (
        "{kind} {record}: the record is not what its history says",
        "{kind} {record} : la fiche n’est pas ce que dit son historique"
      )
    case .historyTruncated:
      (
        "the history ends before the last entry of the digest: the newest entries are gone",
        "l’historique s’arrête avant la dernière entrée de l’empreinte : les entrées les plus récentes ont disparu"
      )
    case .historyDigestDiffers:
      (
        "the history up to the last entry of the digest is not that of the digest: it was written anew",
        "jusqu’à la dernière entrée de l’empreinte, l’historique n’est pas celui de l’empreinte : il a été réécrit"
      )
    case .archiveLine: ("{file}: line {line} cannot be read", "{file} : la ligne {line} est illisible")
    case .archiveEntry:
      ("{file}: the entry of {value} cannot be read", "{file} : l’entrée de {value} est illisible")
    case .archiveNeedsEmptyStore:
      (
        "{file}: the store is not empty; name another database in the configuration",
        "{file} : la base n’est pas vide ; nommez une autre base dans la configuration"
      )
    case .restoreUnfinished:
      (
        "the database holds only a part of an archive, since restoring ended early; run 'pipeline restore' with the same "
          + "archive again, which completes it",
        "la base ne contient qu’une partie d’une archive, car la restauration s’est arrêtée ; relancez « pipeline restore » "
          + "avec la même archive : elle sera complétée"
      )
    case .moveUnfinished:
      (
        "the database holds only a part of a workspace, since moving it ended early; run the same 'pipeline migrate' again, "
          + "which completes it",
        "la base ne contient qu’une partie d’un espace, car son transfert s’est arrêté ; relancez le même « pipeline "
          + "migrate » : il sera complété"
      )
    case .moveTargetNotEmpty:
      (
        "the target has other data; name another database or workspace to move to",
        "la cible contient d’autres données ; nommez une autre base ou un autre espace comme cible"
      )
    case .moveSourceWritten:
      (
        "the source was written meanwhile; stop those who write it, and run the move again: it continues",
        "la source a été modifiée entre-temps ; arrêtez ceux qui l’écrivent et relancez : le transfert continue"
      )
    case .moveUnknownKind:
      (
        "the source has records of the kind '{kind}', which this version does not know; move it with a newer one",
        "la source a des fiches du type « {kind} », inconnu de cette version ; transférez-la avec une plus récente"
      )
    case .moveRecordsDoNotFit:
      (
        "the number of records of the kind '{kind}' is not what the journal says; the store is damaged",
        "le nombre de fiches du type « {kind} » n’est pas celui du journal ; la base est endommagée"
      )
    case .moveDiffers:
      (
        "the target is not equal to the source after the move ({value}); do not use it",
        "la cible n’est pas égale à la source après le transfert ({value}) ; ne l’utilisez pas"
      )
    case .notFoundNear:
      (
        "there is no {kind} '{key}'; did you mean '{near}'?",
        "{kind} introuvable : « {key} » ; vouliez-vous dire « {near} » ?"
      )
    case .ambiguousID:
      (
        "{count} ids end with '{value}'; name one of: {candidates}",
        "{count} identifiants se terminent par « {value} » ; nommez l’un de : {candidates}"
      )
    case .account: ("account", "compte")
    case .opportunity: ("deal", "affaire")
    case .report: ("report", "rapport")
    case .forecastCall: ("forecast call", "annonce")
    case .stage: ("stage", "étape")
    case .widget: ("widget", "élément de tableau de bord")
    case .lookupEntry: ("lookup entry", "entrée de table")
    case .salesperson: ("salesperson", "vendeur")
    case .ambiguousReport:
      (
        "several people share a report '{name}'; name one of: {candidates}",
        "plusieurs personnes partagent un rapport « {name} » ; nommez l’un de : {candidates}"
      )
    case .ambiguousStage:
      (
        "several sales cycles have a stage '{stage}'; name one of: {candidates}",
        "plusieurs cycles de vente ont une étape « {stage} » ; nommez l’une de : {candidates}"
      )
    case .noExporter:
      (
        "no exporter writes '{format}'; no exporter is configured",
        "aucun export n’écrit « {format} » ; aucun n’est configuré"
      )
    case .unknownFormat:
      ("no exporter writes '{format}'; there are: {known}", "aucun export n’écrit « {format} » ; il y a : {known}")
    case .noFormat:
      (
        "the file's ending names no format; there are: {known}",
        "l’extension du fichier ne nomme pas de format ; il y a : {known}"
      )
    case .noFormatNorExporter:
      (
        "the file's ending names no format; no exporter is configured",
        "l’extension du fichier ne nomme pas de format ; aucun export n’est configuré"
      )
    case .file: ("{path}: {reason}", "{path} : {reason}")
    case .noFolder: ("there is no such folder", "ce dossier n’existe pas")
    case .folderNotWritable: ("the folder may not be written", "le dossier n’est pas accessible en écriture")
    case .readOnlyFiles: ("the file system is read-only", "le système de fichiers est en lecture seule")
    case .diskFull: ("the disk is full; nothing was written", "le disque est plein ; rien n’a été écrit")
    case .notAFolder: ("a part of the path is not a folder", "une partie du chemin n’est pas un dossier")
    case .nameTooLong: ("the name is too long", "le nom est trop long")
    case .isFolder: ("this is a folder; name a file", "c’est un dossier ; nommez un fichier")
    case .isDevice: ("this is a device or a pipe; name a file", "c’est un périphérique ou un tube ; nommez un fichier")
    case .writeProtected: ("the file is write-protected", "le fichier est protégé en écriture")
    case .noStore:
      (
        "{place}: there is no database here; run an import or add an account first",
        "{place} : il n’y a pas de base ici ; importez des données ou ajoutez d’abord un compte"
      )
    case .notAStore:
      ("{place}: this is not a pipeline database: {reason}", "{place} : ce n’est pas une base de pipeline : {reason}")
    case .newerStore:
      (
        "{place}: written by a newer version (schema {found}, this one reads up to {supported}); it was not touched",
        "{place} : écrite par une version plus récente (schéma {found}, celle-ci lit jusqu’à {supported}) ; "
          + "elle est intacte"
      )
    case .locked:
      (
        "{place}: another process is writing; close it, or open for reading",
        "{place} : un autre processus écrit ; fermez-le, ou ouvrez en lecture"
      )
    case .lockedBy:
      (
        "{place}: another process is writing ({holder}); close it, or open for reading",
        "{place} : un autre processus écrit ({holder}) ; fermez-le, ou ouvrez en lecture"
      )
    case .readOnlyStore:
      (
        "{place}: cannot be written; check the permissions of the file and its folder",
        "{place} : écriture impossible ; vérifiez les droits du fichier et de son dossier"
      )
    case .openedForReading:
      (
        "{place}: was opened for reading; open it for writing to change it",
        "{place} : ouverte en lecture ; ouvrez-la en écriture pour la modifier"
      )
    case .valueTaken:
      (
        "{record}: {field} '{value}' is held by {holder} already",
        "{record} : {field} « {value} » appartient déjà à {holder}"
      )
    case .nothingReferred:
      (
        "{record}: {field} names {kind} {value}, which does not exist",
        "{record} : {field} désigne {kind} {value}, qui n’existe pas"
      )
    case .noSuchKey:
      (
        "{record}: {field} '{value}' is no entry of {table}",
        "{record} : {field} « {value} » n’est pas une entrée de {table}"
      )
    case .keyRetired:
      (
        "{record}: {field} '{value}' is retired in {table}",
        "{record} : {field} « {value} » est retirée de {table}"
      )
    case .stillReferred:
      (
        "{record} is still needed: it is the {field} of {holder}",
        "{record} sert encore : {field} de {holder}"
      )
    case .andMore: ("{message} (and {count} more)", "{message} (et {count} de plus)")
    case .storeFull:
      ("{place}: the disk is full; nothing was written", "{place} : le disque est plein ; rien n’a été écrit")
    case .outcomeUnknown:
      (
        "{place}: the connection was lost during a commit; whether it took effect is not known (operation {operation})",
        "{place} : la connexion a été perdue pendant un enregistrement ; on ne sait pas s’il a eu lieu "
          + "(opération {operation})"
      )
    case .storeClosed: ("the store was closed", "la base est fermée")
    case .stageGone:
      (
        "{count} {count|deal is|deals are} in '{status}', which is not a stage of '{cycle}'; name it in a stage's 'was', or "
          + "move {count|the deal|the deals}: {names}",
        "{count} {count|affaire est|affaires sont} en « {status} », qui n’est pas une étape de « {cycle} » ; nommez-la "
          + "dans le « was » d’une étape, ou déplacez {count|l’affaire|les affaires} : {names}"
      )
    case .otherDefault:
      (
        "{stage}: {count} open {count|deal has|deals have} another probability than the stage's {share}; see "
          + "pipeline deals revalue --stage {key} --dry-run",
        "{stage} : {count} {count|affaire ouverte n’a|affaires ouvertes n’ont} pas la probabilité de l’étape, {share} ; voyez "
          + "pipeline deals revalue --stage {key} --dry-run"
      )
    case .entryGone:
      (
        "{table}: {count} {count|record uses|records use} '{key}', which the table's source no longer has",
        "{table} : {count} {count|enregistrement utilise|enregistrements utilisent} « {key} », que la source de la "
          + "table n’a plus"
      )
    case .baseCurrencyChanged:
      (
        "the base currency is {now}; the store was last written with {before}, in which its totals were until then",
        "la devise de base est {now} ; la base a été écrite en dernier avec {before}, devise de ses totaux jusque-là"
      )
    case .targetOfNobody: ("a target is for nobody: {problem}", "un objectif n’est à personne : {problem}")
    case .reportFails:
      ("the report '{name}' cannot run: {problem}", "le rapport « {name} » ne peut pas être exécuté : {problem}")
    case .readAndChanged:
      (
        "{kind} {id} was read at version {expected}, but it is at version {found} now",
        "{kind} {id} a été lu en version {expected}, mais il est maintenant en version {found}"
      )
    case .readAndGone:
      (
        "{kind} {id} was read at version {expected}, but it is gone now",
        "{kind} {id} a été lu en version {expected}, mais il n’existe plus"
      )
    case .createdAlready:
      (
        "{kind} {id} was to be created, but it exists (version {found})",
        "{kind} {id} devait être créé, mais il existe (version {found})"
      )
    case .createdAndGone:
      (
        "{kind} {id} was to be created, but it was deleted, and its identity is not given out again",
        "{kind} {id} devait être créé, mais il a été supprimé, et son identité ne sert plus"
      )
    case .nestedTransaction:
      (
        "a command was called within a transaction of the same pipeline; write through the transaction instead",
        "une commande a été appelée dans une transaction du même pipeline ; écrivez par la transaction"
      )
    case .operationTaken:
      (
        "the operation {operation} was carried out before, by somebody else or for another command",
        "l’opération {operation} a déjà eu lieu, par quelqu’un d’autre ou pour une autre commande"
      )
    case .operation: ("operation", "opération")
    case .unknownPlace:
      (
        "'{name}' is not a place in a list ordered by '{order}'; ask for its first page again",
        "« {name} » n’est pas une place dans une liste par « {order} » ; redemandez sa première page"
      )
    }
  }
}
