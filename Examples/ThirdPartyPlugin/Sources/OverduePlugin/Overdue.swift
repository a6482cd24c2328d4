import PipelinePlugins

/// `overdue: {grace: 7 days, keep: 50}`: a deal whose close date went by is less likely than people say.
public enum Overdue: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    /// How long after its close date a deal loses nothing.
    public var grace = Seconds.hours(7 * 24)
    /// The part of its probability that an overdue deal keeps.
    public var keep = BasisPoints(percent: 50) ?? .full
    /// The defaults: half, after a week.
    public init() {}

    /// Each setting, declared once: checking, `explain` and the JSON Schema come from it.
    public static let settings: [Setting<Self>] = [
      Setting("grace", \.grace, "How long after its close date a deal loses nothing; whole days count."),
      Setting("keep", \.keep, "The part of its probability that an overdue deal keeps.") {
        $0 == .zero ? "must be above 0, since the deal is still open" : nil
      },
    ]
  }

  /// The name in configurations.
  public static let name = "overdue"
  /// What it does.
  public static let summary = "Open deals whose close date went by keep a part of their probability."
  /// Where it goes.
  public static let slot: Slot<ProbabilityRule> = .probability

  /// Makes the rule: a pure function of declared dimensions, asked once for a group of deals.
  public static func make(_ settings: Settings, _ context: PluginContext) -> ProbabilityRule {
    let grace = Int(settings.grace.value / 86_400)
    let keep = settings.keep.value
    return .onReading(
      Derivation(.probability, .daysToClose) { (stored: BasisPoints, daysToClose: Int?) in
        // An undated deal cannot be overdue.
        guard let daysToClose, daysToClose < -grace else { return nil }
        // At least a hundredth of a percent, since an open deal is not lost; never more than it had.
        let kept = dividedHalfEven(Int128(stored.value) * Int128(keep), by: 10_000)
        return min(stored, BasisPoints(max(1, Int(kept))) ?? stored)
      })
  }
}
