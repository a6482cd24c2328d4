public import PipelinePlugins

/// Targets that stand in the configuration.
public struct ListedTargets: TargetSource, Hashable {
  private let list: [SalesTarget]

  /// A source of these targets, of which each holder has one a period.
  public init(_ targets: [SalesTarget]) { list = targets }

  /// The targets.
  public func targets() async throws -> [SalesTarget] { list }
}
