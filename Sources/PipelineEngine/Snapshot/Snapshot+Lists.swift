import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// Returns a page of the snapshot's deals that match a filter and that the acting user may see, oldest first. O(number
  /// of deals) in the columns; only the records of the page are read from the store.
  ///
  /// - Parameters:
  ///   - account: Only deals of this account; `nil` for all.
  ///   - offset: The number of deals to skip.
  ///   - limit: The maximum number of deals returned, from 1.
  /// - Throws: ``UnknownName`` for a name in the filter that does not exist, or ``StoreError``.
  public func opportunities(
    _ filter: DealFilter = DealFilter(), in account: RecordID? = nil, offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Opportunity> {
    var filters = try await permissions.filters + filters(of: filter)
    if let account { filters.append(.values(.account, [.record(account)])) }
    let part = Page(slicing: try columns.identities(reading, where: filters), offset, limit)
    let deals = try await deals(part.items)
    let seen = part.items.compactMap { deals[$0] }.filter { permissions.sees($0.body) }
    return Page(items: seen, total: part.total, next: part.next)
  }

  /// Returns a page of the snapshot's accounts whose name contains a text, by name.
  public func accounts(nameContains text: String? = nil, offset: Int = 0, limit: Int = 50) async throws -> Page<Account>
  {
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

extension Page {
  /// A page of a list.
  init(slicing all: [Element], _ offset: Int, _ limit: Int) {
    let bounds = Self.bounds(all.count, offset, limit)
    self.init(
      items: Array(all[bounds]), total: all.count, next: bounds.upperBound < all.count ? bounds.upperBound : nil)
  }

  /// The range of a page in a list with a number of elements; at least one element if there is one.
  static func bounds(_ count: Int, _ offset: Int, _ limit: Int) -> Range<Int> {
    let start = min(max(0, offset), count)
    return start..<min(start + max(1, min(limit, count)), count)
  }
}

extension Collection {
  /// The first elements in an order, sorted. O(n) comparisons if few are requested.
  func least(_ count: Int, by precedes: (Element, Element) -> Bool) -> [Element] {
    guard count > 0 else { return [] }
    var kept: [Element] = []
    let room = 2 * count > self.count ? self.count : 2 * count
    kept.reserveCapacity(room)
    var last: Element?
    for element in self {
      if let last, !precedes(element, last) { continue }
      kept.append(element)
      guard kept.count == room, room < self.count else { continue }
      kept.sort(by: precedes)
      kept.removeLast(kept.count - count)
      last = kept.last
    }
    kept.sort(by: precedes)
    return Array(kept.prefix(count))
  }
}
