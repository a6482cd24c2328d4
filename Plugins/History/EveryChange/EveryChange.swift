package import PipelinePlugins

/// Keeps every change.
package struct EveryChange: HistoryPolicy, Hashable {
  /// A policy.
  package init() {}

  /// Yes.
  package func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { true }
}
