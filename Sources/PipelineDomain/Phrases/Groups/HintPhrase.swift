/// What to do about a mistake.
///
/// They are looked up by their English words: ``Wording``.
package enum HintPhrase: String, PhraseGroup {
  /// The phrases.
  case nearest, none, known, thereAre, has, isOneOf, takesNone, hasNoValues, expects, expectsNothing, write,
    writeForExample, writeOr, writeEither, writeOrSigns, variableNames, writeKey, threeLettersEUR, threeLettersUSD,
    languageTag, timeZone, digits, decimalDot, twoDecimals, tooLarge, noQuotes, addUnit, variesInLength, longest,
    setVariable, keepOne, removeOneOf, removeOne, remove, rename, leaveOut, change, swapDays, swap, trait, firstLine,
    add, addKey, addEither, initWritesOne, mappingMissing

  /// What their keys begin with.
  package static let group = "hint"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .nearest: ("did you mean '{word}'?", "vouliez-vous dire « {word} » ?")
    case .none: ("there is none", "il n’y en a pas")
    case .known: ("known: {words}", "connus : {words}")
    case .thereAre: ("there are: {words}", "il y a : {words}")
    case .has: ("it has: {words}", "il y a : {words}")
    case .isOneOf: ("it is one of {words}", "c’est l’un de : {words}")
    case .takesNone: ("it takes no settings", "il n’a pas de réglages")
    case .hasNoValues: ("it has no values", "elle n’a pas de valeurs")
    case .expects: ("it expects {shape}", "attendu : {shape}")
    case .expectsNothing: ("it expects nothing", "rien n’est attendu")
    case .write: ("write {example}", "écrivez {example}")
    case .writeForExample: ("write for example {example}", "écrivez par exemple {example}")
    case .writeOr: ("write {first} or {second}", "écrivez {first} ou {second}")
    case .writeEither: ("write {first}, or {second}", "écrivez {first}, ou {second}")
    case .writeOrSigns:
      (
        "write {first}, or {second} for the characters themselves",
        "écrivez {first}, ou {second} pour les caractères mêmes"
      )
    case .variableNames:
      (
        "names are letters, digits and '_'; write {sign} for the characters themselves",
        "les noms sont faits de lettres, de chiffres et de « _ » ; écrivez {sign} pour les caractères mêmes"
      )
    case .writeKey:
      ("write '{key}', and give the rest as its label", "écrivez « {key} », et donnez le reste comme libellé")
    case .threeLettersEUR: ("write three letters such as EUR", "écrivez trois lettres telles que EUR")
    case .threeLettersUSD: ("write three letters such as USD", "écrivez trois lettres telles que USD")
    case .languageTag: ("write a tag such as en, fr or fr-CA", "écrivez un code tel que en, fr ou fr-CA")
    case .timeZone:
      ("write an IANA name such as Europe/Paris or UTC", "écrivez un nom IANA tel que Europe/Paris ou UTC")
    case .digits: ("digits and a dot, as in 1250.50", "des chiffres et un point, comme dans 1250.50")
    case .decimalDot: ("decimals have a dot: write {example}", "les décimales ont un point : écrivez {example}")
    case .twoDecimals: ("at most two decimals are kept", "deux décimales au plus sont gardées")
    case .tooLarge: ("it is too large", "il est trop grand")
    case .noQuotes: ("remove the quotes", "retirez les guillemets")
    case .addUnit: ("add a unit: {words}", "ajoutez une unité : {words}")
    case .variesInLength: ("its length varies; write days or weeks", "sa durée varie ; écrivez days ou weeks")
    case .longest: ("the longest is 100 years", "la plus longue est de 100 ans")
    case .setVariable: ("set it, or write the value here", "définissez-la, ou écrivez la valeur ici")
    case .keepOne: ("keep one of them", "gardez l’un d’eux")
    case .removeOneOf: ("remove one of them", "retirez l’un d’eux")
    case .removeOne: ("remove one", "retirez-en une")
    case .remove: ("remove it", "retirez-le")
    case .rename: ("rename one of them", "renommez l’un d’eux")
    case .leaveOut: ("leave it out", "ne l’indiquez pas")
    case .change: ("change one of them", "changez l’un d’eux")
    case .swapDays: ("swap the days", "inversez les jours")
    case .swap: ("swap them", "inversez-les")
    case .trait: ("turn on the package trait '{trait}'", "activez le trait de paquet « {trait} »")
    case .firstLine: ("the first is on line {line}", "le premier est à la ligne {line}")
    case .add: ("add {example}", "ajoutez {example}")
    case .addKey: ("add '{key}'", "ajoutez « {key} »")
    case .addEither: ("add '{first}' or '{second}'", "ajoutez « {first} » ou « {second} »")
    case .initWritesOne: ("'pipeline init' writes one", "« pipeline init » en écrit un")
    case .mappingMissing:
      (
        "write one that says what the file's columns mean; 'pipeline import --help' shows the least of it",
        "écrivez-en un qui dise ce que signifient les colonnes ; « pipeline import --help » en montre le minimum"
      )
    }
  }
}
