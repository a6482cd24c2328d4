/// A field's cell before and after.
public struct FieldChange: Hashable, Sendable {
  /// The field.
  public let field: FieldName
  /// The cell before.
  public let old: FieldValue
  /// The cell after.
  public let new: FieldValue

  /// A change.
  public init(field: FieldName, old: FieldValue, new: FieldValue) {
    self.field = field
    self.old = old
    self.new = new
  }
}
