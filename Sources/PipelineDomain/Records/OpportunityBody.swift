/// The fields of an opportunity. What people may set has a public setter; the engine alone sets the rest.
public struct OpportunityBody: Hashable, Sendable {
  /// The account that the deal is with.
  public var account = RecordID(high: 0, low: 0)
  /// What it is called. Left empty on creation: the account's name.
  public var name = ""
  /// The sales cycle. Left empty on creation: the first one.
  public var cycle = ""
  /// The stage in the sales cycle. If empty on creation: the first stage.
  public var status = ""
  /// What happens next.
  public var nextStep: String?
  /// A key of `OpportunityForecasting`. An entry that is set here is kept when the stage changes, until the deal is
  /// closed. `nil` clears it, and the next change of the stage sets the stage's entry.
  public var forecast: String? {
    get { storedForecast }
    set {
      storedForecast = newValue
      assigned.insert(.forecast)
    }
  }
  /// The probability. A value that is set here is kept by the probability rules until the deal is closed. `nil` clears
  /// it, and the rules compute it again. Only closed deals have 0 % or 100 %.
  public var probability: BasisPoints? {
    get { storedProbability }
    set {
      storedProbability = newValue
      assigned.insert(.probability)
    }
  }
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
  /// The salesperson. If empty on creation: the acting user.
  public var owner = ""
  /// The currency of the amounts. If empty on creation: the base currency. The currency of a deal with an amount can
  /// only be changed together with its lines or its amount.
  public var currency: Currency?
  /// The day it is expected to close. Left empty on creation: the sales cycle's number of days ahead.
  public var expectedCloseDate: CivilDate?
  /// The amount of a deal without lines.
  public var statedAmount: Money? {
    get { storedStatedAmount }
    set {
      storedStatedAmount = newValue
      assigned.insert(.amounts)
    }
  }
  /// What is sold. Their total is the deal's amount.
  public var lines: [OpportunityLine] = [] { didSet { assigned.insert(.amounts) } }
  /// Its identity in the system that it was imported from.
  public var externalID: String?

  /// The origin of the probability. Set by the engine.
  public package(set) var probabilityOrigin = ProbabilityOrigin.stage
  /// The total of the lines, or the stated amount; `nil` where it is unknown. Set by the engine.
  public package(set) var amount: Money?
  /// The day it was closed. Set on closing, cleared on reopening.
  public package(set) var actualCloseDate: CivilDate?
  /// The instant of the change to the current status. Set by the engine.
  public package(set) var statusSince = Instant(microsecondsSince1970: 0)
  /// The creation; `nil` if unknown, as for a deal of an import without the date. Set by the engine.
  public package(set) var createdAt: Instant?
  /// The origin of the forecast entry. Set by the engine.
  public package(set) var forecastOrigin = ForecastOrigin.stage
  /// The forecast entry of a closed deal before it was closed, which reopening restores. Set by the engine.
  package var openForecast: String?
  /// Where ``openForecast`` came from.
  package var openForecastOrigin = ForecastOrigin.stage
  /// The imported values, in the format of ``ImportMemory``; `nil` if the deal was not imported. Set by imports.
  public package(set) var imported: String?
  // Stored apart from the properties that note their assignment: an observed property has no place in memory to compare.
  private var storedForecast: String?
  private var storedProbability: BasisPoints?
  private var storedStatedAmount: Money?
  /// Which properties were assigned since ``forgetAssigned()``. Not part of what the deal is.
  package private(set) var assigned = AssignedProperties()

  /// An empty deal.
  public init() {}

  /// Resets the record of assigned properties: called before an edit closure runs, so that assigning an equal value
  /// still counts as setting it.
  package mutating func forgetAssigned() { assigned = AssignedProperties() }
}

/// The properties of a deal whose assignment matters even if the value is equal.
///
/// It is not part of the deal's value: all sets are equal, so that deals are equal if their fields are.
package struct AssignedProperties: Hashable, Sendable {
  package enum Property: UInt8, Sendable {
    case forecast = 1
    case probability = 2
    /// The lines or the stated amount.
    case amounts = 4
  }

  private var bits: UInt8 = 0

  mutating func insert(_ property: Property) { bits |= property.rawValue }

  package func contains(_ property: Property) -> Bool { bits & property.rawValue != 0 }

  package static func == (left: Self, right: Self) -> Bool { true }

  package func hash(into hasher: inout Hasher) {}
}

/// The origin of a forecast entry.
public enum ForecastOrigin: String, Hashable, Sendable, CaseIterable {
  /// The stage's.
  case stage
  /// A person's own.
  case person
}

