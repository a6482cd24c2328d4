/// Texts of HTML pages.
package enum PagePhrase: String, PhraseGroup {
  /// Around the tables.
  case skip, keyFigures, total, notes, unknown, behind, figuresBelow, period, today, nothing, unnamed, deals, first,
    asTable, figure, undated, movesOn, carried, adds, takes, points
  /// Large numbers in few characters.
  case thousand, million, billion
  /// How the figures came about.
  case receipt, person, madeAt, asOf, present, knownAt, sequence, configuration, since, counted, excluded, rates,
    oldest, currency, rate, quote, day, always, definition

  /// What their keys begin with.
  package static let group = "page"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .skip: ("Skip to the figures", "Aller aux chiffres")
    case .keyFigures: ("Key figures", "Chiffres clés")
    case .total: ("Total", "Total")
    case .notes: ("Good to know", "À savoir")
    case .unknown: ("What is not known", "Ce qui n’est pas connu")
    case .behind: ("The deals behind each row", "Les affaires derrière chaque ligne")
    case .figuresBelow:
      ("The table that follows holds the same figures.", "Le tableau qui suit contient les mêmes chiffres.")
    case .period: ("Period", "Période")
    case .today: ("As of", "Au")
    case .nothing: ("Nothing to show.", "Rien à afficher.")
    case .unnamed: ("not given", "non précisé")
    case .deals: ("{count} {count|deal|deals}", "{count} {count|affaire|affaires}")
    case .first: ("The first {shown} of {count}.", "Les {shown} premières sur {count}.")
    case .asTable: ("As a table", "Sous forme de tableau")
    case .figure: ("Figure shown", "Chiffre affiché")
    case .undated: ("undated", "sans date")
    case .movesOn: ("{share} move on", "{share} avancent")
    case .points: ("{number} points", "{number} points")
    case .carried: ("Pipeline at the start and the end", "Pipeline au début et à la fin")
    case .adds: ("Comes into the pipeline", "Entre dans le pipeline")
    case .takes: ("Goes out of the pipeline", "Sort du pipeline")
    case .thousand: ("k", "k")
    case .million: ("M", "M")
    case .billion: ("bn", "Md")
    case .receipt: ("How these figures came about", "D’où viennent ces chiffres")
    case .person: ("Made for", "Établi pour")
    case .madeAt: ("Made on", "Établi le")
    case .asOf: ("The pipeline as of", "Le pipeline tel qu’au")
    case .present: ("the moment it was made", "moment où la page a été établie")
    case .knownAt: ("As it was known on", "Tel que connu le")
    case .sequence: ("Journal up to entry", "Journal jusqu’à l’entrée")
    case .configuration: ("Configuration", "Configuration")
    case .since: ("in force since", "en vigueur depuis")
    case .counted: ("Deals counted", "Affaires comptées")
    case .excluded: ("Not priced or left out", "Sans valeur ou à part")
    case .rates: ("Exchange rates used", "Taux de change utilisés")
    case .oldest: ("oldest", "le plus ancien")
    case .currency: ("Currency", "Devise")
    case .rate: ("Rate", "Taux")
    case .quote: ("As quoted", "Tel que coté")
    case .day: ("Of the day", "Du jour")
    case .always: ("no day of its own", "sans date")
    case .definition: ("Definition", "Définition")
    }
  }
}
