import PipelinePlugins

extension Pipeline {
  /// Calls a closure for each page of all records of a kind. Returns the cursor of the load.
  @discardableResult
  func eachPage(of kind: RecordKind, fields: [FieldName], _ body: (ColumnPage) throws -> Void) async throws -> Cursor {
    try await store.eachPage(of: kind, fields: fields, body)
  }
}
