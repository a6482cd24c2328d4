import PipelinePlugins

extension Pipeline {
  /// Walks all records of a kind, a page of columns at a time; the cursor at which they are true.
  @discardableResult
  func eachPage(of kind: RecordKind, fields: [FieldName], _ body: (ColumnPage) throws -> Void) async throws -> Cursor {
    try await store.eachPage(of: kind, fields: fields, body)
  }

  /// Every record of a kind with one of its texts, in the store's order.
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
