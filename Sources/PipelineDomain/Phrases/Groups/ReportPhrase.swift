/// Titles of reports and dashboards, and the lines above their tables.
package enum ReportPhrase: String, PhraseGroup {
  /// Titles.
  case salesFunnel, salesGrid, forecast, forecastCall
  /// The lines above a table.
  case today, closing, created, changedSince, search, owners, currency, person, closeDates, allCloseDates,
    creationDates, allCreationDates, entryDates, only, asOf, now,
    knownAt, oldestRate, madeAt
  /// Days and moments.
  case day, moment, days
  /// A label and what it is of.
  case labelled

  /// What their keys begin with.
  package static let group = "report"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .salesFunnel: ("Sales funnel", "Entonnoir des ventes")
    case .salesGrid: ("Sales grid", "Grille des ventes")
    case .forecast: ("Forecast", "Prévision")
    case .forecastCall: ("Forecast call, {period}", "Annonces, {period}")
    case .today: ("On", "Au")
    case .closing: ("Closing", "Clôture")
    case .created: ("Created", "Création")
    case .changedSince: ("Changed since", "Modifiées depuis")
    case .search: ("Name contains", "Nom contenant")
    case .owners: ("Salespeople", "Responsables")
    case .currency: ("Amounts in", "Montants en")
    case .person: ("For", "Pour")
    case .closeDates: ("Close dates", "Dates de clôture")
    case .allCloseDates: ("all close dates", "toutes les dates de clôture")
    case .creationDates: ("Created on", "Dates de création")
    case .allCreationDates: ("all days", "toutes les dates")
    case .entryDates: ("Stages entered on", "Étapes entrées le")
    case .only: ("Only", "Uniquement")
    case .asOf: ("As of", "Au")
    case .now: ("now", "maintenant")
    case .knownAt: ("As known on", "Tel que connu le")
    case .oldestRate: ("Oldest rate used", "Cours le plus ancien")
    case .labelled: ("{label}: {value}", "{label} : {value}")
    case .madeAt: ("Made", "Établi")
    case .day: ("{day}", "{day}")
    case .moment: ("{day} {time}", "{day} {time}")
    case .days: ("{from} – {to}", "{from} – {to}")
    }
  }
}
