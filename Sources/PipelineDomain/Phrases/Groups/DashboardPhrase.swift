/// Titles and columns of a dashboard's key figures, its year, and its lists of deals that need attention.
package enum DashboardPhrase: String, PhraseGroup {
  /// Titles.
  case keyFigures, salesYear, attention
  /// The key figures' columns and rows.
  case moment, overdue, overdueDeals, change
  /// The lists of deals, and their columns.
  case reason, stuck, withoutNextStep, daysOverdue, daysInStage, nextStep
  /// The bars of a waterfall and their deals.
  case effect
  /// What is said where there is nothing.
  case nothingToDo, noDealsYet, noDealsInYear, noDealsInReport, nothingMoved, nothingEntered

  /// What their keys begin with.
  package static let group = "dashboard"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .keyFigures: ("Key figures", "Chiffres clés")
    case .salesYear: ("Sales in {year}", "Ventes de {year}")
    case .attention: ("Open deals that need attention", "Affaires ouvertes à reprendre")
    case .moment: ("Day", "Jour")
    case .overdue: ("Overdue", "En retard")
    case .overdueDeals: ("Overdue deals", "Affaires en retard")
    case .change: ("Change", "Écart")
    case .reason: ("Why", "Motif")
    case .stuck: ("More than {days} days in their stage", "Plus de {days} jours à la même étape")
    case .withoutNextStep:
      ("Due within {days} days, without a next step", "À conclure sous {days} jours, sans prochaine étape")
    case .daysOverdue: ("Days overdue", "Jours de retard")
    case .daysInStage: ("Days in stage", "Jours à l’étape")
    case .nextStep: ("Next step", "Prochaine étape")
    case .nothingToDo:
      (
        "No open deal is overdue, stuck, or due within {days} days without a next step.",
        "Aucune affaire ouverte n’est en retard, bloquée, ou à conclure sous {days} jours sans prochaine étape."
      )
    case .effect: ("Effect", "Effet")
    case .nothingMoved:
      (
        "Nothing was open or changed between these days. Choose an earlier first day with “--since”.",
        "Rien n’était ouvert ni n’a changé entre ces jours. Choisissez un premier jour plus tôt avec « --since »."
      )
    case .nothingEntered:
      (
        "No deal entered a stage in these days. Choose others with “pipeline conversion --from”.",
        "Aucune affaire n’est entrée dans une étape ces jours-là. Choisissez-en d’autres avec « pipeline conversion --from »."
      )
    case .noDealsYet:
      (
        "No deals are won or open here yet. Add one with “pipeline deals add”, or import a file with “pipeline import”.",
        "Aucune affaire n’est encore gagnée ou ouverte ici. Ajoutez-en une avec « pipeline deals add », ou importez un fichier avec « pipeline import »."
      )
    case .noDealsInYear:
      (
        "No deal is won, or expected to close, in this year. “pipeline deals list” shows those of other years.",
        "Aucune affaire n’est gagnée ni attendue cette année. « pipeline deals list » montre celles des autres années."
      )
    case .noDealsInReport:
      (
        "This report has no deals. Choose another period or fewer filters; “pipeline deals list” shows what there is.",
        "Ce rapport n’a aucune affaire. Choisissez une autre période ou moins de filtres ; « pipeline deals list » montre ce qu’il y a."
      )
    }
  }
}
