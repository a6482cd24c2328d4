/// Texts about the deals behind a figure, and errors about unknown figures.
package enum FigurePhrase: String, PhraseGroup {
  /// Above the deals, and what the figure is.
  case title, heading, cell, figure, value, labels, none
  /// What is wrong.
  case notGrouped, notMeasured, noSuchValue, contradicted, tooManyRows, noSuchName, noSuchNameNear, noEarlier,
    stageOfCycle, ofStays, ofDeals
  /// What names in filters and groupings are of.
  case nounOwner, nounTeam, nounCycle, nounStage, nounForecast, nounSource, nounProduct, nounCompetitor, nounLossReason,
    nounAccount, nounAttribute, nounField

  /// What their keys begin with.
  package static let group = "figure"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .title: ("{report} – {figure}", "{report} – {figure}")
    case .heading: ("{title}: {value}", "{title} : {value}")
    case .cell: ("{row}, {measure}", "{row}, {measure}")
    case .value: ("{value}", "{value}")
    case .labels: ("{values}", "{values}")
    case .none: ("none", "aucun")
    case .figure: ("Figure", "Chiffre")
    case .notGrouped:
      (
        "the report is not grouped by '{grouping}'; it is by: {known}",
        "le rapport n’est pas groupé par « {grouping} » ; il l’est par : {known}"
      )
    case .notMeasured:
      (
        "the report has no figure '{measure}' with deals behind it; it has: {known}",
        "le rapport n’a pas de chiffre « {measure} » fait d’affaires ; il a : {known}"
      )
    case .contradicted:
      (
        "the figure '{measure}' is about {missing} deals, and the filter on outcomes keeps only: {asked}; remove the figure, or "
          + "the filter",
        "le chiffre « {measure} » porte sur les affaires {missing}, et le filtre ne garde que : {asked} ; retirez le "
          + "chiffre ou le filtre"
      )
    case .tooManyRows:
      (
        "the report would have more than {most} rows; group by less, or filter more",
        "le rapport aurait plus de {most} lignes ; groupez moins, ou filtrez davantage"
      )
    case .noSuchName:
      ("there is no {noun} '{name}'; there are: {known}", "{noun} introuvable : « {name} » ; il y a : {known}")
    case .noSuchNameNear:
      (
        "there is no {noun} '{name}'; did you mean '{near}'?",
        "{noun} introuvable : « {name} » ; vouliez-vous dire « {near} » ?"
      )
    case .noEarlier:
      (
        "the report compares no figure '{measure}' with an earlier period; it compares: {known}",
        "le rapport ne compare pas le chiffre « {measure} » à une période précédente ; il compare : {known}"
      )
    case .ofStays:
      (
        "the figure '{measure}' is about stays in stages; write dated_by: entered",
        "le chiffre « {measure} » porte sur des séjours aux étapes ; écrivez dated_by: entered"
      )
    case .ofDeals:
      (
        "the figure '{measure}' is about deals, and dated_by: entered makes the report one of stays in stages; its figures are: "
          + "{known}",
        "le chiffre « {measure} » porte sur les affaires, et dated_by: entered fait du rapport celui des séjours aux étapes ; "
          + "ses chiffres sont : {known}"
      )
    case .stageOfCycle: ("{stage} ({cycle})", "{stage} ({cycle})")
    case .nounOwner: ("salesperson", "responsable")
    case .nounTeam: ("team", "équipe")
    case .nounCycle: ("sales cycle", "cycle de vente")
    case .nounStage: ("stage", "étape")
    case .nounForecast: ("forecast entry", "prévision")
    case .nounSource: ("source", "origine")
    case .nounProduct: ("product", "produit")
    case .nounCompetitor: ("competitor", "concurrent")
    case .nounLossReason: ("loss reason", "raison de la perte")
    case .nounAccount: ("account", "compte")
    case .nounAttribute: ("attribute of accounts", "attribut de comptes")
    case .nounField: ("field to filter by", "champ pour filtrer")
    case .noSuchValue:
      (
        "no row of the report has {grouping} '{value}'; there are: {known}",
        "aucune ligne du rapport n’a {grouping} « {value} » ; il y a : {known}"
      )
    }
  }
}
