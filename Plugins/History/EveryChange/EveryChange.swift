public import PipelinePlugins

/// Keeps every change.
public struct EveryChange: HistoryPolicy, Hashable {
  /// A policy.
  public init() {}

  /// Yes.
  public func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { true }
}
