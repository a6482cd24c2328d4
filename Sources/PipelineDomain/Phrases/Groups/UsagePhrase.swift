/// What is wrong with a command line.
///
/// They are looked up by their English words: ``Wording``.
package enum UsagePhrase: String, PhraseGroup {
  /// The phrases.
  case reportHasOwn, outputNames, swapped, whichFile, whichFileOnly, goesToOutput, stagePrints, watchPrints, range,
    namesNoCell,
    noSuch, kindNeedsFile, operationOfDryRun, nothingToEdit, replaceOrUndo, paging, assignment, grouping, measure,
    figure, period, comparison, order, field, team, manager, format,
    namedTwice, asOfAhead, whichDeals, dealAndFilter, wonOrLost, reasonOfLost,
    noLineEdit, priceOrDiscount, noCallAmount, callAmountOrClear, deletedAccountsAlone, deletedAlone, configOrReference,
    noSuchNear, textGoesToOutput, orderWithoutEffect, command, error, usage, seeHelp
  /// Messages of the command line's parser.
  case unknownOption, unknownOptionNear, missingArgument, missingValue, unexpectedArgument, invalidValue,
    invalidValueOf,
    decimalComma, writeDay, noSuchDay, writePercent, writeCount

  /// What their keys begin with.
  package static let group = "usage"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .reportHasOwn:
      (
        "--report has its own period, grouping and figures; leave the others out",
        "--report a sa période, son regroupement et ses chiffres ; n’indiquez pas les autres"
      )
    case .outputNames:
      (
        "--output names a file, or is - for standard output",
        "--output nomme un fichier, ou vaut - pour la sortie standard"
      )
    case .unknownOption: ("unknown option '{option}'", "option inconnue « {option} »")
    case .unknownOptionNear:
      (
        "unknown option '{option}'; did you mean '{near}'?",
        "option inconnue « {option} » ; vouliez-vous dire « {near} » ?"
      )
    case .missingArgument: ("the argument '{argument}' is missing", "il manque l’argument « {argument} »")
    case .missingValue: ("the value of '{option}' is missing", "il manque la valeur de « {option} »")
    case .unexpectedArgument: ("unexpected argument '{argument}'", "argument inattendu « {argument} »")
    case .invalidValue: ("'{value}' is no value for '{option}'", "« {value} » n’est pas une valeur pour « {option} »")
    case .invalidValueOf:
      (
        "'{value}' is no value for '{option}'; it takes: {known}",
        "« {value} » n’est pas une valeur pour « {option} » ; il y a : {known}"
      )
    case .decimalComma: ("decimals have a dot: {value}", "les décimales s’écrivent avec un point : {value}")
    case .writeDay: ("write a day as yyyy-MM-dd", "écrivez un jour comme aaaa-MM-jj")
    case .noSuchDay: ("there is no such day", "ce jour n’existe pas")
    case .writePercent:
      (
        "write a percentage from 0 to 100, with at most two decimals",
        "écrivez un pourcentage de 0 à 100, avec deux décimales au plus"
      )
    case .writeCount: ("write a whole number that is not below zero", "écrivez un nombre entier non négatif")
    case .swapped: ("--{last} {to} lies before --{first} {from}", "--{last} {to} est avant --{first} {from}")
    case .format: ("format", "format")
    case .namedTwice: ("'{name}' is named twice", "« {name} » figure deux fois")
    case .asOfAhead:
      (
        "--as-of {day} lies after today, {today}; it takes a past day",
        "--as-of {day} est après aujourd’hui, {today} ; il faut un jour passé"
      )
    case .whichFile:
      (
        "say with --output which file {format} goes to, or - for standard output",
        "dites par --output dans quel fichier va {format}, ou - pour la sortie standard"
      )
    case .whichFileOnly:
      ("say with --output which file {format} goes to", "dites par --output dans quel fichier va {format}")
    case .goesToOutput:
      (
        "{format} goes to standard output; leave --output out",
        "{format} va à la sortie standard ; n’indiquez pas --output"
      )
    case .watchPrints:
      (
        "--watch prints the present dashboard as text; leave --format, --output, --stage and --as-of out",
        "--watch affiche le tableau de bord présent en texte ; n’indiquez ni --format, ni --output, ni --stage, ni --as-of"
      )
    case .stagePrints:
      (
        "--stage prints text or json; in {format} every stage opens to its deals",
        "--stage donne du texte ou du json ; en {format} chaque étape s’ouvre sur ses affaires"
      )
    case .range: ("{option} is from {first} to {last}", "{option} va de {first} à {last}")
    case .namesNoCell:
      (
        "'{word}' names no cell; write grouping=value, such as owner=Anna",
        "« {word} » ne nomme pas de cellule ; écrivez regroupement=valeur, tel que owner=Anna"
      )
    case .noSuch:
      ("there is no {noun} '{value}'; there are: {known}", "{noun} introuvable : « {value} » ; il y a : {known}")
    case .kindNeedsFile:
      ("--kind says what a file is; name the file too", "--kind dit ce qu’est un fichier ; nommez aussi le fichier")
    case .operationOfDryRun:
      (
        "--operation is for an import that writes; leave out --dry-run",
        "--operation va avec un import qui écrit ; n’indiquez pas --dry-run"
      )
    case .nothingToEdit: ("nothing to edit: name a field with --set", "rien à modifier : nommez un champ par --set")
    case .replaceOrUndo:
      ("--replace-by retires an entry; --undo brings it back", "--replace-by retire une entrée ; --undo la rétablit")
    case .paging: ("--limit is 1 or more, --offset 0 or more", "--limit vaut 1 ou plus, --offset 0 ou plus")
    case .assignment:
      (
        "'{text}' sets no field; write FIELD=VALUE, such as next_step=Call",
        "« {text} » ne remplit aucun champ ; écrivez CHAMP=VALEUR, tel que next_step=Appeler"
      )
    case .grouping: ("grouping", "regroupement")
    case .measure: ("measure", "chiffre")
    case .figure: ("figure", "chiffre")
    case .period: ("period", "période")
    case .comparison: ("comparison", "comparaison")
    case .order: ("order", "ordre")
    case .field: ("field", "champ")
    case .team: ("team", "équipe")
    case .manager: ("manager", "responsable")
    case .whichDeals:
      (
        "say which deals: name one, or give filters such as --owner",
        "dites quelles affaires : nommez-en une, ou donnez des filtres tels que --owner"
      )
    case .dealAndFilter:
      ("name a deal or give filters, not both", "nommez une affaire ou donnez des filtres, pas les deux")
    case .wonOrLost: ("say --won or --lost", "dites --won ou --lost")
    case .reasonOfLost:
      ("--reason says why a deal was lost; say --lost", "--reason dit pourquoi une affaire est perdue ; dites --lost")
    case .noLineEdit:
      (
        "nothing to edit: say --quantity, --price, --discount or --product",
        "rien à modifier : dites --quantity, --price, --discount ou --product"
      )
    case .noCallAmount: ("say an amount, or --clear", "dites un montant, ou --clear")
    case .callAmountOrClear: ("say an amount or --clear, not both", "dites un montant ou --clear, pas les deux")
    case .deletedAccountsAlone:
      (
        "--deleted lists all deleted accounts, the oldest first; leave out what orders or filters",
        "--deleted montre tous les comptes supprimés, les plus anciens d’abord ; sans ordre ni filtre"
      )
    case .deletedAlone:
      (
        "--deleted lists all deleted deals, the oldest first; leave out what orders or filters",
        "--deleted montre toutes les affaires supprimées, les plus anciennes d’abord ; sans ordre ni filtre"
      )
    case .configOrReference: ("say --config or --reference, not both", "dites --config ou --reference, pas les deux")
    case .priceOrDiscount: ("say --price or --discount, not both", "dites --price ou --discount, pas les deux")
    case .command: ("command", "commande")
    case .noSuchNear:
      (
        "there is no {noun} '{value}'; did you mean '{near}'?",
        "{noun} introuvable : « {value} » ; vouliez-vous dire « {near} » ?"
      )
    case .textGoesToOutput:
      (
        "text goes to standard output; leave --output out",
        "le texte va à la sortie standard ; n’indiquez pas --output"
      )
    case .orderWithoutEffect:
      (
        "a part of the order '{order}' has no effect; name each key once, and created last",
        "une partie de l’ordre « {order} » est sans effet ; nommez chaque clé une fois, et created à la fin"
      )
    case .error: ("Error: {message}", "Erreur : {message}")
    case .usage: ("Usage: {command}", "Utilisation : {command}")
    case .seeHelp: ("See '{command}' for more information.", "« {command} » en dit plus.")
    }
  }
}
