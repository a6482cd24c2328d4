/// What went wrong outside the rules: records, files and stores that are not there or cannot be used.
public enum ErrorPhrase: String, PhraseGroup {
  /// What tools put before a sentence.
  case error, note
  /// Records, reports and formats that do not exist.
  case notFound, notFoundOf, account, opportunity, report, stage, lookupEntry, salesperson, ambiguousReport,
    noExporter, unknownFormat, noFormat, noFormatNorExporter
  /// Files.
  case file, noFolder, folderNotWritable, readOnlyFiles, diskFull, notAFolder, nameTooLong, isFolder, isDevice,
    writeProtected
  /// Stores.
  case noStore, notAStore, newerStore, locked, lockedBy, readOnlyStore, storeFull, storeClosed
  /// Changes that came too late.
  case readAndChanged, readAndGone, createdAlready, createdAndGone

  /// What their keys begin with.
  public static let group = "error"

  /// The templates.
  public var texts: (english: String, french: String) {
    switch self {
    case .error: ("error: {message}", "erreur : {message}")
    case .note: ("note: {message}", "remarque : {message}")
    case .notFound: ("there is no {kind} '{key}'", "{kind} introuvable : « {key} »")
    case .notFoundOf:
      ("there is no {kind} '{key}'; there are: {known}", "{kind} introuvable : « {key} » ; il y a : {known}")
    case .account: ("account", "compte")
    case .opportunity: ("deal", "affaire")
    case .report: ("report", "rapport")
    case .stage: ("stage", "étape")
    case .lookupEntry: ("lookup entry", "entrée de table")
    case .salesperson: ("salesperson", "vendeur")
    case .ambiguousReport:
      (
        "several people share a report '{name}'; name one of: {candidates}",
        "plusieurs personnes partagent un rapport « {name} » ; nommez l’un de : {candidates}"
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
        "{place}: there is no database here; run an import or add a record first",
        "{place} : il n’y a pas de base ici ; importez ou ajoutez d’abord un enregistrement"
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
    case .storeFull:
      ("{place}: the disk is full; nothing was written", "{place} : le disque est plein ; rien n’a été écrit")
    case .storeClosed: ("the store was closed", "la base est fermée")
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
    }
  }
}
