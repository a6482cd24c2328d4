public import PipelinePlugins

/// Lets the probability of a deal that stands still fall.
public enum DecayPlugin: Plugin {
  /// What can be configured.
  public struct Settings: PluginSettings {
    var decay = Decay()

    /// Five points a week after thirty days, down to 5 %.
    public init() {}

    /// What can be configured.
    public static let settings: [Setting<Self>] = [
      Setting("after", \.decay.after, "Days in a stage until which nothing is lost.") {
        (0...36_500).contains($0) ? nil : "must be from 0 to 36500 days"
      },
      Setting("per_week", \.decay.perWeek, "What is lost in a week after that, in percentage points."),
      Setting("floor", \.decay.floor, "How low it may fall; a probability below stays as it is.") {
        $0 == .zero ? "must be above 0, which would mean lost" : nil
      },
      Setting("over_stated", \.decay.overStated, "Whether a person's own figure falls too."),
    ]
  }

  /// `decay`
  public static let name = "decay"
  /// What it does.
  public static let summary = "Falls evenly with the days that a deal stands still; evaluated on reading, never stored."
  /// Where it goes.
  public static var slot: Slot<ProbabilityRule> { .probability }

  /// Makes it.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> ProbabilityRule {
    settings.decay.rule
  }
}
