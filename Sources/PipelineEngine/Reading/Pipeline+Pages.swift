import PipelinePlugins

extension Pipeline {
  /// Calls a closure for each page of all records of a kind. Returns the cursor of the load.
  @discardableResult
  func eachPage(of kind: RecordKind, fields: [FieldName], _ body: (ColumnPage) throws -> Void) async throws -> Cursor {
    try await store.eachPage(of: kind, fields: fields, body)
  }

  /// The identity and one text field of every record of a kind, in the store's order.
  func names(of kind: RecordKind, field: FieldName) async throws -> [(id: RecordID, name: String)] {
    var names: [(id: RecordID, name: String)] = []
    try await eachPage(of: kind, fields: [field]) { page in
      guard case .texts(let codes, let dictionary)? = page.columns.first else { return }
      for (id, code) in zip(page.ids, codes) {
        names.append((id, code == CellColumn.missingCode ? "" : dictionary[Int(code)]))
      }
    }
    return names
  }
}
