import PipelineAnalytics
import PipelinePlugins

/// What answers about the past are read from: the journal, by kind of record, kept current; nothing is read before the first
/// question about the past.
actor PastKeeper {
  private let store: any Store
  private var records: [RecordKind: RecordHistory] = [:]
  private var deals: [DealsKey: DealHistory] = [:]
  /// The deals of the moments asked for last, since a dashboard asks for the same one several times.
  private var recent: [(moment: PastMoment, cycles: [SalesCycle], cursor: Cursor, columns: DealColumns)] = []
  /// Since when the present configuration is in force, once that is known: it does not change while a pipeline is open.
  private(set) var presentSince: Instant?
  private static let pageSize = 10_000
  private static let kept = 4

  /// What deals' columns are made with.
  private struct DealsKey: Hashable {
    let currency: Currency
    let zone: String
  }

  init(store: any Store) { self.store = store }

  /// Takes note of when the present configuration began.
  func note(presentSince since: Instant?) { presentSince = since }

  /// The records of a kind at a moment.
  func records<Body>(_ table: FieldTable<Body>, at moment: PastMoment) async throws -> [Record<Body>] {
    try await history(table.kind).records(table, at: moment)
  }

  /// The records of a kind at a moment, to be made when they are asked for, and the place in the journal up to which they are
  /// true.
  func recordsAndCursor<Body>(
    _ table: FieldTable<Body>, at moment: PastMoment
  ) async throws -> (records: @Sendable () throws -> [Record<Body>], cursor: Cursor) {
    let history = try await history(table.kind)
    return ({ try history.records(table, at: moment) }, history.cursor)
  }

  private func history(_ kind: RecordKind) async throws -> RecordHistory {
    var history = records[kind] ?? RecordHistory()
    // A kind's last entry may lie far before the journal's end: what is known to hold nothing of it is not read again.
    let end = try await store.load(.configuration, fields: ["since"], page: nil).cursor
    var hasMore = history.cursor < end
    while hasMore {
      let page = try await store.journal(kind, id: nil, after: history.cursor, limit: Self.pageSize)
      history.append(page)
      hasMore = page.hasMore
    }
    history.pass(end)
    records[kind] = history
    return history
  }

  /// The deals at a moment, and how many of those that may be seen are known to have existed then of which the journal tells only
  /// later.
  func deals(
    _ setup: PipelineSetup, _ empty: DealColumns, at moment: PastMoment, seen: DealReach
  ) async throws -> (DealColumns, Int) {
    let key = DealsKey(currency: setup.baseCurrency, zone: setup.calendar.timeZone)
    var history = deals.removeValue(forKey: key) ?? DealHistory(empty)
    do { try await refresh(&history) } catch {
      deals[key] = history
      throw error
    }
    let unknown = history.unknownPast(asOf: moment.asOf, of: seen.includes)
    if let known = recent.first(where: {
      $0.moment == moment && $0.cycles == setup.salesCycles && $0.cursor == history.cursor
    }) {
      deals[key] = history
      return (known.columns, unknown)
    }
    let columns =
      if let knownAt = moment.knownAt {
        history.columns(asOf: moment.asOf, knownAt: knownAt, cycles: setup.salesCycles)
      } else {
        history.columns(asOf: moment.asOf, cycles: setup.salesCycles)
      }
    recent.insert((moment, setup.salesCycles, history.cursor, columns), at: 0)
    if recent.count > Self.kept { recent.removeLast() }
    deals[key] = history
    return (columns, unknown)
  }

  private nonisolated func refresh(_ history: inout DealHistory) async throws {
    var hasMore = true
    while hasMore {
      let page = try await store.journal(.opportunity, id: nil, after: history.cursor, limit: Self.pageSize)
      history.append(page)
      hasMore = page.hasMore
    }
  }

  /// The deals with some identities as they were at a moment; those that were not are left out.
  nonisolated func deals(_ ids: [RecordID], at moment: PastMoment) async throws -> [RecordID: Opportunity] {
    var found: [RecordID: Opportunity] = [:]
    for id in ids {
      var history = RecordHistory()
      var hasMore = true
      while hasMore {
        let page = try await store.journal(.opportunity, id: id, after: history.cursor, limit: Self.pageSize)
        history.append(page)
        hasMore = page.hasMore
      }
      found[id] = try history.records(OpportunityBody.fields, at: moment).first
    }
    return found
  }
}
