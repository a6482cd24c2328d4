package import PipelinePlugins

/// Keeps the changes of some fields, such as the status and the amount.
package struct SelectedFields: HistoryPolicy, Hashable {
  /// The fields.
  package let fields: Set<FieldName>

  /// A policy.
  package init(_ fields: Set<FieldName>) { self.fields = fields }

  /// Whether the field is one of them.
  package func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { fields.contains(change.field) }
}
