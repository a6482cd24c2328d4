/// Deals that a report counted but did not price, or left out, and why.
public struct ReportGap: Hashable, Sendable, Codable {
  /// Why.
  public var reason: Reason
  /// A detail, such as the currency; may be empty.
  public var detail: String
  /// How many deals.
  public var count: Int64

  /// A gap.
  public init(reason: Reason, detail: String = "", count: Int64) {
    self.reason = reason
    self.detail = detail
    self.count = count
  }

  /// A reason why deals were not priced, or were left out. The raw value is for programs, ``words`` and
  /// ``ReportGap/note`` for people.
  public enum Reason: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Forecast calls, not deals: their currency is not the base currency. Not shown.
    case callCurrency = "call_currency"
    /// They are in rows after the last one that the report shows: left out.
    case beyondLimit = "beyond_limit"
    /// They have no amount: counted, not priced.
    case noAmount = "no_amount"
    /// No rate converts their currency: counted, not priced.
    case noRate = "no_rate"
    /// The forecast omits them: left out of its sums.
    case omitted
    /// No rates are configured and they are in another currency: counted, not priced.
    case otherCurrency = "other_currency"
    /// Targets, not deals: they were set for all deals of a salesperson or a team, and the report is of a part. Left out.
    case targetsOfAll = "targets_of_all"
    /// They have no close date, and the report has a period: left out.
    case undated
    /// The configuration of that day is not known.
    case unknownConfiguration = "unknown_configuration"
    /// They were imported without their past, so that the day on which they entered their first stage is not known: that entry is
    /// not counted.
    case unknownEntry = "unknown_entry"
    /// They existed then, but the journal begins later: not counted.
    case unknownPast = "unknown_past"
    /// They are in a stage that no sales cycle defines.
    case unknownStage = "unknown_stage"

    /// A short description of the reason.
    package var words: SheetPhrase {
      switch self {
      case .beyondLimit: .beyondLimit
      case .callCurrency: .callCurrency
      case .noAmount: .noAmount
      case .noRate: .noRate
      case .omitted: .omitted
      case .otherCurrency: .otherCurrency
      case .targetsOfAll: .targetsOfAll
      case .undated: .undated
      case .unknownConfiguration: .unknownConfiguration
      case .unknownEntry: .unknownEntry
      case .unknownPast: .unknownPast
      case .unknownStage: .unknownStage
      }
    }

    /// Orders reasons by their raw value.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }
}
