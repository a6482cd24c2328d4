/// A dimension that deals are grouped and filtered by: its name, its label and its source.
///
/// To add a dimension, add a value to ``allCases``, or declare a text field of deals with `isGrouping: true`: groupings,
/// filters, columns, sorting, `why`, the JSON Schema and the reference page are derived from it. Its ``source`` determines
/// how values are read, ordered and shown.
public struct DealDimension: Hashable, Sendable, CaseIterable, RawRepresentable {
  /// Its name: in settings, and the key of its column.
  public let rawValue: String
  /// What people read.
  public let label: LocalizedText
  /// The source of the values.
  package let source: DimensionSource
  /// What it is, in a sentence.
  public let doc: String

  init(_ name: String, _ label: Phrase, _ source: DimensionSource, _ doc: String) {
    rawValue = name
    self.label = LocalizedText(label)
    self.source = source
    self.doc = doc
  }

  /// Returns the dimension with a name, or of an attribute of accounts: `account.sector`; `nil` if there is none.
  public init?(rawValue: String) {
    if let known = Self.byName[rawValue] {
      self = known
    } else if rawValue.hasPrefix(Self.attributePrefix), rawValue.count > Self.attributePrefix.count {
      self = .account(String(rawValue.dropFirst(Self.attributePrefix.count)))
    } else {
      return nil
    }
  }

  /// The prefix of the names of account attributes.
  package static let attributePrefix = "account."

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// Whether two are the same dimension.
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// The source of a dimension's values, and their type.
package enum DimensionSource: Hashable, Sendable {
  /// The status, within its sales cycle.
  case stage
  /// The sales cycle.
  case cycle
  /// The outcome of the deal.
  case outcome
  /// Whether the forecast leaves an open deal out.
  case omission
  /// The category of the forecast entry.
  case category
  /// A text of the deal.
  case text(FieldName)
  /// A key of a lookup table.
  case entry(FieldName, LookupTableName)
  /// The salesperson's team.
  case team
  /// The product, of deals that are divided by their products.
  case product
  /// The account.
  case account
  /// An attribute of the account.
  case accountAttribute(String)
  /// The currency.
  case currency
  /// The stored probability.
  case probability
  /// A day of the deal.
  case day(DealDay)
  /// The period that a day of the deal lies in.
  case period(DealDay, PeriodGrain)
  /// Days since a day of the deal, in buckets.
  case elapsed(DealDay)
  /// Days from the creation to the closing, or to the day that is read for, in buckets.
  case age
  /// Days since the close date of an overdue deal, in buckets.
  case overdue
  /// How often the expected close date was moved to a later day.
  case slips
  /// The deal itself, one of few.
  case deal
}

/// A day of a deal.
package enum DealDay: String, Hashable, Sendable, CaseIterable {
  /// The actual close date of a closed deal, else the expected one.
  case close
  /// The day it was created.
  case created
  /// The actual close date; `nil` for open deals.
  case closed
  /// The day of the change to the current status.
  case since
}

extension DealDimension {
  /// The dimensions there are, in the order of the reference page. Attributes of accounts come on top: ``account(_:)``.
  public static let allCases: [DealDimension] =
    [
      owner, team, forecast, category, stage, cycle, outcome, month, quarter, fiscalYear, closeDay, createdMonth,
      createdQuarter, createdYear, closedMonth, closedQuarter, closedYear, source, competitor, lossReason, product,
      account, currency, probability, probabilityOrigin, daysInStage, age, daysOverdue, timesSlipped, deal,
    ] + OpportunityBody.fields.fields.filter(\.isGrouping).map { DealDimension($0) }

