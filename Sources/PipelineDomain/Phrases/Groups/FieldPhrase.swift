/// Labels of records' fields.
package enum FieldPhrase: String, PhraseGroup {
  /// Fields of several kinds of records.
  case name, source, owner, attributes, externalID, createdAt, imported
  /// Fields of accounts.
  case standing
  /// Fields of deals.
  case account, cycle, status, nextStep, forecast, probability, probabilityOrigin, competitor, lossReason,
    description, winLossReport, currency, statedAmount, amount, lines, expectedCloseDate, actualCloseDate,
    statusSince, forecastOrigin, openForecast, openForecastOrigin
  /// Fields of lookup entries.
  case table, key, label, labels, position, retired
  /// Fields of saved reports, salespeople and configurations.
  case author, definition, manager, team, text, since
  /// Fields of exchange rates.
  case quote, day, rate

  /// What their keys begin with.
  package static let group = "field"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .name: ("Name", "Nom")
    case .source: ("Source", "Origine")
    case .owner: ("Owner", "Responsable")
    case .attributes: ("Attributes", "Attributs")
    case .externalID: ("External id", "Identifiant externe")
    case .createdAt: ("Created", "Création")
    case .imported: ("Said by imports", "Dit par les importations")
    case .standing: ("Standing", "Statut")
    case .account: ("Account", "Compte")
    case .cycle: ("Sales cycle", "Cycle de vente")
    case .status: ("Status", "Statut")
    case .nextStep: ("Next step", "Prochaine étape")
    case .forecast: ("Forecast", "Prévision")
    case .probability: ("Probability", "Probabilité")
    case .probabilityOrigin: ("Probability from", "Probabilité donnée par")
    case .competitor: ("Competitor", "Concurrent")
    case .lossReason: ("Loss reason", "Motif de perte")
    case .description: ("Description", "Description")
    case .winLossReport: ("Win/loss report", "Bilan")
    case .currency: ("Currency", "Devise")
    case .statedAmount: ("Stated amount", "Montant déclaré")
    case .amount: ("Amount", "Montant")
    case .lines: ("Lines", "Lignes")
    case .expectedCloseDate: ("Expected close date", "Date de clôture prévue")
    case .actualCloseDate: ("Actual close date", "Date de clôture")
    case .statusSince: ("In status since", "Dans ce statut depuis")
    case .forecastOrigin: ("Forecast from", "Prévision donnée par")
    case .openForecast: ("Forecast before closing", "Prévision avant clôture")
    case .openForecastOrigin: ("Forecast before closing from", "Prévision avant clôture donnée par")
    case .table: ("Table", "Table")
    case .key: ("Key", "Clé")
    case .label: ("Label", "Libellé")
    case .labels: ("Labels", "Libellés")
    case .position: ("Position", "Rang")
    case .retired: ("Retired", "Retirée")
    case .author: ("Author", "Auteur")
    case .definition: ("Definition", "Définition")
    case .manager: ("Manager", "Responsable")
    case .team: ("Team", "Équipe")
    case .text: ("Text", "Texte")
    case .since: ("Since", "Depuis")
    case .quote: ("Quote currency", "Devise de cotation")
    case .day: ("Day", "Jour")
    case .rate: ("Rate", "Cours")
    }
  }
}
