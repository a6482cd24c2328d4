/// The title and the columns of a stage conversion, and errors about it.
package enum ConversionPhrase: String, PhraseGroup {
  /// The title, with the days.
  case title
  /// The columns.
  case entered, movedOn, conversion, movedBack, lost, left, open, meanDays, medianDays
  /// The title and the columns by value.
  case titleByValue, enteredAmount, movedOnAmount, conversionByValue, lostAmount, openAmount
  /// What is wrong.
  case endsBeforeItStarts

  /// What their keys begin with.
  package static let group = "conversion"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .title: ("Stage conversion, {days}", "Conversion par étape, {days}")
    case .entered: ("Entered", "Entrées")
    case .movedOn: ("Moved on", "Avance")
    case .conversion: ("Conversion", "Taux")
    case .movedBack: ("Back", "Recul")
    case .lost: ("Lost", "Pertes")
    case .left: ("Left", "Sorties")
    case .open: ("Open", "En cours")
    case .meanDays: ("Ø days", "Ø jours")
    case .medianDays: ("Median days", "Méd. jours")
    case .titleByValue: ("Stage conversion by value, {days}", "Conversion par étape en valeur, {days}")
    case .enteredAmount: ("Amount entered", "Montant entré")
    case .movedOnAmount: ("Amount moved on", "Montant avancé")
    case .conversionByValue: ("Conversion by value", "Taux en valeur")
    case .lostAmount: ("Amount lost", "Montant perdu")
    case .openAmount: ("Amount open", "Montant en cours")
    case .endsBeforeItStarts:
      (
        "the stage conversion starts after it ends; its last day is today unless you give another",
        "la conversion par étape commence après sa fin ; son dernier jour est aujourd’hui, sauf si vous en donnez un autre"
      )
    }
  }
}
