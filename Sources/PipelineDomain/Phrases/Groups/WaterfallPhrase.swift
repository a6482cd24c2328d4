/// The bars of a waterfall, and errors about waterfalls.
package enum WaterfallPhrase: String, PhraseGroup {
  /// The bars.
  case opening, new, pulledIn, increased, reopened, movedIn, recordedLater, won, lost, decreased, pushedOut, movedOut,
    removed, currency, closing
  /// The title, with the days and without, and the header of the bars' names.
  case title, untitled, bar
  /// What is wrong.
  case endsBeforeItStarts, overflow

  /// What their keys begin with.
  package static let group = "waterfall"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .opening: ("Opening pipeline", "Pipeline initial")
    case .new: ("New", "Nouvelles")
    case .pulledIn: ("Pulled in", "Avancées")
    case .increased: ("Increased", "Augmentées")
    case .reopened: ("Reopened", "Rouvertes")
    case .movedIn: ("Moved in", "Reprises")
    case .recordedLater: ("Recorded later", "Saisies après")
    case .won: ("Won", "Gagnées")
    case .lost: ("Lost", "Perdues")
    case .decreased: ("Decreased", "Diminuées")
    case .pushedOut: ("Pushed out", "Repoussées")
    case .movedOut: ("Moved out", "Cédées")
    case .removed: ("Removed", "Retirées")
    case .currency: ("Currency effects", "Effets de change")
    case .closing: ("Closing pipeline", "Pipeline final")
    case .title: ("Pipeline waterfall, {days}", "Cascade du pipeline, {days}")
    case .untitled: ("Pipeline waterfall", "Cascade du pipeline")
    case .bar: ("Pipeline", "Pipeline")
    case .endsBeforeItStarts:
      (
        "the waterfall starts after it ends; its last moment is the present unless you give another",
        "la cascade commence après sa fin ; son dernier moment est le présent, sauf si vous en donnez un autre"
      )
    case .overflow:
      (
        "the deals' values are too large to be added",
        "les valeurs des affaires sont trop grandes pour être additionnées"
      )
    }
  }
}
