package import PipelinePlugins

/// Targets in the configuration.
package struct ListedTargets: TargetSource, Hashable {
  private let list: [SalesTarget]

  /// A source of these targets, of which each holder has one a period.
  package init(_ targets: [SalesTarget]) { list = targets }

  /// The targets.
  package func targets() async throws -> [SalesTarget] { list }
}
