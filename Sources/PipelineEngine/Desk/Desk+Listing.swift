public import PipelinePlugins

/// A part of a list.
public struct Page<Element: Sendable>: Sendable {
  /// The records.
  public let items: [Element]
  /// How many there are in all.
  public let total: Int
  /// Where the next part begins; `nil` after the last.
  public let next: Int?
}

extension Desk {
  /// The deals that pass a filter and that the acting person may see, oldest first, a page at a time. All of it is true at one place
  /// of the journal; take a ``Snapshot`` for pages that agree with each other, or for a past day's.
  ///
  /// - Parameters:
  ///   - account: Only this account's deals; `nil` for those of all.
  ///   - offset: How many to leave out, from 0.
  ///   - limit: How many to give at most, from 1.
  /// - Throws: ``UnknownName`` where the filter names what there is not.
  public func opportunities(
    _ filter: DealFilter = DealFilter(), in account: RecordID? = nil, offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Opportunity> {
    try await snapshot(ReportScope(), filter.extent)
      .opportunities(filter, in: account, offset: offset, limit: limit)
  }

  /// The accounts whose name contains a text, by name, a page at a time.
  public func accounts(nameContains text: String? = nil, offset: Int = 0, limit: Int = 50) async throws -> Page<Account>
  {
    try await snapshot(ReportScope(), .accounts).accounts(nameContains: text, offset: offset, limit: limit)
  }
}

extension Field {
  /// Puts a cell of a column page into a body.
  func fill(_ body: inout Body, _ column: CellColumn, _ row: Int) {
    switch column {
    case .integers(let cells):
      _ = set(&body, cells[row] == CellColumn.missing ? .null : .integer(cells[row]))
    case .texts(let codes, let dictionary):
      _ = set(&body, codes[row] == CellColumn.missingCode ? .null : .text(dictionary[Int(codes[row])]))
    case .identities(let codes, let dictionary):
      _ = set(&body, codes[row] == CellColumn.missingCode ? .null : .bytes(dictionary[Int(codes[row])].bytes))
    }
  }
}
