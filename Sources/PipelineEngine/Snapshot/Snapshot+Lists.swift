import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// The deals that pass a filter and that the acting person may see, as they are in the snapshot, oldest first, a page at a time.
  /// Which deals those are is read from columns; only the page's records are read from the store.
  ///
  /// - Parameters:
  ///   - account: Only this account's deals; `nil` for those of all.
  ///   - offset: How many to leave out, from 0.
  ///   - limit: How many to give at most, from 1.
  /// - Throws: ``UnknownName`` where the filter names what there is not.
  public func opportunities(
    _ filter: DealFilter = DealFilter(), in account: RecordID? = nil, offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Opportunity> {
    var filters = try await gate.filters + filters(of: filter)
    if let account { filters.append(.values(.account, [.record(account)])) }
    let part = Page(slicing: try columns.identities(reading, where: filters), offset, limit)
    let deals = try await deals(part.items)
    let seen = part.items.compactMap { deals[$0] }.filter { gate.sees($0.body) }
    return Page(items: seen, total: part.total, next: part.next)
  }

  /// The accounts whose name contains a text, as they are in the snapshot, by name, a page at a time.
  public func accounts(nameContains text: String? = nil, offset: Int = 0, limit: Int = 50) async throws -> Page<Account>
  {
    // A blank search is none.
    let wanted = text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : SearchText($0) }
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
  /// The part of a list.
  init(slicing all: [Element], _ offset: Int, _ limit: Int) {
    let bounds = Self.bounds(all.count, offset, limit)
    self.init(
      items: Array(all[bounds]), total: all.count, next: bounds.upperBound < all.count ? bounds.upperBound : nil)
  }

  /// The places of a part of a list of some length: at least one where there is one.
  static func bounds(_ count: Int, _ offset: Int, _ limit: Int) -> Range<Int> {
    let start = min(max(0, offset), count)
    return start..<min(start + max(1, min(limit, count)), count)
  }
}

extension Collection {
  /// The first so many elements of an order. O(n) comparisons while few are wanted: of a long list nobody reads more than its
  /// first pages.
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
