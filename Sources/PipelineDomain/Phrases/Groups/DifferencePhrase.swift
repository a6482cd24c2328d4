/// What a changed configuration changes for people.
package enum DifferencePhrase: String, PhraseGroup {
  /// Sales cycles.
  case cycleAdded, cycleGone, closeDate, stageOrder
  /// Stages.
  case stageAdded, stageGone, stageRenamed, stageLabel, stageShare, stageOutcome, stageForecast, stageNeeds,
    stageNeedsNot, stageNext, stageNextNot
  /// All else.
  case currency, reportAdded, reportGone, reportChanged, setting, nothing
  /// Plugins.
  case access, weighting, plugin
  /// Settings that are lists.
  case listAdded, listGone, listOrder
  /// Targets and exchange rates.
  case targetAdded, targetGone, targetChanged, rateAdded, rateGone, rateChanged
  /// Entries of lookup tables.
  case entriesAdded, entriesGone, entriesChanged, entryOrder, seed
  /// Deals that a change is about.
  case deals, dealsByShare

  /// What their keys begin with.
  package static let group = "difference"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .cycleAdded: ("new sales cycle: {cycle}", "nouveau cycle de vente : {cycle}")
    case .cycleGone: ("the sales cycle {cycle} is removed", "le cycle de vente {cycle} est retiré")
    case .closeDate:
      (
        "{cycle}: a new deal is expected to close after {now} days, not {before}",
        "{cycle} : une nouvelle affaire se conclut en principe après {now} jours, et non {before}"
      )
    case .stageOrder:
      ("{cycle}: the order of the stages is now {now}", "{cycle} : l’ordre des étapes est maintenant {now}")
    case .stageAdded: ("new stage {stage}, {share}", "nouvelle étape {stage}, {share}")
    case .stageGone:
      (
        "the stage {stage} is removed: deals in it stay there until they are moved",
        "l’étape {stage} est retirée : ses affaires y restent jusqu’à ce qu’on les déplace"
      )
    case .stageRenamed:
      (
        "{stage}: the key '{before}' becomes '{now}', and deals move along when the store is opened for writing",
        "{stage} : la clé « {before} » devient « {now} », et les affaires suivent à la prochaine ouverture en écriture"
      )
    case .stageLabel: ("{before} is now called {now}", "{before} s’appelle maintenant {now}")
    case .stageShare:
      (
        "{stage}: {now} instead of {before} for deals that arrive; deals that are there keep theirs",
        "{stage} : {now} au lieu de {before} pour les affaires qui arrivent ; celles qui y sont gardent la leur"
      )
    case .stageOutcome:
      ("{stage}: deals there are {now}, no longer {before}", "{stage} : issue {now}, et non plus {before}")
    case .stageForecast:
      (
        "{stage}: deals that arrive get the forecast {now}, not {before}",
        "{stage} : les affaires qui arrivent ont la prévision {now}, et non {before}"
      )
    case .stageNeeds: ("{stage}: also needs {fields}", "{stage} : il faut aussi {fields}")
    case .stageNeedsNot: ("{stage}: no longer needs {fields}", "{stage} : il ne faut plus {fields}")
    case .stageNext: ("{stage}: deals may also go to {stages}", "{stage} : les affaires peuvent aussi aller à {stages}")
    case .stageNextNot:
      ("{stage}: deals may no longer go to {stages}", "{stage} : les affaires ne peuvent plus aller à {stages}")
    case .currency: ("totals are in {now}, no longer in {before}", "les totaux sont en {now}, et non plus en {before}")
    case .access:
      (
        "who may see which deals is decided by {now}, no longer by {before}: people may see other deals than before",
        "{now} décide qui voit quelles affaires, et non plus {before} : on verra peut-être d’autres affaires qu’avant"
      )
    case .weighting:
      (
        "weighted values are computed by {now}, no longer by {before}: every weighted figure may change",
        "les valeurs pondérées sont calculées par {now}, et non plus par {before} : tout chiffre pondéré peut changer"
      )
    case .plugin: ("'{name}' is {now}, no longer {before}", "« {name} » est {now}, et non plus {before}")
    case .reportAdded: ("new report: {report}", "nouveau rapport : {report}")
    case .reportGone: ("the report {report} is removed", "le rapport {report} est retiré")
    case .reportChanged:
      ("{report}: '{name}' is {now}, not {before}", "{report} : « {name} » est {now}, et non {before}")
    case .setting: ("'{name}' is {now}, not {before}", "« {name} » est {now}, et non {before}")
    case .listAdded: ("'{name}' also has {entries}", "« {name} » a aussi {entries}")
    case .listGone: ("'{name}' no longer has {entries}", "« {name} » n’a plus {entries}")
    case .listOrder: ("'{name}' is in another order: {now}", "« {name} » est dans un autre ordre : {now}")
    case .targetAdded:
      ("new target of {holder} for {period}: {now}", "nouvel objectif de {holder} pour {period} : {now}")
    case .targetGone: ("{holder} no longer has a target for {period}", "{holder} n’a plus d’objectif pour {period}")
    case .targetChanged:
      (
        "the target of {holder} for {period} is {now}, not {before}",
        "l’objectif de {holder} pour {period} est {now}, et non {before}"
      )
    case .rateAdded: ("new rate of {currency}: {now}", "nouveau cours de {currency} : {now}")
    case .rateGone:
      (
        "{currency} no longer has a rate: amounts in it are left out of totals",
        "{currency} n’a plus de cours : ses montants ne sont plus comptés dans les totaux"
      )
    case .rateChanged:
      ("the rate of {currency} is {now}, not {before}", "le cours de {currency} est {now}, et non {before}")
    case .entriesAdded:
      (
        "{table}: {count|a new entry|new entries}: {entries}",
        "{table} : {count|nouvelle entrée|nouvelles entrées} : {entries}"
      )
    case .entriesGone:
      (
        "{table}: {count|an entry is|entries are} removed: no longer offered, and kept on the deals that have it: {entries}",
        "{table} : {count|entrée retirée|entrées retirées} : plus proposées, et gardées par les affaires qui les ont : {entries}"
      )
    case .entriesChanged:
      (
        "{table}: {count|an entry is|entries are} changed: {entries}",
        "{table} : {count|entrée modifiée|entrées modifiées} : {entries}"
      )
    case .entryOrder: ("{table}: the entries are in another order", "{table} : les entrées sont dans un autre ordre")
    case .seed:
      (
        "{table}: other first entries ({entries}), which only a new store takes; edit those of a store with 'pipeline lookups'",
        "{table} : autres entrées de départ ({entries}), que seule une nouvelle base reprend ; modifiez celles d’une base "
          + "par « pipeline lookups »"
      )
    case .nothing: ("nothing changes for people", "rien ne change pour les utilisateurs")
    case .deals:
      ("{count} {count|deal|deals} there: {names}", "{count} {count|affaire|affaires} : {names}")
    case .dealsByShare:
      (
        "{count} would get it by 'pipeline deals revalue', {kept} {kept|keeps|keep} what a person or a strategy gave",
        "{count} l’{count|aurait|auraient} par « pipeline deals revalue », {kept} {kept|garde|gardent} la valeur donnée"
      )
    }
  }
}
