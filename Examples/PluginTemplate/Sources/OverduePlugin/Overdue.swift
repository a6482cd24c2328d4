import PipelinePlugins

/// `overdue: {grace: 7 days, keep: 50}`: reduces the probability of deals whose close date has passed.
public enum Overdue: Plugin {
  /// The settings of the plugin.
  public struct Settings: PluginSettings {
    /// The time after the close date during which the probability is unchanged.
    public var grace = Seconds.hours(7 * 24)
    /// The share of its probability that an overdue deal keeps.
    public var keep = BasisPoints(percent: 50) ?? .full
    /// The defaults: one half, after a week.
    public init() {}

    /// The declarations of the settings, for decoding, checking, `explain` and the JSON Schema.
    public static let settings: [Setting<Self>] = [
      Setting("grace", \.grace, "How long after its close date a deal loses nothing; whole days count."),
      Setting("keep", \.keep, "The part of its probability that an overdue deal keeps.") {
        $0 == .zero ? "must be above 0, since the deal is still open" : nil
      },
    ]
  }

  /// The name in configurations.
  public static let name = "overdue"
  /// A summary for the reference page.
  public static let summary = "Open deals whose close date went by keep a part of their probability."
  /// The slot of the plugin.
  public static let slot: Slot<ProbabilityRule> = .probability

  /// Creates the rule: a pure function of declared dimensions, called once per group of deals.
  public static func make(_ settings: Settings, _ context: PluginContext) -> ProbabilityRule {
    let grace = Int(settings.grace.value / 86_400)
    let keep = settings.keep.value
    return .onReading(
      Derivation(.probability, .daysToClose) { (stored: BasisPoints, daysToClose: Int?) in
        // An undated deal cannot be overdue.
        guard let daysToClose, daysToClose < -grace else { return nil }
        // At least one basis point, since an open deal is not lost; at most the stored probability.
        let kept = dividedHalfEven(Int128(stored.value) * Int128(keep), by: 10_000)
        return min(stored, BasisPoints(max(1, Int(kept))) ?? stored)
      })
  }
}
