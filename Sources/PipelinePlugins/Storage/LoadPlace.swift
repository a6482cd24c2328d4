/// What the token of a page names in a store that keeps its loads open: a load, and the number of its next page.
package struct LoadPlace: Hashable, Sendable {
  /// The number of the load.
  package let load: Int64
  /// The number of the page.
  package let page: Int64

  /// A page of a load.
  package init(load: Int64, page: Int64) { (self.load, self.page) = (load, page) }

  /// The place that a token names; `nil` for the token of another kind of store.
  package init?(_ token: PageToken) {
    guard token.bytes.count == 16 else { return nil }
    (load, page) = token.bytes.withUnsafeBytes {
      ($0.loadUnaligned(as: Int64.self), $0.loadUnaligned(fromByteOffset: 8, as: Int64.self))
    }
  }

  /// The token of this place.
  package func token(lease: (any AnyObject & Sendable)? = nil) -> PageToken {
    PageToken(withUnsafeBytes(of: (load, page)) { Array($0) }, lease: lease)
  }
}

/// Ends a load when the last token of its next page is released.
package final class LoadLease: Sendable {
  private let end: @Sendable () async -> Void

  /// - Parameter end: Ends the load.
  package init(end: @escaping @Sendable () async -> Void) { self.end = end }

  deinit { Task { [end] in await end() } }
}

/// The fields that a load asks for: their places in the schema, and their types.
package struct LoadedFields: Sendable {
  /// The place of each field in the schema of its kind.
  package let places: [Int]
  /// The type of each field.
  package let types: [CellType]

  /// Looks the fields up.
  /// - Throws: ``StoreError/invalid(reason:)`` for an unknown kind or field.
  package init(_ fields: [FieldName], of kind: RecordKind, in schema: StoreSchema) throws {
    let specs = try schema.fields(of: kind)
    let places = try fields.map { try schema.position(of: $0, in: kind) }
    self.places = places
    types = places.map { specs[$0].type }
  }

  /// The only page of a load of a kind that has no records.
  package func nothing(at cursor: Cursor) -> ColumnPage {
    let columns = types.map { CellColumn.Builder($0).column }
    return ColumnPage(ids: [], versions: [], columns: columns, cursor: cursor, next: nil)
  }
}
