/// Headers of columns, and the names of what reports are grouped by and measure.
package enum ColumnPhrase: String, PhraseGroup {
  /// What rows are grouped by.
  case owner, team, product, forecast, category, stage, cycle, month, quarter, fiscalYear, period, source,
    competitor, account, currency
  /// Figures.
  case deals, unweighted, weighted, won, lost, open, openDeals, dealsWon, dealsLost, openWeighted, averageDeal, winRate,
    winRateValue, averageCycle, target, attainment, coverage, change, yearBefore, periodBefore
  /// What a deal or an account is listed with.
  case deal, name, id, status, closeDate, amount, agreed, probability, shortProbability
  /// The labels of subtotals and totals, and of unknown close dates.
  case total, undated

  /// What their keys begin with.
  package static let group = "column"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .owner: ("Owner", "Responsable")
    case .team: ("Team", "Équipe")
    case .product: ("Product", "Produit")
    case .forecast: ("Forecast", "Prévision")
    case .category: ("Category", "Catégorie")
    case .stage: ("Stage", "Étape")
    case .cycle: ("Sales cycle", "Cycle de vente")
    case .month: ("Month", "Mois")
    case .quarter: ("Quarter", "Trimestre")
    case .fiscalYear: ("Fiscal year", "Exercice")
    case .period: ("Period", "Période")
    case .source: ("Source", "Origine")
    case .competitor: ("Competitor", "Concurrent")
    case .account: ("Account", "Compte")
    case .currency: ("Currency", "Devise")
    case .deals: ("Deals", "Affaires")
    case .unweighted: ("Unweighted", "Non pondéré")
    case .weighted: ("Weighted", "Pondéré")
    case .won: ("Won", "Gagné")
    case .lost: ("Lost", "Perdu")
    case .open: ("Open", "Ouvert")
    case .openDeals: ("Open deals", "Affaires ouvertes")
    case .dealsWon: ("Deals won", "Affaires gagnées")
    case .dealsLost: ("Deals lost", "Affaires perdues")
    case .openWeighted: ("Open, weighted", "Ouvert, pondéré")
    case .averageDeal: ("Average deal", "Affaire moyenne")
    case .winRate: ("Win rate", "Taux de gain")
    case .winRateValue: ("Win rate by value", "Taux de gain en valeur")
    case .averageCycle: ("Average cycle (days)", "Cycle moyen (jours)")
    case .target: ("Target", "Objectif")
    case .attainment: ("Attainment", "Réalisation")
    case .coverage: ("Coverage", "Couverture")
    case .change: ("Change", "Écart")
    case .yearBefore: ("{measure}, a year before", "{measure}, un an avant")
    case .periodBefore: ("{measure}, the period before", "{measure}, période précédente")
    case .deal: ("Deal", "Affaire")
    case .name: ("Name", "Nom")
    case .id: ("ID", "ID")
    case .status: ("Status", "Statut")
    case .closeDate: ("Close date", "Clôture")
    case .amount: ("Amount", "Montant")
    case .agreed: ("Agreed", "Convenu")
    case .probability: ("Probability", "Probabilité")
    case .shortProbability: ("Prob.", "Prob.")
    case .total: ("Total", "Total")
    case .undated: ("undated", "sans date")
    }
  }
}
