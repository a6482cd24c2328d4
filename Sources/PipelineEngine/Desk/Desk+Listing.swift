import PipelineAnalytics
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

extension Desk {
  /// Returns a page of the deals that match a filter and that the acting user may see, oldest first. O(number of
  /// deals).
  ///
  /// - Parameters:
  ///   - account: Only deals of this account; `nil` for all.
  ///   - offset: The number of deals to skip.
  ///   - limit: The maximum number of deals returned, from 1.
  /// - Throws: ``UnknownName`` for a name in the filter that does not exist, or ``StoreError``.
  public func opportunities(
    _ filter: DealFilter = DealFilter(), in account: RecordID? = nil, offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Opportunity> {
    let snapshot = try await snapshot(ReportScope(), filter.extent)
    var filters = try await snapshot.gate.filters + snapshot.filters(of: filter)
    if let account { filters.append(.values(.account, [.record(account)])) }
    let part = Page(slicing: try snapshot.columns.identities(snapshot.reading, where: filters), offset, limit)
    let stored = try await pipeline.store.read(part.items.map { RecordKey(.opportunity, $0) })
    // The owner may have changed between the snapshot and this read.
    let deals = try stored.compactMap { try $0.map(Self.deal) }.filter { snapshot.gate.sees($0.body) }
    return Page(items: deals, total: part.total, next: part.next)
  }

  /// Returns a page of the accounts whose name contains a text, by name.
  /// - Throws: ``StoreError``.
  public func accounts(nameContains text: String? = nil, offset: Int = 0, limit: Int = 50) async throws -> Page<Account>
  {
    // A blank text matches all accounts.
    let wanted = text.map(StoredText.name).flatMap { $0.isEmpty ? nil : $0.lowercased() }
    let names = try await pipeline.names(of: .account, field: "name")
      .filter { wanted == nil || $0.name.lowercased().contains(wanted ?? "") }
      .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    let part = Page(slicing: names, offset, limit)
    let stored = try await pipeline.store.read(part.items.map { RecordKey(.account, $0.id) })
    return Page(items: try stored.compactMap { try $0.map(Self.account) }, total: part.total, next: part.next)
  }
}

extension Page {
  init(slicing all: [Element], _ offset: Int, _ limit: Int) {
    let start = min(max(0, offset), all.count)
    let end = min(start + max(1, min(limit, all.count)), all.count)
    self.init(items: Array(all[start..<max(start, end)]), total: all.count, next: end < all.count ? end : nil)
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