/// The origin of a probability.
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
  package static let fields = FieldTable(
    .opportunity, empty: OpportunityBody(), settle: { $0.forgetAssigned() },
    commercialFields + timeFields + forecastFields)

  private static let commercialFields: [Field<OpportunityBody>] = [
    .reference("account", .label("Account", french: "Compte"), \.account, to: .account),
    .text("name", .name, \.name),
    .text("cycle", .label("Sales cycle", french: "Cycle de vente"), \.cycle, .salesCycle),
    .text("status", .label("Status", french: "Statut"), \.status, .lookup(.status), isIndexed: true),
    .optionalText("next_step", .label("Next step", french: "Prochaine étape"), \.nextStep),
    .optionalText(
      "forecast", .label("Forecast", french: "Prévision"), \.forecast, .lookup(.forecasting),
      stored: \OpportunityBody.storedForecast),
    .number(
      "probability", .label("Probability", french: "Probabilité"), \.probability, .percent,
      stored: \OpportunityBody.storedProbability, encode: { Int64($0.value) },
      decode: { number, _ in Int(exactly: number).flatMap { BasisPoints($0) } }),
    .coded(
      "probability_origin", .label("Probability from", french: "Probabilité donnée par"), \.probabilityOrigin,
      .choice(ProbabilityOrigin.allCases.map(\.rawValue)), access: .system, isBookkeeping: true,
      encode: { $0.rawValue }, decode: { $0.flatMap(ProbabilityOrigin.init(rawValue:)) }),
    .optionalText("competitor", .label("Competitor", french: "Concurrent"), \.competitor, .lookup(.competitor)),
    .optionalText("source", .source, \.source, .lookup(.source)),
    .optionalText("loss_reason", .label("Loss reason", french: "Motif de perte"), \.lossReason, .lookup(.lossReason)),
    .optionalText("description", .label("Description", french: "Description"), \.description, .longText),
    .optionalText("win_loss_report", .label("Win/loss report", french: "Bilan"), \.winLossReport, .longText),
    .text("owner", .owner, \.owner, .person, isIndexed: true),
    .coded(
      "currency", .currency, \.currency, .currency, encode: { $0?.code },
      decode: { code in
        guard let code else { return .some(nil) }
        return Currency(code).map { .some($0) }
      }),
    // After the currency, which decoding them needs.
    .money(
      "stated_amount", .label("Stated amount", french: "Montant déclaré"), \.statedAmount,
      stored: \OpportunityBody.storedStatedAmount, currency: { $0.pointee.currency }),
    .money(
      "amount", .label("Amount", french: "Montant"), \.amount, access: .system, currency: { $0.pointee.currency }),
    .coded(
      "lines", .label("Lines", french: "Lignes"), \.lines, .lines, encode: { LineText.encode($0) },
      decode: { LineText.decode($0) },
      isUnchanged: { $0.pointee.lines.sharesStorage(with: $1.pointee.lines) }),
  ]

  private static let timeFields: [Field<OpportunityBody>] = [
    .date("expected_close_date", .label("Expected close date", french: "Date de clôture prévue"), \.expectedCloseDate),
    .date(
      "actual_close_date", .label("Actual close date", french: "Date de clôture"), \.actualCloseDate, access: .system),
    .instant(
      "status_since", .label("In status since", french: "Dans ce statut depuis"), \.statusSince, isBookkeeping: true),
    .optionalInstant("created_at", .createdAt, \.createdAt),
    .optionalText("external_id", .externalID, \.externalID, isUnique: true),
  ]

  private static let forecastFields: [Field<OpportunityBody>] = [
    forecastOrigin("forecast_origin", .label("Forecast from", french: "Prévision donnée par"), \.forecastOrigin),
    .optionalText(
      "open_forecast", .label("Forecast before closing", french: "Prévision avant clôture"), \.openForecast,
      .lookup(.forecasting), access: .system, isBookkeeping: true),
    forecastOrigin(
      "open_forecast_origin", .label("Forecast before closing from", french: "Prévision avant clôture donnée par"),
      \.openForecastOrigin),
    .optionalText(ImportMemory.field, .imported, \.imported, access: .system, isBookkeeping: true),
  ]

  /// Written only where it is a person's: stores that are older hold none.
  private static func forecastOrigin(
    _ name: FieldName, _ label: FieldLabel, _ path: any WritableKeyPath<OpportunityBody, ForecastOrigin> & Sendable
  ) -> Field<OpportunityBody> {
    .coded(
      name, label, path, .choice(ForecastOrigin.allCases.map(\.rawValue)), access: .system, isBookkeeping: true,
      encode: { $0 == .stage ? nil : $0.rawValue },
      decode: { text in text.map { ForecastOrigin(rawValue: $0) } ?? .stage })
  }
}

extension [OpportunityLine] {
  /// Whether an array is a copy of another that neither has changed since. O(1).
  fileprivate func sharesStorage(with other: Self) -> Bool {
    withUnsafeBufferPointer { own in
      other.withUnsafeBufferPointer { own.count == $0.count && (own.isEmpty || own.baseAddress == $0.baseAddress) }
    }
  }
}
