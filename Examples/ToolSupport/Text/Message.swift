/// What the tools say, in English and French. The compiler holds every message to have both.
public enum Message: Hashable, Sendable {
  /// Headings and column headers.
  case funnel, salesGrid, stage, deals, unweighted, weighted, total, owner, period, won, open, undated, name, account
  case closeDate, amount, probability, none
  /// The line above a dashboard: its name, the day, the currency.
  case dashboard(name: String, day: String, currency: String)
  /// The heading of a stage's deals.
  case dealsIn(stage: String, count: String)
  /// Nothing to show.
  case noDeals

  /// The message in a language: `fr`, else English.
  public func text(_ language: String) -> String { language.hasPrefix("fr") ? french : english }

  private var english: String {
    switch self {
    case .funnel: "Sales funnel"
    case .salesGrid: "Sales grid"
    case .stage: "Stage"
    case .deals: "Deals"
    case .unweighted: "Unweighted"
    case .weighted: "Weighted"
    case .total: "Total"
    case .owner: "Owner"
    case .period: "Period"
    case .won: "Won"
    case .open: "Open"
    case .undated: "undated"
    case .name: "Name"
    case .account: "Account"
    case .closeDate: "Close date"
    case .amount: "Amount"
    case .probability: "Prob."
    case .none: "—"
    case .dashboard(let name, let day, let currency): "\(name) · \(day) · amounts in \(currency)"
    case .dealsIn(let stage, let count): "\(stage): \(count) \(count == "1" ? "deal" : "deals")"
    case .noDeals: "No deals."
    }
  }

  private var french: String {
    switch self {
    case .funnel: "Entonnoir des ventes"
    case .salesGrid: "Grille des ventes"
    case .stage: "Étape"
    case .deals: "Affaires"
    case .unweighted: "Non pondéré"
    case .weighted: "Pondéré"
    case .total: "Total"
    case .owner: "Responsable"
    case .period: "Période"
    case .won: "Gagné"
    case .open: "Ouvert"
    case .undated: "sans date"
    case .name: "Nom"
    case .account: "Compte"
    case .closeDate: "Clôture"
    case .amount: "Montant"
    case .probability: "Prob."
    case .none: "—"
    case .dashboard(let name, let day, let currency): "\(name) · \(day) · montants en \(currency)"
    case .dealsIn(let stage, let count): "\(stage) : \(count) \(count == "1" ? "affaire" : "affaires")"
    case .noDeals: "Aucune affaire."
    }
  }
}
