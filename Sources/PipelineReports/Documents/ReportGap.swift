/// Deals that a report counted but did not price, or left out, and why.
public struct ReportGap: Hashable, Sendable {
  /// Why.
  public var reason: Reason
  /// More, such as the currency; empty where there is none.
  public var detail: String
  /// How many deals.
  public var count: Int64

  /// A gap.
  public init(reason: Reason, detail: String = "", count: Int64) {
    self.reason = reason
    self.detail = detail
    self.count = count
  }

  /// Why deals were not priced, or left out. Programs read the raw value, people ``words`` and ``ReportGap/note``.
  public enum Reason: String, Hashable, Sendable, CaseIterable, Comparable {
    /// They have no amount: counted, not priced.
    case noAmount = "no_amount"
    /// No rate converts their currency: counted, not priced.
    case noRate = "no_rate"
    /// The forecast omits them: left out of its sums.
    case omitted
    /// No rates are configured and they are in another currency: counted, not priced.
    case otherCurrency = "other_currency"
    /// They have no close date, and the report has a period: left out.
    case undated
    /// The configuration of that day is not known.
    case unknownConfiguration = "unknown_configuration"
    /// They existed then, but the journal begins later: not counted.
    case unknownPast = "unknown_past"
    /// They are in a stage that no sales cycle defines.
    case unknownStage = "unknown_stage"

    /// The reason in a few words.
    package var words: SheetPhrase {
      switch self {
      case .noAmount: .noAmount
      case .noRate: .noRate
      case .omitted: .omitted
      case .otherCurrency: .otherCurrency
      case .undated: .undated
      case .unknownConfiguration: .unknownConfiguration
      case .unknownPast: .unknownPast
      case .unknownStage: .unknownStage
      }
    }

    /// The order in which gaps are listed: by the raw value.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }
}
