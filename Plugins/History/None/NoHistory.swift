package import PipelinePlugins

/// Keeps no change: people see no history. The journal beneath stays complete.
package struct NoHistory: HistoryPolicy, Hashable {
  /// A policy.
  package init() {}

  /// No.
  package func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { false }
}
