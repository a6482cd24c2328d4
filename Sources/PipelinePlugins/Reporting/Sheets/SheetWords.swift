/// What spreadsheets say beside the report's own words.
public enum SheetWords {
  static let total = LocalizedText("Total", ["fr": "Total général"])
  static let subtotal = LocalizedText("Subtotal", ["fr": "Sous-total"])
  static let receipt = LocalizedText("Receipt", ["fr": "Justificatif"])
  static let chartData = LocalizedText("Chart data", ["fr": "Données du graphique"])

  static let report = LocalizedText("Report", ["fr": "Rapport"])
  static let person = LocalizedText("Asked by", ["fr": "Demandé par"])
  static let madeAt = LocalizedText("Made at", ["fr": "Établi le"])
  static let asOf = LocalizedText("Shows the pipeline of", ["fr": "Montre le pipeline du"])
  static let present = LocalizedText("the moment it was made", ["fr": "moment où il a été établi"])
  static let knownAt = LocalizedText("As known at", ["fr": "Tel que connu le"])
  static let allKnown = LocalizedText("the moment it was made", ["fr": "moment où il a été établi"])
  static let sequence = LocalizedText("Changes up to number", ["fr": "Modifications jusqu’au numéro"])
  static let configuration = LocalizedText("Configuration in force since", ["fr": "Configuration en vigueur depuis"])
  static let notRemembered = LocalizedText("not remembered", ["fr": "non conservée"])
  static let digest = LocalizedText("Configuration digest", ["fr": "Empreinte de la configuration"])
  static let definition = LocalizedText("Definition", ["fr": "Définition"])
  static let counted = LocalizedText("Deals counted", ["fr": "Affaires comptées"])

  static let excluded = LocalizedText("Not priced, or left out", ["fr": "Non valorisées ou laissées de côté"])
  static let none = LocalizedText("none", ["fr": "aucune"])
  static let reason = LocalizedText("Reason", ["fr": "Motif"])
  static let detail = LocalizedText("Detail", ["fr": "Détail"])
  static let deals = LocalizedText("Deals", ["fr": "Affaires"])

  static let rates = LocalizedText("Exchange rates used", ["fr": "Taux de change utilisés"])
  static let currency = LocalizedText("Currency", ["fr": "Devise"])
  static let rate = LocalizedText("Rate", ["fr": "Taux"])
  static let rateDay = LocalizedText("Of", ["fr": "Du"])
  static let undatedRate = LocalizedText("any day", ["fr": "tous les jours"])
  static let oldestRate = LocalizedText("Oldest rate", ["fr": "Taux le plus ancien"])

  static let unknown = LocalizedText("Not known", ["fr": "Non connu"])
  static let notes = LocalizedText("Notes", ["fr": "Remarques"])
  static let cells = LocalizedText("How cells were written", ["fr": "Écriture des cellules"])

  static let increase = LocalizedText("Increase", ["fr": "Hausse"])
  static let decrease = LocalizedText("Decrease", ["fr": "Baisse"])
  static let level = LocalizedText("Level", ["fr": "Niveau"])
  static let offset = LocalizedText("Offset", ["fr": "Décalage"])

  /// Why deals were not priced or left out; a reason that has no words here stands for itself.
  static func reason(_ reason: String, _ language: String) -> String {
    let words: LocalizedText? =
      switch reason {
      case "other_currency": LocalizedText("no exchange rate", ["fr": "pas de taux de change"])
      case "no_amount": LocalizedText("no amount", ["fr": "sans montant"])
      case "omitted": LocalizedText("omitted from forecasts", ["fr": "exclues des prévisions"])
      case "undated": LocalizedText("no close date", ["fr": "sans date de clôture"])
      case "unknown_stage": LocalizedText("in a stage that is not configured", ["fr": "dans une étape non configurée"])
      case "unknown_past": LocalizedText("their past is not known", ["fr": "leur passé n’est pas connu"])
      default: nil
      }
    return words?.text(language) ?? reason
  }

  /// The page's number out of how many, with what stands for both in the format.
  public static func page(_ number: String, of count: String, _ language: String) -> String {
    LocalizedText("Page \(number) of \(count)", ["fr": "Page \(number) sur \(count)"]).text(language)
  }
}
