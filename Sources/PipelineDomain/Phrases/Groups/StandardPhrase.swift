/// Labels of defaults: the standard sales cycle and the forecast categories.
package enum StandardPhrase: String, PhraseGroup {
  /// The sales cycle and its stages.
  case cycle, prospecting, qualification, proposal, negotiation, won, lost
  /// Forecast categories.
  case omitted, pipeline, bestCase, commit, closed

  /// What their keys begin with.
  package static let group = "standard"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .cycle: ("Standard", "Standard")
    case .prospecting: ("Prospecting", "Prospection")
    case .qualification: ("Qualification", "Qualification")
    case .proposal: ("Proposal", "Proposition")
    case .negotiation: ("Negotiation", "Négociation")
    case .won: ("Won", "Gagnée")
    case .lost: ("Lost", "Perdue")
    case .omitted: ("Omitted", "Exclu")
    case .pipeline: ("Pipeline", "Pipeline")
    case .bestCase: ("Best case", "Optimiste")
    case .commit: ("Commit", "Engagé")
    case .closed: ("Closed", "Conclu")
    }
  }
}
