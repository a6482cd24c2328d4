public import PipelinePlugins

/// A page of a list.
public struct Page<Element: Sendable>: Sendable {
  /// The elements of the page.
  public let items: [Element]
  /// The number of elements in the whole list.
  public let total: Int
  /// The offset of the next page; `nil` after the last.
  public let next: Int?
}

extension Page: Equatable where Element: Equatable {}
extension Page: Hashable where Element: Hashable {}

/// The members of a page's object.
private enum PageKeys: String, CodingKey { case format, items, total, next }

extension Page: Encodable where Element: Encodable {
  /// Writes `{"format": 1, "items": […], "total": 120, "next": 50}`.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: PageKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(items, forKey: .items)
    try object.encode(total, forKey: .total)
    try object.encode(next, forKey: .next)
  }
}

extension Page: Decodable where Element: Decodable {
  /// Reads a page.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: PageKeys.self)
    try object.checkFormat(.format)
    self.init(
      items: try object.decode([Element].self, forKey: .items), total: try object.decode(Int.self, forKey: .total),
      next: try object.decodeIfPresent(Int.self, forKey: .next))
  }
}

extension Desk {
  /// Returns a page of the deals that match a filter and that the acting user may see. O(number of deals). Take a ``Snapshot`` for pages that agree with each other, or for a past day.
  ///
  /// - Parameters:
  ///   - order: The order of the list.
  ///   - account: Only deals of this account; `nil` for all.
  ///   - offset: The number of deals to skip.
  ///   - limit: The maximum number of deals returned, from 1.
  /// - Throws: ``UnknownName`` for a name in the filter that does not exist, or ``StoreError``.
  public func opportunities(
    _ filter: DealFilter = DealFilter(), by order: DealFilter.Order = .oldest, in account: RecordID? = nil,
    offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Opportunity> {
    try await telemetry.question(.list) {
      try await snapshot(ReportScope(), filter.extent.union(order.extent))
        .opportunities(filter, by: order, in: account, offset: offset, limit: limit)
    }
  }

  /// Returns a page of the accounts whose name contains a text, by name.
  /// - Throws: ``StoreError``.
  public func accounts(nameContains text: String? = nil, offset: Int = 0, limit: Int = 50) async throws -> Page<Account>
  {
    try await telemetry.question(.list) {
      try await snapshot(ReportScope(), .accounts).accounts(nameContains: text, offset: offset, limit: limit)
    }
  }
}

extension Field {
  /// Sets the field of a body from a cell of a column page.
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
