/// Texts of spreadsheets besides those of the report.
package enum SheetPhrase: String, PhraseGroup {
  /// Sheets, and rows of sums.
  case total, subtotal, receipt, chartData, page
  /// How the figures came about.
  case report, person, madeAt, asOf, present, knownAt, allKnown, sequence, configuration, notRemembered, digest,
    definition, counted, unknown, notes, cells
  /// What a definition says, in words.
  case contents, groupedBy, figures, definitionSource
  /// Deals that were not priced or left out, and why.
  case excluded, none, reason, detail, deals, otherCurrency, beyondLimit, noAmount, omitted, undated, unknownStage,
    unknownPast,
    unknownEntry, noRate, unknownConfiguration, callCurrency, targetsOfAll
  /// Exchange rates.
  case rates, currency, rate, rateDay, undatedRate, oldestRate, quote
  /// Cells that are not written as they are.
  case tooManyDigits, beforeFirstDay, textCut
  /// The helper columns of charts.
  case increase, decrease, level, offset

  /// What their keys begin with.
  package static let group = "sheet"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .total: ("Total", "Total général")
    case .subtotal: ("Subtotal", "Sous-total")
    case .receipt: ("Receipt", "Justificatif")
    case .chartData: ("Chart data", "Données du graphique")
    case .page: ("Page {page} of {pages}", "Page {page} sur {pages}")
    case .report: ("Report", "Rapport")
    case .person: ("Asked by", "Demandé par")
    case .madeAt: ("Made at", "Établi le")
    case .asOf: ("Shows the pipeline of", "Montre le pipeline du")
    case .present: ("the moment it was made", "moment où il a été établi")
    case .knownAt: ("As known at", "Tel que connu le")
    case .allKnown: ("the moment it was made", "moment où il a été établi")
    case .sequence: ("Changes up to number", "Modifications jusqu’au numéro")
    case .configuration: ("Configuration in force since", "Configuration en vigueur depuis")
    case .notRemembered: ("not remembered", "non conservée")
    case .digest: ("Configuration digest", "Empreinte de la configuration")
    case .definition: ("Definition", "Définition")
    case .contents: ("Shows", "Montre")
    case .groupedBy: ("Grouped by", "Regroupé par")
    case .figures: ("Figures", "Chiffres")
    case .definitionSource: ("Definition for programs", "Définition pour les programmes")
    case .counted: ("Deals counted", "Affaires comptées")
    case .unknown: ("Not known", "Non connu")
    case .notes: ("Notes", "Remarques")
    case .cells: ("How cells were written", "Écriture des cellules")
    case .excluded: ("Not priced, or left out", "Non valorisées ou laissées de côté")
    case .none: ("none", "aucune")
    case .reason: ("Reason", "Motif")
    case .detail: ("Detail", "Détail")
    case .deals: ("Deals", "Affaires")
    case .otherCurrency: ("another currency, and no rates configured", "autre devise, sans taux de change")
    case .noAmount: ("no amount", "sans montant")
    case .beyondLimit: ("in rows beyond the limit", "au-delà de la limite de lignes")
    case .omitted: ("omitted from forecasts", "exclues des prévisions")
    case .undated: ("no close date", "sans date de clôture")
    case .unknownStage: ("in a stage that is not configured", "dans une étape non configurée")
    case .unknownPast: ("their past is not known", "leur passé n’est pas connu")
    case .unknownEntry: ("first stage entered on an unknown day", "date d’entrée dans la première étape inconnue")
    case .noRate: ("no rate for their currency", "pas de cours pour leur devise")
    case .callCurrency: ("forecast calls in another currency", "annonces dans une autre devise")
    case .targetsOfAll:
      (
        "targets for all deals of a salesperson or a team",
        "objectifs sur toutes les affaires d’un vendeur ou d’une équipe"
      )
    case .unknownConfiguration:
      ("the configuration of that day is not known", "la configuration de ce jour est inconnue")
    case .rates: ("Exchange rates used", "Taux de change utilisés")
    case .currency: ("Currency", "Devise")
    case .rate: ("Rate", "Taux")
    case .rateDay: ("Of", "Du")
    case .undatedRate: ("any day", "tous les jours")
    case .oldestRate: ("Oldest rate", "Taux le plus ancien")
    case .quote: ("As quoted", "Tel que coté")
    case .tooManyDigits:
      (
        "{value} has more digits than a spreadsheet keeps (15), so it is text",
        "{value} a plus de chiffres qu’un tableur n’en garde (15), c’est donc du texte"
      )
    case .beforeFirstDay:
      (
        "{value} lies before the first day of spreadsheets (1900-03-01), so it is text",
        "{value} est avant le premier jour des tableurs (1900-03-01), c’est donc du texte"
      )
    case .textCut:
      (
        "the text is longer than a cell holds (32,767), so its end is cut",
        "le texte dépasse ce que tient une cellule (32 767), sa fin est donc coupée"
      )
    case .increase: ("Increase", "Hausse")
    case .decrease: ("Decrease", "Baisse")
    case .level: ("Level", "Niveau")
    case .offset: ("Offset", "Décalage")
    }
  }
}
