public import PipelinePlugins

/// A page of a list.
public struct Page<Element: Sendable>: Sendable {
  /// The elements of the page.
  public let items: [Element]
  /// The number of elements in the whole list.
  public let total: Int
  /// The offset of the next page; `nil` after the last.
  public let next: Int?
  /// The place after the page's last element, a text made for links. A page that is asked for after it continues this one
  /// without skipping or repeating elements, also if others were added, changed or deleted meanwhile. `nil` for an empty
  /// page, and for lists that are read by offset only.
  public let last: String?

  package init(items: [Element], total: Int, next: Int?, last: String? = nil) {
    self.items = items
    self.total = total
    self.next = next
    self.last = last
  }
}

extension Page: Equatable where Element: Equatable {}
extension Page: Hashable where Element: Hashable {}

/// The members of a page's object.
private enum PageKeys: String, CodingKey { case format, items, total, next, last }

extension Page: Encodable where Element: Encodable {
  /// Writes `{"format": 1, "items": […], "total": 120, "next": 50, "last": "…"}`.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: PageKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(items, forKey: .items)
    try object.encode(total, forKey: .total)
    try object.encode(next, forKey: .next)
    try object.encodeIfPresent(last, forKey: .last)
  }
}

extension Page: Decodable where Element: Decodable {
  /// Reads a page.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: PageKeys.self)
    try object.checkFormat(.format)
    self.init(
      items: try object.decode([Element].self, forKey: .items), total: try object.decode(Int.self, forKey: .total),
      next: try object.decodeIfPresent(Int.self, forKey: .next),
      last: try object.decodeIfPresent(String.self, forKey: .last))
  }
}

extension Desk {
  /// Returns a page of the deals that match a filter and that the acting user may see. O(number of deals).
  ///
  /// Pages that follow one another by place show each deal that is not changed meanwhile exactly once:
  ///
  ///     var page = try await desk.opportunities(by: order)
  ///     while page.next != nil { page = try await desk.opportunities(by: order, after: page.last) }
  ///
  /// Take a ``Snapshot`` for pages that agree with each other in every deal, or for a past day.
  ///
  /// - Parameters:
  ///   - order: The order of the list.
  ///   - account: Only deals of this account; `nil` for all.
  ///   - place: The place that the page begins after: the ``Page/last`` of another page; `nil` for the start.
  ///   - offset: The number of deals to skip from there.
  ///   - limit: The maximum number of deals returned, from 1.
  /// - Throws: ``UnknownName`` for a name in the filter that does not exist, ``Snapshot/UnknownPlace``, or ``StoreError``.
  public func opportunities(
    _ filter: DealFilter = DealFilter(), by order: DealFilter.Order = .oldest, in account: RecordID? = nil,
    after place: String? = nil, offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Opportunity> {
    try await telemetry.question(.list) {
      try await snapshot(ReportScope(), filter.extent.union(order.extent))
        .opportunities(filter, by: order, in: account, after: place, offset: offset, limit: limit)
    }
  }

  /// Returns a page of the accounts whose name contains a text, by name.
  ///
  /// - Parameters:
  ///   - place: The place that the page begins after: the ``Page/last`` of another page; `nil` for the start.
  ///   - offset: The number of accounts to skip from there.
  /// - Throws: ``Snapshot/UnknownPlace`` for a text that is no place in this list, or ``StoreError``.
  public func accounts(
    nameContains text: String? = nil, after place: String? = nil, offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Account> {
    try await telemetry.question(.list) {
      try await snapshot(ReportScope(), .accounts)
        .accounts(nameContains: text, after: place, offset: offset, limit: limit)
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
