/// What a report did not price or left out, and what is not known of the past.
package enum NotePhrase: String, PhraseGroup {
  /// Deals that were counted and not priced, or left out.
  case beyondLimit, noAmount, otherCurrency, unpriced, omitted, undated, unknownStage, unknownPast, unknownEntry,
    unknownConfiguration, callCurrency, targetsOfAll
  /// Notes about contents of a report for a past day that are newer than the day.
  case laterNames, policyTeams
  /// Why there is no rate.
  case noRate, noRateYet
  /// Amounts that were converted.
  case converted, convertedUndated

  /// What their keys begin with.
  package static let group = "note"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .beyondLimit:
      (
        "{count} more {count|deal|deals} in rows beyond the limit: left out",
        "{count} {count|autre affaire|autres affaires} au-delà de la limite de lignes, à part"
      )
    case .noAmount:
      (
        "{count} {count|deal|deals} without an amount: counted, not priced",
        "{count} {count|affaire|affaires} sans montant, sans valeur"
      )
    case .otherCurrency:
      (
        "{count} {count|deal|deals} in {currency}: counted, not priced",
        "{count} {count|affaire|affaires} en {currency}, sans valeur"
      )
    case .unpriced:
      (
        "{count} {count|deal|deals} in {currency} without a rate: counted, not priced",
        "{count} {count|affaire|affaires} en {currency} sans cours, sans valeur"
      )
    case .omitted:
      (
        "{count} {count|deal|deals} omitted from the forecast: left out",
        "{count} {count|affaire|affaires} hors prévision, à part"
      )
    case .undated:
      (
        "{count} {count|deal|deals} without a close date: left out",
        "{count} {count|affaire|affaires} sans date de clôture, à part"
      )
    case .unknownStage:
      (
        "{count} {count|deal|deals} in a stage that is not defined: {stage}",
        "{count} {count|affaire|affaires} à une étape inconnue : {stage}"
      )
    case .unknownPast:
      (
        "{count} {count|deal|deals} existed then, but the journal records them only later: not counted",
        "{count} {count|affaire existait|affaires existaient} alors, mais le journal n’en parle que plus "
          + "tard : non {count|comptée|comptées}"
      )
    case .unknownEntry:
      (
        "{count} {count|deal|deals} imported without a past: entered the first stage on an unknown day, not counted there",
        "{count} {count|affaire importée|affaires importées} sans passé : jour d’entrée dans la première étape inconnu, "
          + "entrée non comptée"
      )
    case .unknownConfiguration:
      (
        "the configuration of that day is not known: the nearest one that is known was used",
        "la configuration de ce jour est inconnue : la plus proche connue a servi"
      )
    case .callCurrency:
      (
        "{count} forecast {count|call|calls} in another currency than the base: not shown",
        "{count} {count|annonce|annonces} dans une autre devise que celle de base, non {count|montrée|montrées}"
      )
    case .targetsOfAll:
      (
        "{count} {count|target is|targets are} for all deals of a salesperson or a team: not shown beside other filters",
        "{count} {count|objectif porte|objectifs portent} sur toutes les affaires d’un vendeur ou d’une équipe : "
          + "non {count|montré|montrés} avec d’autres filtres"
      )
    case .laterNames:
      (
        "{count} {count|account|accounts} came later, and {count|has its|have their} name of a later day: {names}",
        "{count} {count|compte est venu|comptes sont venus} plus tard et {count|porte son|portent leur} nom d’alors : "
          + "{names}"
      )
    case .policyTeams:
      (
        "teams are those of now: the access policy keeps no earlier ones",
        "les équipes sont celles d’aujourd’hui : les droits d’accès n’en gardent pas d’anciennes"
      )
    case .noRate:
      ("there is no rate from {currency} to {quote}", "il n’y a pas de cours de {currency} en {quote}")
    case .noRateYet:
      (
        "there is no rate from {currency} to {quote} on {day}: the first is of {first}",
        "il n’y a pas de cours de {currency} en {quote} le {day} : le premier est du {first}"
      )
    case .converted:
      (
        "{currencies} converted; the oldest rate used is of {day}",
        "{currencies} : montants convertis, cours le plus ancien du {day}"
      )
    case .convertedUndated:
      ("{currencies} converted at rates without a day", "{currencies} : montants convertis à des cours sans date")
    }
  }
}
