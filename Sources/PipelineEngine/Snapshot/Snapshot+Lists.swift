import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// Returns a page of the snapshot's deals that match a filter and that the acting user may see. O(number of deals) in the
  /// columns; only the records of the page are read from the store.
  ///
  /// - Parameters:
  ///   - order: The order of the list.
  ///   - account: Only deals of this account; `nil` for all.
  ///   - place: The place that the page begins after: the ``Page/last`` of another page; `nil` for the start.
  ///   - offset: The number of deals to skip from there.
  ///   - limit: The maximum number of deals returned, from 1.
  /// - Throws: ``UnknownName`` for a name in the filter that does not exist, ``UnknownPlace``, or ``StoreError``.
  public func opportunities(
    _ filter: DealFilter = DealFilter(), by order: DealFilter.Order = .oldest, in account: RecordID? = nil,
    after place: String? = nil, offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Opportunity> {
    try await desk.telemetry.question(.list) {
      let place = try place.map { try Self.place($0, by: order.text) }
      var filters = try await permissions.filters + filters(of: filter)
      if let account { filters.append(.values(.account, [.record(account)])) }
      let names = order.readsNames ? try await texts(.dealName).byID : [:]
      let reading = try await reading(for: order.extent)
      let part = try columns.page(
        reading, where: filters, in: order, after: place, names: pipeline.collation.names { names[$0] }
      ) { Page<RecordID>.bounds($0, offset, limit) }
      let end = Page<RecordID>.bounds(part.rest, offset, limit).upperBound
      let next = end < part.rest ? part.total - part.rest + end : nil
      let deals = try await deals(part.ids)
      let seen = part.ids.compactMap { deals[$0] }.filter { permissions.sees($0.body) }
      return Page(items: seen, total: part.total, next: next, last: part.last?.description)
    }
  }

  /// Returns a page of the snapshot's accounts whose name contains a text, by name.
  ///
  /// - Parameters:
  ///   - place: The place that the page begins after: the ``Page/last`` of another page; `nil` for the start.
  ///   - offset: The number of accounts to skip from there.
  /// - Throws: ``UnknownPlace`` for a text that is no place in this list, or ``StoreError``.
  public func accounts(
    nameContains text: String? = nil, after place: String? = nil, offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Account> {
    try await desk.telemetry.question(.list) {
      // A blank text matches all accounts.
      let wanted = text.map(StoredText.name).flatMap { $0.isEmpty ? nil : SearchText($0) }
      let names = try await texts(.accountName)
      let found = names.byID.filter { id, name in
        !names.later.contains(id) && !names.gone.contains(id) && wanted?.isIn(name) ?? true
      }
      let collation = pipeline.collation
      var rest = found
      if let place = try place.map({ try Self.place($0, by: Self.accountOrder) }) {
        let own = place.value?.text ?? ""
        rest = found.filter { (collation.text($0.value), $0.key) > (own, place.element) }
      }
      let bounds = Page<RecordID>.bounds(rest.count, offset, limit)
      let shown = rest.least(bounds.upperBound) { one, other in
        one.value == other.value ? one.key < other.key : collation.isLess(one.value, other.value)
      }[bounds]
      let accounts = try await records(AccountBody.fields, shown.map(\.key))
      return Page(
        items: shown.compactMap { accounts[$0.key] }, total: found.count,
        next: bounds.upperBound < rest.count ? found.count - rest.count + bounds.upperBound : nil,
        last: shown.last.map {
          ListPlace(order: Self.accountOrder, ListPlace.Value(text: collation.text($0.value)), $0.key).description
        })
    }
  }

  /// The order of all lists of accounts.
  private static let accountOrder = "account.name"

  private static func place(_ text: String, by order: String) throws -> ListPlace {
    guard let place = ListPlace(text), place.order == order else { throw UnknownPlace(place: text, order: order) }
    return place
  }

  /// A page was asked for after something that is no place in a list of its order, such as the end of a page in another
  /// order.
  public struct UnknownPlace: ExplainedError, Hashable {
    /// What was given as a place.
    public let place: String
    /// The order of the list.
    public let order: String

    /// One line for people, with what to do.
    public var explanation: LocalizedText {
      LocalizedText(ErrorPhrase.unknownPlace, ["name": .text(place.clipped()), "order": .text(order)])
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
