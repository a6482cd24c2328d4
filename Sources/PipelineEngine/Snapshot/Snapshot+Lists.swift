import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// Returns a page of the snapshot's deals that match a filter and that the acting user may see. O(number of deals) in the
  /// columns; only the records of the page are read from the store.
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
    try await desk.telemetry.question(.list) {
      var filters = try await permissions.filters + filters(of: filter)
      if let account { filters.append(.values(.account, [.record(account)])) }
      let names = order.key == .name ? try await texts(.dealName).byID : [:]
      var bounds = 0..<0
      let part = try columns.page(reading, where: filters, in: order, names: { names[$0] }) { total in
        bounds = Page<RecordID>.bounds(total, offset, limit)
        return bounds
      }
      let deals = try await deals(part.ids)
      let seen = part.ids.compactMap { deals[$0] }.filter { permissions.sees($0.body) }
      let next = bounds.upperBound < part.total ? bounds.upperBound : nil
      return Page(items: seen, total: part.total, next: next)
    }
  }

  /// Returns a page of the snapshot's accounts whose name contains a text, by name.
  public func accounts(nameContains text: String? = nil, offset: Int = 0, limit: Int = 50) async throws -> Page<Account>
  {
    try await desk.telemetry.question(.list) {
      // A blank text matches all accounts.
      let wanted = text.map(StoredText.name).flatMap { $0.isEmpty ? nil : SearchText($0) }
      let names = try await texts(.accountName)
      let found = names.byID.filter { id, name in
        !names.later.contains(id) && !names.gone.contains(id) && wanted?.isIn(name) ?? true
      }
      let bounds = Page<RecordID>.bounds(found.count, offset, limit)
      let shown = found.least(bounds.upperBound) { ($0.value, $0.key) < ($1.value, $1.key) }[bounds].map(\.key)
      let accounts = try await records(AccountBody.fields, shown)
      let next = bounds.upperBound < found.count ? bounds.upperBound : nil
      return Page(items: shown.compactMap { accounts[$0] }, total: found.count, next: next)
    }
  }
}

extension Page {
  /// The range of a page in a list with a number of elements; at least one element if there is one.
  static func bounds(_ count: Int, _ offset: Int, _ limit: Int) -> Range<Int> {
    let start = min(max(0, offset), count)
    return start..<min(start + max(1, min(limit, count)), count)
  }
}
