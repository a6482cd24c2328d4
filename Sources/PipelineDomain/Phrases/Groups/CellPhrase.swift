/// What fields hold, where that is a word and not a text of somebody's own.
package enum CellPhrase: String, PhraseGroup {
  /// Flags.
  case yes, no
  /// An account's standing.
  case prospect, customer
  /// Where a probability comes from.
  case strategy
  /// A line of a deal.
  case line

  /// What their keys begin with.
  package static let group = "cell"

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .yes: ("yes", "oui")
    case .no: ("no", "non")
    case .prospect: ("prospect", "prospect")
    case .customer: ("customer", "client")
    case .strategy: ("rule", "règle")
    case .line: ("{quantity} × {product} at {price}", "{quantity} × {product} à {price}")
    }
  }
}
