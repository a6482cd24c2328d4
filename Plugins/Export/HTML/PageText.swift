import PipelinePlugins

/// What a page says of its own.
enum PageText {
  static let skip = LocalizedText("Skip to the figures", ["fr": "Aller aux chiffres"])
  static let keyFigures = LocalizedText("Key figures", ["fr": "Chiffres clés"])
  static let total = LocalizedText("Total", ["fr": "Total"])
  static let notes = LocalizedText("Good to know", ["fr": "À savoir"])
  static let unknown = LocalizedText("What is not known", ["fr": "Ce qui n’est pas connu"])
  static let behind = LocalizedText("The deals behind each row", ["fr": "Les affaires derrière chaque ligne"])
  static let figuresBelow = LocalizedText(
    "The table that follows holds the same figures.", ["fr": "Le tableau qui suit contient les mêmes chiffres."])
  static let period = LocalizedText("Period", ["fr": "Période"])
  static let today = LocalizedText("As of", ["fr": "Au"])
  static let nothing = LocalizedText("Nothing to show.", ["fr": "Rien à afficher."])
  static let unnamed = LocalizedText("not given", ["fr": "non précisé"])

  static let receipt = LocalizedText("How these figures came about", ["fr": "D’où viennent ces chiffres"])
  static let person = LocalizedText("Made for", ["fr": "Établi pour"])
  static let madeAt = LocalizedText("Made on", ["fr": "Établi le"])
  static let asOf = LocalizedText("The pipeline as of", ["fr": "Le pipeline tel qu’au"])
  static let present = LocalizedText("the moment it was made", ["fr": "au moment de l’établir"])
  static let knownAt = LocalizedText("As it was known on", ["fr": "Tel que connu le"])
  static let sequence = LocalizedText("Journal up to entry", ["fr": "Journal jusqu’à l’entrée"])
  static let configuration = LocalizedText("Configuration", ["fr": "Configuration"])
  static let since = LocalizedText("in force since", ["fr": "en vigueur depuis"])
  static let counted = LocalizedText("Deals counted", ["fr": "Affaires comptées"])
  static let excluded = LocalizedText("Not priced or left out", ["fr": "Sans valeur ou à part"])
  static let rates = LocalizedText("Exchange rates used", ["fr": "Taux de change utilisés"])
  static let oldest = LocalizedText("oldest", ["fr": "le plus ancien"])
  static let currency = LocalizedText("Currency", ["fr": "Devise"])
  static let rate = LocalizedText("Rate", ["fr": "Taux"])
  static let day = LocalizedText("Of the day", ["fr": "Du jour"])
  static let always = LocalizedText("no day of its own", ["fr": "sans date"])
  static let definition = LocalizedText("Definition", ["fr": "Définition"])

  static func deals(_ count: Int64, _ shown: String) -> LocalizedText {
    LocalizedText(count == 1 ? "1 deal" : "\(shown) deals", ["fr": count == 1 ? "1 affaire" : "\(shown) affaires"])
  }

  static func first(_ shown: String, of all: String) -> LocalizedText {
    LocalizedText("The first \(shown) of \(all).", ["fr": "Les \(shown) premières sur \(all)."])
  }
}
