/// The fields of an opportunity. What people may set has a public setter; the engine alone sets the rest.
public struct OpportunityBody: Hashable, Sendable {
  /// The account that the deal is with.
  public var account = RecordID(high: 0, low: 0)
  /// What it is called. Left empty on creation: the account's name.
  public var name = ""
  /// The sales cycle. Left empty on creation: the first one.
  public var cycle = ""
  /// Where the deal stands: a stage of its sales cycle. Left empty on creation: the first stage.
  public var status = ""
  /// What happens next.
  public var nextStep: String?
  /// A key of `OpportunityForecasting`. Follows the stage unless set together with it.
  public var forecast: String?
  /// How likely it is to be won. Setting it makes it a person's own figure, which a strategy leaves alone until the deal is
  /// closed; setting `nil` gives it back to the strategy.
  public var probability: BasisPoints?
  /// A key of `OpportunityCompetitor`.
  public var competitor: String?
  /// A key of `OpportunitySource`. Left empty on creation: the account's.
  public var source: String?
  /// A key of `OpportunityLossReason`.
  public var lossReason: String?
  /// What the deal is about.
  public var description: String?
  /// What was learnt from winning or losing it.
  public var winLossReport: String?
  /// The salesperson. Left empty on creation: who creates it.
  public var owner = ""
  /// The currency of its amounts. Left empty on creation: the base currency.
  public var currency: Currency?
  /// The day it is expected to close. Left empty on creation: the sales cycle's number of days ahead.
  public var expectedCloseDate: CivilDate?
  /// The amount of a deal without lines.
  public var statedAmount: Money?
  /// What is sold. Their total is the deal's amount.
  public var lines: [OpportunityLine] = []
  /// Its identity in the system that it was imported from.
  public var externalID: String?

  /// Where the probability comes from. Set by the engine.
  public package(set) var probabilityOrigin = ProbabilityOrigin.stage
  /// The total of the lines, or the stated amount; `nil` where it is unknown. Set by the engine.
  public package(set) var amount: Money?
  /// The day it was closed. Set on closing, cleared on reopening.
  public package(set) var actualCloseDate: CivilDate?
  /// When it came to its present status. Set by the engine.
  public package(set) var statusSince = Instant(microsecondsSince1970: 0)
  /// When it was made. Set by the engine.
  public package(set) var createdAt = Instant(microsecondsSince1970: 0)

  /// An empty deal.
  public init() {}
}

/// Where a probability comes from.
public enum ProbabilityOrigin: String, Hashable, Sendable, CaseIterable {
  /// The stage's.
  case stage
  /// A person's own figure.
  case person
  /// A probability strategy's.
  case strategy
}

extension OpportunityBody {
  /// The fields, in stored order. New ones are appended.
  public static let fields = FieldTable(.opportunity, empty: OpportunityBody(), commercialFields + timeFields)

  private static let commercialFields: [Field<OpportunityBody>] = [
    .reference("account", ["Account", "Compte"], \.account, to: .account),
    .text("name", ["Name", "Nom"], \.name),
    .text("cycle", ["Sales cycle", "Cycle de vente"], \.cycle, .salesCycle),
    .text("status", ["Status", "Statut"], \.status, .lookup(.status), isIndexed: true),
    .optionalText("next_step", ["Next step", "Prochaine étape"], \.nextStep),
    .optionalText("forecast", ["Forecast", "Prévision"], \.forecast, .lookup(.forecasting)),
    .number(
      "probability", ["Probability", "Probabilité"], \.probability, .percent, encode: { Int64($0.value) },
      decode: { number, _ in Int(exactly: number).flatMap { BasisPoints($0) } }),
    .coded(
      "probability_origin", ["Probability from", "Probabilité donnée par"], \.probabilityOrigin,
      .choice(ProbabilityOrigin.allCases.map(\.rawValue)), access: .system, encode: { $0.rawValue },
      decode: { $0.flatMap(ProbabilityOrigin.init(rawValue:)) }),
    .optionalText("competitor", ["Competitor", "Concurrent"], \.competitor, .lookup(.competitor)),
    .optionalText("source", ["Source", "Origine"], \.source, .lookup(.source)),
    .optionalText("loss_reason", ["Loss reason", "Motif de perte"], \.lossReason, .lookup(.lossReason)),
    .optionalText("description", ["Description", "Description"], \.description, .longText),
    .optionalText("win_loss_report", ["Win/loss report", "Bilan"], \.winLossReport, .longText),
    .text("owner", ["Owner", "Responsable"], \.owner, .person, isIndexed: true),
    .coded(
      "currency", ["Currency", "Devise"], \.currency, .currency, encode: { $0?.code },
      decode: { code in
        guard let code else { return .some(nil) }
        return Currency(code).map { .some($0) }
      }),
    // After the currency, in which decoding reads them.
    .number(
      "stated_amount", ["Stated amount", "Montant déclaré"], \.statedAmount, .money, encode: \.minorUnits,
      decode: { number, body in body.currency.flatMap { Money(minorUnits: number, currency: $0) } }),
    .number(
      "amount", ["Amount", "Montant"], \.amount, .money, access: .system, encode: \.minorUnits,
      decode: { number, body in body.currency.flatMap { Money(minorUnits: number, currency: $0) } }),
    .coded(
      "lines", ["Lines", "Lignes"], \.lines, .lines, encode: { LineText.encode($0) }, decode: { LineText.decode($0) }),
  ]

  private static let timeFields: [Field<OpportunityBody>] = [
    .date("expected_close_date", ["Expected close date", "Date de clôture prévue"], \.expectedCloseDate),
    .date("actual_close_date", ["Actual close date", "Date de clôture"], \.actualCloseDate, access: .system),
    .instant("status_since", ["In status since", "Dans ce statut depuis"], \.statusSince),
    .instant("created_at", ["Created", "Création"], \.createdAt),
    .optionalText("external_id", ["External id", "Identifiant externe"], \.externalID, isIndexed: true),
  ]
}
