package import PipelinePlugins

/// `decay: {after: 30 days, per_week: 5, floor: 5}`: the probability of a deal without a change of stage falls.
package enum DecayPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// How long a deal may stay in a stage without losing anything: whole days.
    package var after = Seconds(30 * day)
    /// What is lost in a week after that, in percentage points.
    package var perWeek = Decay().perWeek
    /// How low the probability may fall.
    package var floor = Decay().floor
    /// Whether a person's own figure falls too.
    package var overStated = false
    /// The defaults.
    package init() {}

    private static let day: Int64 = 86_400

    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("after", \.after, "How long a deal may stay in its stage without losing anything, in whole days.") {
        $0.value % day == 0 ? nil : "must be whole days"
      },
      Setting("per_week", \.perWeek, "Percentage points lost in a week after that; days count in proportion."),
      Setting("floor", \.floor, "How low the probability may fall; one that is below stays as it is.") {
        $0 == .zero || $0 == .full ? "must be above 0 and below 100, since the deal is open" : nil
      },
      Setting("over_stated", \.overStated, "Whether a person's own figure falls too."),
    ]

    /// The decay that is configured.
    var decay: Decay {
      var decay = Decay()
      // Durations are held to 100 years, so the days fit.
      decay.after = Int(after.value / Self.day)
      decay.perWeek = perWeek
      decay.floor = floor
      decay.overStated = overStated
      return decay
    }
  }

  /// The name in configurations.
  package static let name = "decay"
  /// What it does.
  package static let summary = "The probability falls evenly with the days that a deal stays in its stage."
  /// Where it goes.
  package static let slot: Slot<ProbabilityRule> = .probability

  /// Makes the rule.
  package static func make(_ settings: Settings, _ context: PluginContext) -> ProbabilityRule { settings.decay.rule }
}
