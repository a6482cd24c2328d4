/// Supplies sales targets (quotas): the product of a targets plugin.
///
/// The contract is `Documentation/Contracts/Targets.md`.
public protocol TargetSource: Sendable {
  /// Returns the targets, in the pipeline's base currency.
  /// - Throws: ``SourceError``.
  func targets() async throws -> [SalesTarget]
}

/// The amount that a salesperson or a team should win in a period.
public struct SalesTarget: Hashable, Sendable {
  /// The salesperson or team.
  public let holder: Holder
  /// The period, half-open: a month, a quarter or a fiscal year of the pipeline's calendar.
  public let period: Period
  /// The amount, in minor units of the base currency; 0 or more.
  public let amount: Int64

  /// The holder of a target.
  public enum Holder: Hashable, Sendable {
    /// A salesperson.
    case owner(String)
    /// A team.
    case team(String)

    /// The name of the salesperson or of the team.
    public var name: String {
      switch self {
      case .owner(let name), .team(let name): name
      }
    }
  }

  /// Creates a target.
  public init(_ holder: Holder, _ period: Period, _ amount: Int64) {
    self.holder = holder
    self.period = period
    self.amount = amount
  }
}

extension Slot where Product == any TargetSource {
  /// The source of sales targets.
  public static var targets: Self { Self("targets") }
}
