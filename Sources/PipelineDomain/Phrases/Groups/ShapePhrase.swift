/// What settings take, and what error texts call the parts of a file.
///
/// They are looked up by their English words: ``Wording``.
package enum ShapePhrase: String, PhraseGroup {
  /// The phrases.
  case text, flag, whole, decimal, oneOf, percentage, day, duration, currency, label, path, list, listOfWords,
    listOf, mapOfSettings, mapOf, mapping, nothing, plugin, plugins, either, pluginWithSettings, pluginsWithSettings,
    key, fieldName, column, accountAttribute, widgetOrReport, periodSuchAs, dateForm, phraseTexts, keyOrDetails,
    headerOrSource, dateFormat, extreme, quoted, entryOf, pluginNamed, configuration, calendar, currencySection,
    dashboard, salesCycle, report, stage, period, filters, dayRange, amountRange, probabilityRange, language, person,
    columns, lookupEntry, lookupTable, target, mappingFile, change, changeFields, source, numberFormat, fieldsOf

  /// What their keys begin with.
  package static let group = "shape"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .text: ("text", "du texte")
    case .flag: ("true or false", "true ou false")
    case .whole: ("a whole number", "un nombre entier")
    case .decimal: ("a decimal number", "un nombre décimal")
    case .oneOf: ("one of {words}", "l’un de : {words}")
    case .percentage: ("a percentage from 0 to 100", "un pourcentage de 0 à 100")
    case .day: ("a day such as 2026-12-31", "un jour tel que 2026-12-31")
    case .duration: ("a length of time such as '2 hours'", "une durée telle que « 2 hours »")
    case .currency: ("a currency code such as EUR", "un code de devise tel que EUR")
    case .label: ("a text, or one for each language", "un texte, ou un par langue")
    case .path: ("a path", "un chemin")
    case .list: ("a list", "une liste")
    case .listOfWords: ("a list of words out of {words}", "une liste de mots parmi : {words}")
    case .listOf: ("a list of {shape}", "une liste ({shape})")
    case .mapOfSettings: ("a mapping of names to settings", "des réglages par nom")
    case .mapOf: ("a mapping of names to {shape}", "des valeurs par nom ({shape})")
    case .mapping: ("a mapping", "un groupe de réglages")
    case .nothing: ("nothing", "rien")
    case .plugin: ("a plugin of the slot {slot}", "un module de l’emplacement {slot}")
    case .plugins: ("plugins of the slot {slot}, by name", "des modules de l’emplacement {slot}, par nom")
    case .either: ("{first}, or {second}", "{first}, ou {second}")
    case .pluginWithSettings: ("a plugin with its settings", "un module et ses réglages")
    case .pluginsWithSettings: ("a mapping of plugins to their settings", "des modules et leurs réglages")
    case .key: ("a key", "une clé")
    case .fieldName: ("a field's name", "le nom d’un champ")
    case .column: ("a column", "une colonne")
    case .accountAttribute: ("an attribute of accounts", "un attribut des comptes")
    case .widgetOrReport:
      (
        "key_figures, funnel, sales_year, sales_grid, waterfall, attention, conversion, conversion_by_value or a report's name",
        "key_figures, funnel, sales_year, sales_grid, waterfall, attention, conversion, conversion_by_value ou le nom d’un rapport"
      )
    case .periodSuchAs: ("a period such as {word} or {days}", "une période telle que {word} ou {days}")
    case .dateForm: ("a form such as dd.MM.yyyy", "une forme telle que dd.MM.yyyy")
    case .phraseTexts: ("phrase keys with a text each", "des clés de phrases avec leur texte")
    case .keyOrDetails:
      ("a key, or a mapping with 'key' and 'label'", "une clé, ou un groupe avec « key » et « label »")
    case .headerOrSource:
      (
        "a column's header, or a mapping with 'column', 'constant' or 'lookup'",
        "l’en-tête d’une colonne, ou un groupe avec « column », « constant » ou « lookup »"
      )
    case .dateFormat:
      (
        "a date format such as dd/MM/yyyy, iso8601, epoch_seconds or epoch_milliseconds",
        "un format de date tel que dd/MM/yyyy, iso8601, epoch_seconds ou epoch_milliseconds"
      )
    case .extreme:
      (
        "refuse, strategy, or a percentage above 0 and below 100",
        "refuse, strategy, ou un pourcentage entre 0 et 100, sans eux"
      )
    case .quoted: ("'{value}'", "« {value} »")
    case .entryOf: ("an entry of {subject}", "un élément de {subject}")
    case .pluginNamed: ("plugin '{name}'", "le module « {name} »")
    case .configuration: ("the configuration", "la configuration")
    case .calendar: ("the calendar", "le calendrier")
    case .currencySection: ("the currency", "la devise")
    case .dashboard: ("the dashboard", "le tableau de bord")
    case .salesCycle: ("a sales cycle", "un cycle de vente")
    case .report: ("a report", "un rapport")
    case .stage: ("a stage", "une étape")
    case .period: ("a period", "une période")
    case .filters: ("filters", "les filtres")
    case .dayRange: ("a range of days", "une plage de jours")
    case .amountRange: ("an amount range", "une plage de montants")
    case .probabilityRange: ("a probability range", "une plage de probabilités")
    case .language: ("a language", "une langue")
    case .person: ("a person", "une personne")
    case .columns: ("the columns", "les colonnes")
    case .lookupEntry: ("a lookup entry", "une entrée de table")
    case .lookupTable: ("a lookup table", "une table")
    case .target: ("a target", "un objectif")
    case .mappingFile: ("the mapping", "le fichier d’import")
    case .change: ("a change", "une modification")
    case .changeFields: ("the fields of a change", "les champs d’une modification")
    case .source: ("a value's source", "l’origine d’une valeur")
    case .numberFormat: ("a number format", "un format de nombre")
    case .fieldsOf: ("the fields of '{section}'", "les champs de « {section} »")
    }
  }
}
