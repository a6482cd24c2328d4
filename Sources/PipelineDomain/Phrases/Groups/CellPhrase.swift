/// Words for the values of fields: flags, standings, origins.
package enum CellPhrase: String, PhraseGroup {
  /// Flags.
  case yes, no
  /// An account's standing.
  case prospect, customer
  /// The origin of a probability.
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
