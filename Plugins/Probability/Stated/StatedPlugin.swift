public import PipelinePlugins

/// A person's own figure wins.
public enum StatedPlugin: Plugin {
  /// `stated`
  public static let name = "stated"
  /// What it does.
  public static let summary = "A person's own figure wins."
  /// Where it goes.
  public static var slot: Slot<ProbabilityRule> { .probability }

  /// Makes it.
  public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> ProbabilityRule { Stated.rule }
}
