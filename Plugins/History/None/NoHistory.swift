public import PipelinePlugins

/// Keeps no change: people see no history. The journal beneath stays complete.
public struct NoHistory: HistoryPolicy, Hashable {
  /// A policy.
  public init() {}

  /// No.
  public func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { false }
}
