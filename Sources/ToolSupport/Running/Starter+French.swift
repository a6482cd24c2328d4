extension Starter {
  /// The languages that it is written in.
  public static let languages = ["en", "fr"]

  /// The configuration that `pipeline init` writes in a language: `fr` has French comments and French as its language, with the same keys
  /// and settings; every other one is English.
  public static func configuration(in language: String) -> String {
    guard language == "fr" || language.hasPrefix("fr-") else { return configuration }
    return configuration.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.hasPrefix("name: ") { return "name: Vente directe" }
      for (english, french) in comments {
        guard let place = line.firstRange(of: "# " + english) else { continue }
        return line[..<place.lowerBound] + "# " + french
      }
      return line.hasPrefix("locale: ") ? String(line.replacing("locale: en", with: "locale: fr")) : String(line)
    }
    .map { $0.replacing("locale: en ", with: "locale: fr ") }.joined(separator: "\n")
  }

  /// The comments in French, by the English ones.
  static let comments: KeyValuePairs<String, String> = [
    "A sales pipeline. Check it with:   pipeline check sales.yaml":
      "Un pipeline commercial. À vérifier par :      pipeline check sales.yaml",
    "See every setting and default:     pipeline explain --config sales.yaml":
      "Tous les réglages et leurs valeurs :          pipeline explain --config sales.yaml",
    "en or fr; labels may carry as many languages as you like":
      "en ou fr ; les libellés peuvent porter autant de langues que voulu",
    "totals are in this currency": "la monnaie des totaux",
    "relative to this file; made where it does not exist": "à partir de ce fichier ; créé s’il n’existe pas",
    "What people choose from. \"stored\" tables are edited with: pipeline lookups":
      "Les listes de choix. Celles sous « stored » se modifient par : pipeline lookups",
    "your products": "vos produits",
    "Stages in order; a new deal starts in the first. \"next\" limits where a deal may go, \"requires\" what must be filled.":
      "Les étapes, dans l’ordre ; une affaire commence à la première. « next » dit où elle peut aller, « requires » ce qu’il faut.",
    "how far ahead a new deal is expected to close": "délai prévu jusqu’à la clôture d’une nouvelle affaire",
    "changes before that stay out of the history": "les changements d’avant restent hors de l’historique",
    "a person's own figure wins over the stage's": "le chiffre d’une personne l’emporte sur celui de l’étape",
    "amount times probability": "montant fois probabilité",
    "more: waterfall, conversion, any report below": "aussi : waterfall, conversion, tout rapport ci-dessous",
    "What people should win. Without the #, the report \"coverage\" at the end says how far the open deals reach.":
      "Les objectifs. Sans les #, le rapport « coverage » à la fin dit jusqu’où vont les affaires ouvertes.",
    "what people expect, beside what their deals add up to: pipeline calls set 250000":
      "ce que chacun annonce, à côté du total de ses affaires : pipeline calls set 250000",
    "who won most this year": "qui a le plus gagné cette année",
    "a row for each of the ten largest open deals": "une ligne pour chacune des dix plus grandes affaires ouvertes",
    "the last twelve months: who else bid, and how often you won":
      "les douze derniers mois : les concurrents, et la part gagnée",
    "a deal counts for each of its products, its amount by their lines":
      "une affaire compte pour chacun de ses produits, son montant selon leurs lignes",
    "what was lost in the end slipped too": "ce qui fut perdu à la fin a aussi été décalé",
    "why deals were lost, and to whom": "pourquoi des affaires ont été perdues, et contre qui",
    "what a day brings: open deals x win rate x average deal / days of a won deal":
      "ce qu’apporte un jour : affaires ouvertes x taux de succès x affaire moyenne / jours d’une affaire gagnée",
    "how long deals stayed in each stage that they entered, and how many moved on":
      "combien de temps les affaires sont restées à chaque étape, et combien ont avancé",
    "how long open deals are in their stage": "depuis quand les affaires ouvertes sont à leur étape",
    "open deals past their close date": "les affaires ouvertes dont la date de clôture est passée",
    "close dates that were moved to a later day: how often, and by how long":
      "les dates de clôture repoussées : combien de fois, et de combien",
    "new deals by the quarter of their creation, at what they are worth now":
      "les nouvelles affaires par trimestre de création, à leur valeur d’aujourd’hui",
  ]
}