  /// The salesperson.
  public static let owner = DealDimension("owner", ColumnPhrase.owner.phrase, .text("owner"), "The salesperson.")
  /// The salesperson's team.
  public static let team = DealDimension("team", ColumnPhrase.team.phrase, .team, "The salesperson's team.")
  /// The forecast entry.
  public static let forecast = DealDimension(
    "forecast", ColumnPhrase.forecast.phrase, .entry("forecast", .forecasting), "The forecast entry.")
  /// The forecast entry's category.
  public static let category = DealDimension(
    "category", ColumnPhrase.category.phrase, .category, "The forecast entry's category.")
  /// The status, within its sales cycle.
  public static let stage = DealDimension("stage", ColumnPhrase.stage.phrase, .stage, "The status.")
  /// The sales cycle.
  public static let cycle = DealDimension("cycle", ColumnPhrase.cycle.phrase, .cycle, "The sales cycle.")
  /// Open, won or lost.
  public static let outcome = DealDimension(
    "outcome", Phrase("column.outcome", english: "Outcome", french: "Issue"), .outcome, "Open, won or lost.")
  /// The month of the close date, or the fiscal calendar's period of weeks.
  public static let month = DealDimension(
    "month", ColumnPhrase.month.phrase, .period(.close, .month), "The month of the close date.")
  /// The fiscal quarter of the close date.
  public static let quarter = DealDimension(
    "quarter", ColumnPhrase.quarter.phrase, .period(.close, .quarter), "The fiscal quarter of the close date.")
  /// The fiscal year of the close date.
  public static let fiscalYear = DealDimension(
    "fiscal_year", ColumnPhrase.fiscalYear.phrase, .period(.close, .year), "The fiscal year of the close date.")
  /// The close date: the actual one of a closed deal, else the expected one.
  public static let closeDay = DealDimension(
    "close_date", ColumnPhrase.closeDate.phrase, .day(.close),
    "The close date: the actual one of a closed deal, else the expected one.")
  /// The month of the creation.
  public static let createdMonth = DealDimension(
    "created_month", Phrase("column.created_month", english: "Month created", french: "Mois de création"),
    .period(.created, .month), "The month of the creation.")
  /// The fiscal quarter of the creation.
  public static let createdQuarter = DealDimension(
    "created_quarter", Phrase("column.created_quarter", english: "Quarter created", french: "Trimestre de création"),
    .period(.created, .quarter), "The fiscal quarter of the creation.")
  /// The fiscal year of the creation.
  public static let createdYear = DealDimension(
    "created_year", Phrase("column.created_year", english: "Year created", french: "Exercice de création"),
    .period(.created, .year), "The fiscal year of the creation.")
  /// The month of the actual close date; empty for open deals.
  public static let closedMonth = DealDimension(
    "closed_month", Phrase("column.closed_month", english: "Month closed", french: "Mois de clôture"),
    .period(.closed, .month), "The month in which the deal was closed; open deals have none.")
  /// The fiscal quarter of the actual close date; empty for open deals.
  public static let closedQuarter = DealDimension(
    "closed_quarter", Phrase("column.closed_quarter", english: "Quarter closed", french: "Trimestre de clôture"),
    .period(.closed, .quarter), "The fiscal quarter in which the deal was closed; open deals have none.")
  /// The fiscal year of the actual close date; empty for open deals.
  public static let closedYear = DealDimension(
    "closed_year", Phrase("column.closed_year", english: "Year closed", french: "Exercice de clôture"),
    .period(.closed, .year), "The fiscal year in which the deal was closed; open deals have none.")
  /// The source of the deal.
  public static let source = DealDimension(
    "source", ColumnPhrase.source.phrase, .entry("source", .source), "Where the deal comes from.")
  /// The competitor.
  public static let competitor = DealDimension(
    "competitor", ColumnPhrase.competitor.phrase, .entry("competitor", .competitor), "Who else bids.")
  /// Why the deal was lost.
  public static let lossReason = DealDimension(
    "loss_reason", Phrase("column.loss_reason", english: "Loss reason", french: "Raison de la perte"),
    .entry("loss_reason", .lossReason), "Why the deal was lost.")
  /// The product; a deal's amount is divided among its products, by their lines.
  public static let product = DealDimension(
    "product", ColumnPhrase.product.phrase, .product,
    "The product; a deal's amount is divided among its products, by their lines.")
  /// The account.
  public static let account = DealDimension("account", ColumnPhrase.account.phrase, .account, "The account.")
  /// The currency.
  public static let currency = DealDimension("currency", ColumnPhrase.currency.phrase, .currency, "The currency.")
  /// The stored probability.
  public static let probability = DealDimension(
    "probability", ColumnPhrase.probability.phrase, .probability, "The stored probability.")
  /// The origin of the stored probability.
  public static let probabilityOrigin = DealDimension(
    "probability_origin",
    Phrase("column.probability_origin", english: "Probability from", french: "Probabilité selon"),
    .text("probability_origin"), "Where the stored probability comes from: the stage, a person or a strategy.")
  /// Days in the present status, in buckets.
  public static let daysInStage = DealDimension(
    "days_in_stage", Phrase("column.days_in_stage", english: "Days in stage", french: "Jours à l’étape"),
    .elapsed(.since), "Days in the present status, in buckets.")
  /// Days from the creation to the closing, or to the day that is read for while a deal is open, in buckets.
  public static let age = DealDimension(
    "age", Phrase("column.age", english: "Age (days)", french: "Âge (jours)"), .age,
    "Days from the creation to the closing, or until today while the deal is open, in buckets.")

  /// Returns the dimension of an attribute of accounts: `account.sector`.
  public static func account(_ attribute: String) -> DealDimension {
    DealDimension(attribute: attribute)
  }

  /// The dimension of a field that is declared as a grouping.
  init(_ field: Field<OpportunityBody>) {
    rawValue = field.name.description
    label = field.label
    if case .lookup(let table) = field.kind { source = .entry(field.name, table) } else { source = .text(field.name) }
    doc = "The deal's \(field.name)."
  }

  private init(attribute: String) {
    rawValue = Self.attributePrefix + attribute
    label = LocalizedText(attribute)
    source = .accountAttribute(attribute)
    doc = "The account's \(attribute)."
  }

  /// Whether open deals are in the forecast, for sums that leave the others out. Never a grouping.
  package static let omission = DealDimension(
    "omission", ColumnPhrase.forecast.phrase, .omission, "Whether the forecast leaves the deal out.")
}

extension DealDimension {
  /// The length of the periods of the close date that it is; `nil` for every other dimension.
  public var closePeriod: PeriodGrain? {
    if case .period(.close, let grain) = source { grain } else { nil }
  }

  /// The length of the periods of a day of the deal that it is; `nil` for every other dimension.
  package func period(of day: DealDay) -> PeriodGrain? {
    if case .period(day, let grain) = source { grain } else { nil }
  }

  /// The attribute of accounts that it is; `nil` for every other dimension.
  public var accountAttribute: String? {
    if case .accountAttribute(let name) = source { name } else { nil }
  }
}
