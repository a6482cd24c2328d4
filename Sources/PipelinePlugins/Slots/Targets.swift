/// Supplies sales targets (quotas): what a targets plugin makes.
///
/// The contract stands in `Documentation/Contracts/Targets.md`.
public protocol TargetSource: Sendable {
  /// The targets, in the pipeline's base currency.
  /// - Throws: ``SourceError``.
  func targets() async throws -> [SalesTarget]
}

/// What a salesperson or a team is to win in a period.
public struct SalesTarget: Hashable, Sendable {
  /// Whose target it is.
  public let holder: Holder
  /// The days, half open: a month, a quarter or a fiscal year of the pipeline's calendar.
  public let period: Period
  /// The amount, in minor units of the base currency; 0 or more.
  public let amount: Int64

  /// Whose target it is.
  public enum Holder: Hashable, Sendable {
    /// A salesperson's.
    case owner(String)
    /// A team's.
    case team(String)
  }

  /// A target.
  public init(_ holder: Holder, _ period: Period, _ amount: Int64) {
    self.holder = holder
    self.period = period
    self.amount = amount
  }
}

extension Slot where Product == any TargetSource {
  /// Sales targets.
  public static var targets: Self { Self("targets") }
}
