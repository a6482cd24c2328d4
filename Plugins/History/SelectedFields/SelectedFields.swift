public import PipelinePlugins

/// Keeps the changes of some fields, such as the status and the amount.
public struct SelectedFields: HistoryPolicy, Hashable {
  /// The fields.
  public let fields: Set<FieldName>

  /// A policy.
  public init(_ fields: Set<FieldName>) { self.fields = fields }

  /// Whether the field is one of them.
  public func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { fields.contains(change.field) }
}
