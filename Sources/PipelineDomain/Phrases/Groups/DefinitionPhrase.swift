/// What is wrong with a configuration: cycles, stages, tables, reports, languages.
///
/// They are looked up by their English words: ``Wording``.
package enum DefinitionPhrase: String, PhraseGroup {
  /// The phrases.
  case version, readsOne, storageEmpty, statusTable, editStages, unknownTable, noCycle, oneCycle, noForecast,
    noEntry, ownCycle, waysWithin, fromUnknown, noAuthor, addAuthor, unknownCycle, unknownStage, noStages,
    doubleStage, nextUnknown, wasPresent, wasItself, wasRemove, wasTaken, noStageThatIs, startsClosed, openFirst,
    thisStage, theStage, noProbability, giveShare, openShare, orOutcome, wonShare, lostShare, wholeDays, localeTag,
    unknownWidget, groupTwice, noFigure, figureTwice, sortUnknown, besideFilters, nothingToCompare, givePeriod,
    noAmountToCompare, addAmount, noRowsToLimit, groupOrNoLimit, limitByProduct, sortInstead, dealFirst, dealFirstHint,
    noDealOrder, sortDealsBy, targetsByClose, removeDating, staysHaveNo, removeGrouping, staysCompare, removeCompare,
    limitRange, localeHyphen, contradicted, removeFigure,
    columnOrder, rolling, offset, stuckAfter, swappedPeriod,
    periodEmpty, orAll, periodForms, languageUnread, phrasesPrints, doubleLanguage, fileTag, signs, sameSigns,
    unknownPhrase, phrasesMissing, phrasesLists, formOnce, phraseEmpty, phraseRemove, phraseLines, oneLine,
    phraseFault, valueUnknown, valueUnsaid, inEnglish, oneForm, forms, pluralRule, noWayTo, nameInNext, noWayOut,
    leadToClosed,
    sameLabel, underOne, writePercent, fallingShare, noTargets, addTargets, targetOfNobody, targetOfNoTeam,
    reportOfNobody,
    reportOfNoTeam, reportOfNoEntry, sameEntryLabel, figureWithoutTargets, noUsableEntry, addEntries, neededEntry,
    wrongListPrice

  /// What their keys begin with.
  package static let group = "definition"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .version: ("version {version} is not supported", "la version {version} n’est pas prise en charge")
    case .readsOne: ("this version of the SDK reads version 1", "cette version du SDK lit la version 1")
    case .storageEmpty: ("'storage' has no value", "« storage » n’a pas de valeur")
    case .statusTable:
      (
        "the entries of OpportunityStatus are the stages of the sales cycles",
        "les entrées de OpportunityStatus sont les étapes des cycles de vente"
      )
    case .editStages: ("remove it here and edit 'stages'", "retirez-la ici et modifiez « stages »")
    case .unknownTable: ("unknown lookup table '{name}'", "table inconnue « {name} »")
    case .noCycle: ("'sales_cycles' holds no sales cycle", "« sales_cycles » ne contient pas de cycle de vente")
    case .oneCycle: ("give at least one", "donnez-en au moins un")
    case .noForecast:
      ("OpportunityForecasting has no entry '{name}'", "OpportunityForecasting n’a pas d’entrée « {name} »")
    case .noEntry: ("{table} has no entry '{name}'", "{table} n’a pas d’entrée « {name} »")
    case .ownCycle:
      (
        "'from' names the stage's own sales cycle '{name}'",
        "« from » nomme le cycle de vente de l’étape même, « {name} »"
      )
    case .waysWithin:
      ("the ways within a sales cycle are said by 'next'", "les passages dans un cycle de vente se disent par « next »")
    case .fromUnknown:
      (
        "'from' names the sales cycle '{name}', which there is not",
        "« from » nomme le cycle de vente « {name} », qui n’existe pas"
      )
    case .noAuthor:
      (
        "the private report '{name}' names no author, so nobody would see it",
        "le rapport privé « {name} » ne nomme pas d’auteur : personne ne le verrait"
      )
    case .addAuthor:
      ("add author: NAME, or make it visible to everyone", "ajoutez author: NOM, ou rendez-le visible à tous")
    case .unknownCycle: ("there is no sales cycle '{name}'", "il n’y a pas de cycle de vente « {name} »")
    case .unknownStage: ("no sales cycle has the stage '{name}'", "aucun cycle de vente n’a l’étape « {name} »")
    case .noStages: ("{subject} has no stages", "{subject} n’a pas d’étapes")
    case .doubleStage:
      ("the stage '{name}' is defined twice in {subject}", "l’étape « {name} » est définie deux fois dans {subject}")
    case .nextUnknown:
      (
        "'next' names the stage '{name}', which {subject} does not have",
        "« next » nomme l’étape « {name} », que {subject} n’a pas"
      )
    case .wasPresent:
      (
        "'was' names '{name}', which is a stage of {subject} still",
        "« was » nomme « {name} », qui est encore une étape de {subject}"
      )
    case .wasItself: ("a former key is another than the present one", "une ancienne clé est autre que la présente")
    case .wasRemove: ("remove that stage, or remove its key here", "retirez cette étape, ou sa clé ici")
    case .wasTaken:
      ("the former key '{name}' belongs to '{owner}' already", "l’ancienne clé « {name} » est déjà à « {owner} »")
    case .noStageThatIs: ("{subject} has no stage that is {outcome}", "{subject} n’a pas d’étape {outcome}")
    case .startsClosed: ("{subject} starts in a stage that is {outcome}", "{subject} commence par une étape {outcome}")
    case .noWayTo: ("no stage leads to '{name}'", "aucune étape ne mène à « {name} »")
    case .nameInNext:
      (
        "name it in the 'next' of another stage, or remove it",
        "nommez-la dans le « next » d’une autre étape, ou retirez-la"
      )
    case .noWayOut:
      ("from '{name}' no deal can be won or lost", "depuis « {name} », aucune affaire ne peut être gagnée ou perdue")
    case .leadToClosed:
      ("let 'next' lead to a stage that is closed", "que « next » mène à une étape gagnée ou perdue")
    case .sameLabel:
      (
        "the stages '{owner}' and '{name}' have the same label",
        "les étapes « {owner} » et « {name} » ont le même libellé"
      )
    case .underOne:
      ("the probability {value} is less than one percent", "la probabilité {value} est inférieure à un pour cent")
    case .writePercent: ("write {value} for {value} %", "écrivez {value} pour {value} %")
    case .fallingShare:
      (
        "the stage '{name}' is less likely won than '{owner}' before it",
        "l’étape « {name} » est moins probable que « {owner} », qui la précède"
      )
    case .noTargets:
      (
        "the report '{name}' compares with targets, and none are configured",
        "le rapport « {name} » compare à des objectifs, et il n’y en a pas"
      )
    case .targetOfNobody:
      (
        "a target is for '{name}', who is not among the people",
        "un objectif est pour « {name} », qui n’est pas parmi les personnes"
      )
    case .targetOfNoTeam:
      (
        "a target is for the team '{name}', which nobody is in",
        "un objectif est pour l’équipe « {name} », dont personne ne fait partie"
      )
    case .reportOfNobody:
      (
        "the report '{report}' is of '{name}', who is not among the people",
        "le rapport « {report} » est de « {name} », qui n’est pas parmi les personnes"
      )
    case .reportOfNoTeam:
      (
        "the report '{report}' is of the team '{name}', which nobody is in",
        "le rapport « {report} » est de l’équipe « {name} », dont personne ne fait partie"
      )
    case .reportOfNoEntry:
      (
        "the report '{report}' names '{name}', which {table} does not have",
        "le rapport « {report} » nomme « {name} », que {table} n’a pas"
      )
    case .wrongListPrice:
      (
        "'{key}' has the list price '{value}', which is not a number; write digits with a dot, such as 1234.50",
        "« {key} » a le prix de liste « {value} », qui n’est pas un nombre ; écrivez des chiffres avec un point, comme 1234.50"
      )
    case .sameEntryLabel:
      (
        "the entries '{owner}' and '{name}' have the same label",
        "les entrées « {owner} » et « {name} » ont le même libellé"
      )
    case .figureWithoutTargets:
      (
        "the report '{report}' has the figure '{name}', and no targets are configured",
        "le rapport « {report} » a le chiffre « {name} », et il n’y a pas d’objectifs"
      )
    case .noUsableEntry:
      ("{table} has no entry that a deal could have", "{table} n’a aucune entrée qu’une affaire puisse avoir")
    case .addEntries: ("add entries, or remove the table", "ajoutez des entrées, ou retirez la table")
    case .neededEntry:
      (
        "no deal can enter the stage '{stage}': it needs '{field}', and {table} has no entry",
        "aucune affaire ne peut entrer dans l’étape « {stage} » : il faut « {field} », et {table} n’a pas d’entrée"
      )
    case .addTargets: ("add 'targets'", "ajoutez « targets »")
    case .openFirst:
      (
        "put an open stage first: new deals start there",
        "mettez d’abord une étape ouverte : les nouvelles affaires y commencent"
      )
    case .thisStage: ("this stage", "cette étape")
    case .theStage: ("the stage '{name}'", "l’étape « {name} »")
    case .noProbability: ("{stage} is open and has no probability", "{stage} est ouverte et n’a pas de probabilité")
    case .giveShare: ("give a percentage between 0 and 100", "donnez un pourcentage entre 0 et 100")
    case .openShare:
      (
        "{stage} is open: its probability must lie between 0 and 100, not at either",
        "{stage} est ouverte : sa probabilité est entre 0 et 100, sans eux"
      )
    case .orOutcome: ("or add outcome: {outcome}", "ou ajoutez outcome: {outcome}")
    case .wonShare: ("{stage} is won: its probability is 100", "{stage} est gagnée : sa probabilité est 100")
    case .lostShare: ("{stage} is lost: its probability is 0", "{stage} est perdue : sa probabilité est 0")
    case .wholeDays: ("must be a whole number of days", "doit être un nombre entier de jours")
    case .localeTag:
      ("expects a language tag such as en, fr or fr-CA", "attend un code de langue tel que en, fr ou fr-CA")
    case .unknownWidget: ("there is no widget '{name}'", "il n’y a pas d’élément « {name} »")
    case .groupTwice: ("names a grouping twice", "nomme deux fois un regroupement")
    case .noFigure: ("names no figure", "ne nomme pas de chiffre")
    case .figureTwice: ("names a figure twice", "nomme deux fois un chiffre")
    case .sortUnknown:
      (
        "'sort' names '{column}', which is no column of the report",
        "« sort » nomme « {column} », qui n’est pas une colonne du rapport"
      )
    case .besideFilters:
      ("'{key}' is given beside 'filters' and in it", "« {key} » est donné à côté de « filters » et dedans")
    case .nothingToCompare:
      (
        "a report of all close dates has no {comparison} to compare with",
        "un rapport de toutes les dates de clôture n’a pas de {comparison} à comparer"
      )
    case .givePeriod: ("give it a period", "donnez-lui une période")
    case .noAmountToCompare:
      ("there is no amount among the figures to compare", "il n’y a pas de montant parmi les chiffres à comparer")
    case .addAmount: ("add one such as won", "ajoutez-en un tel que won")
    case .noRowsToLimit:
      ("a report without groupings has no rows to limit", "un rapport sans regroupement n’a pas de lignes à limiter")
    case .groupOrNoLimit:
      ("add a grouping, or remove the limit", "ajoutez un regroupement, ou retirez la limite")
    case .limitByProduct:
      (
        "a report whose first grouping is 'product' takes no limit",
        "un rapport dont le premier regroupement est « product » n’accepte pas de limite"
      )
    case .sortInstead:
      (
        "a deal may have several products: sort it instead",
        "une affaire peut avoir plusieurs produits : triez-le plutôt"
      )
    case .dealFirst: ("'deal' is not the first grouping", "« deal » n’est pas le premier regroupement")
    case .dealFirstHint:
      ("each row is a deal: put it first", "chaque ligne est une affaire : mettez-le en premier")
    case .noDealOrder: ("deals have no order by '{column}'", "les affaires n’ont pas d’ordre selon « {column} »")
    case .sortDealsBy:
      (
        "sort by amount, unweighted, won, lost or a grouping",
        "triez par amount, unweighted, won, lost ou un regroupement"
      )
    case .targetsByClose:
      (
        "targets and calls are about close dates, and the report is about days of creation",
        "les objectifs et les annonces portent sur les dates de clôture, et le rapport sur les jours de création"
      )
    case .removeDating:
      (
        "remove dated_by, or the figures of targets and calls",
        "retirez dated_by, ou les chiffres des objectifs et des annonces"
      )
    case .staysHaveNo:
      (
        "dated_by: entered makes a report of stays in stages, which have no '{grouping}'",
        "dated_by: entered fait un rapport des séjours aux étapes, qui n’ont pas de « {grouping} »"
      )
    case .removeGrouping: ("remove the grouping", "retirez le regroupement")
    case .staysCompare:
      (
        "a report of stays in stages is compared with nothing",
        "un rapport des séjours aux étapes ne se compare à rien"
      )
    case .removeCompare: ("remove compare", "retirez compare")
    case .localeHyphen:
      (
        "expects a language tag with a hyphen: write {tag}",
        "attend un code de langue avec un trait d’union : écrivez {tag}"
      )
    case .limitRange: ("must be 1 to 1000", "doit être entre 1 et 1000")
    case .contradicted:
      (
        "'{measure}' is about {outcomes} deals, and the filter on outcomes keeps only: {kept}",
        "« {measure} » porte sur les affaires {outcomes}, et le filtre des issues ne garde que : {kept}"
      )
    case .removeFigure:
      (
        "remove the figure, or the filter: each figure is about its own deals",
        "retirez le chiffre, ou le filtre : chaque chiffre porte sur ses propres affaires"
      )
    case .columnOrder:
      (
        "{subject} expects a column, with - in front for descending order, not '{found}'",
        "{subject} : attendu une colonne, avec - devant pour l’ordre décroissant, et non « {found} »"
      )
    case .rolling: ("must be 1 to 1200, or -1 to -1200", "doit être de 1 à 1200, ou de -1 à -1200")
    case .stuckAfter: ("must be 1 to 3650", "doit être de 1 à 3650")
    case .offset: ("must be -1200 to 1200", "doit être de -1200 à 1200")
    case .swappedPeriod:
      ("the period ends on {to}, before it starts on {from}", "la période finit le {to}, avant de commencer le {from}")
    case .periodEmpty: ("a period needs 'from', 'to' or both", "une période demande « from », « to » ou les deux")
    case .orAll: ("or write all", "ou écrivez all")
    case .periodForms:
      (
        "a period takes days or one of rolling_months, month, quarter, fiscal_year",
        "une période prend des jours ou l’un de rolling_months, month, quarter, fiscal_year"
      )
    case .languageUnread:
      ("the language file '{path}' cannot be read: {error}", "le fichier de langue « {path} » est illisible : {error}")
    case .phrasesPrints:
      (
        "'pipeline phrases --locale CODE' prints one to begin with",
        "« pipeline phrases --locale CODE » en donne un pour commencer"
      )
    case .doubleLanguage: ("the language '{name}' is listed twice", "la langue « {name} » figure ici deux fois")
    case .fileTag: ("expects a language tag such as de or pt-BR", "attend un code de langue tel que de ou pt-BR")
    case .signs:
      (
        "expects one or two signs, without letters, digits and '-'",
        "attend un ou deux signes, sans lettres, chiffres ni « - »"
      )
    case .sameSigns:
      (
        "'group' and 'decimal' are the same, so that 1,234 could be two numbers",
        "« group » et « decimal » sont les mêmes : 1,234 serait deux nombres"
      )
    case .unknownPhrase: ("there is no phrase '{key}'", "il n’y a pas de phrase « {key} »")
    case .phrasesMissing:
      ("phrases without a text are said in English: {keys}", "les phrases sans texte sont dites en anglais : {keys}")
    case .phrasesLists: ("'pipeline phrases --check' lists them", "« pipeline phrases --check » les énumère")
    case .formOnce:
      (
        "it holds yyyy, MM and dd once each, and no other letters",
        "yyyy, MM et dd y figurent une fois chacun, sans autres lettres"
      )
    case .phraseEmpty: ("'{key}' is empty", "« {key} » est vide")
    case .phraseRemove: ("remove it, or write: {english}", "retirez-la, ou écrivez : {english}")
    case .phraseLines:
      (
        "'{key}' holds a line break or a control character",
        "« {key} » contient un saut de ligne ou un caractère de contrôle"
      )
    case .oneLine: ("write one line", "écrivez une ligne")
    case .phraseFault: ("'{key}': {error}", "« {key} » : {error}")
    case .valueUnknown: ("'{key}' has no value '{value}'", "« {key} » n’a pas de valeur « {value} »")
    case .valueUnsaid: ("'{key}' does not say '{value}'", "« {key} » ne dit pas « {value} »")
    case .inEnglish: ("in English: {english}", "en anglais : {english}")
    case .oneForm: ("'{key}' gives a word in 1 form", "« {key} » donne un mot en 1 forme")
    case .forms: ("'{key}' gives a word in {forms} forms", "« {key} » donne un mot en {forms} formes")
    case .pluralRule: ("the plural rule '{rule}' takes {forms}", "la règle du pluriel « {rule} » en demande {forms}")
    }
  }
}
