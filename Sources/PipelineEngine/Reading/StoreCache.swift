import PipelineAnalytics
import PipelinePlugins
import PipelineTelemetry

/// The moment of a query's deals.
struct DealMoment: Equatable, Sendable {
  let key: DealHistoryKey
  let moment: PastMoment
  let cycles: [SalesCycle]
  let empty: @Sendable () -> DealColumns

  init(_ setup: PipelineSetup, _ moment: PastMoment) {
    key = DealHistoryKey(setup)
    self.moment = moment
    cycles = setup.salesCycles
    empty = { [days = CivilDays(zone: setup.calendar.timeZone)] in
      DealColumns(setup) { days.civilDate(of: $0) }
    }
  }

  static func == (left: Self, right: Self) -> Bool {
    left.key == right.key && left.moment == right.moment && left.cycles == right.cycles
  }
}

/// The contents of the cache. After a read of the journal, all parts are at one cursor.
struct StoreCache: Sendable {
  var parts: [JournalPartName: any JournalPart] = [:]
  /// The deals at the most recently queried moments.
  private var past: [(of: DealMoment, cursor: Cursor, columns: DealColumns)] = []

  static let pageSize = 10_000
  /// The number of entries in a page by column.
  static let columnPageSize = 32_768
  /// The maximum number of journal pages to read; beyond it, parts of the current state are loaded again instead.
  private static let patience = 10
  private static let momentLimit = 6

  /// The cursor of all parts.
  var cursor: Cursor { parts.values.map(\.cursor).max() ?? .start }

  var deals: DealColumns? { parts[.deals] as? DealColumns }
  var lastChanges: [RecordID: Instant]? { (parts[.lastChanges] as? KeptChanges)?.latest }

  func records(_ kind: RecordKind) -> RecordCache? { parts[.records(kind)] as? RecordCache }
  func history(_ kind: RecordKind) -> RecordHistory? { parts[.recordHistory(kind)] as? RecordHistory }
  func dealHistory(_ key: DealHistoryKey) -> DealHistory? { parts[.dealHistory(key)] as? DealHistory }

  /// A text field of all records of a kind at a moment; `nil` if it is not cached.
  func texts(_ field: RecordTextField, at moment: PastMoment?) -> RecordTexts? {
    guard let moment else { return (parts[.texts(field)] as? KeptTexts)?.texts }
    return (parts[.textHistory(field)] as? TextHistory)?.texts(at: moment)
  }

  /// The deals at a queried moment.
  func deals(_ moment: DealMoment) -> DealColumns? {
    past.first { $0.of == moment && $0.cursor == cursor }?.columns
  }

  /// The stays of deals in stages up to a queried moment. O(changes of deals).
  func stays(_ moment: DealMoment) -> DealStays? {
    guard let columns = deals(moment) else { return nil }
    return dealHistory(moment.key)?.stays(of: columns, asOf: moment.moment.asOf, knownAt: moment.moment.knownAt)
  }

  /// How the close dates of deals were moved out up to a queried moment. O(changes of close dates).
  func slips(_ moment: DealMoment) -> DealSlips {
    dealHistory(moment.key)?.slips(asOf: moment.moment.asOf, knownAt: moment.moment.knownAt) ?? DealSlips()
  }

  /// Keeps keys of the deals' names beside the deals, if both are cached: lists by name need them. The first time O(number
  /// of deals); from then on the deals follow the journal with them.
  mutating func keepNameKeys(_ collation: Collation) {
    guard let texts = parts[.texts(.dealName)] as? KeptTexts, deals?.keepsNameKeys == false,
      // Removed while it is changed: a second reference would copy it.
      var deals = parts.removeValue(forKey: .deals) as? DealColumns
    else { return }
    let names = texts.texts.byID
    deals.keepNameKeys(collation.names { names[$0] })
    parts[.deals] = deals
  }

  /// Keeps the answers to questions about the deals, and keeps them up to date.
  mutating func keepStandingPivots() {
    // Removed while it is changed: a second reference would copy it.
    guard var deals = parts.removeValue(forKey: .deals) as? DealColumns else { return }
    deals.keepStandingPivots()
    parts[.deals] = deals
  }

  /// Computes the deals at moments that are not cached.
  mutating func answer(_ moments: [DealMoment]) {
    for moment in moments where deals(moment) == nil {
      // Removed while it is changed: a second reference would copy it.
      guard var history = parts.removeValue(forKey: .dealHistory(moment.key)) as? DealHistory else { continue }
      let columns =
        if let knownAt = moment.moment.knownAt {
          history.columns(asOf: moment.moment.asOf, knownAt: knownAt, cycles: moment.cycles)
        } else {
          history.columns(asOf: moment.moment.asOf, cycles: moment.cycles)
        }
      parts[.dealHistory(moment.key)] = history
      past.insert((moment, history.cursor, columns), at: 0)
    }
    if past.count > max(Self.momentLimit, moments.count) {
      past.removeLast(past.count - max(Self.momentLimit, moments.count))
    }
  }

  init() {}

  /// Parts of the past, read from the start of the journal up to a cursor.
  init(
    _ names: Set<JournalPartName>, from store: any Store, upTo place: Cursor, _ empty: @Sendable () -> DealColumns
  ) async throws {
    for name in names where !name.isPresent {
      parts[name] = try await JournalFollower.load(name, from: store, empty, upTo: place)
    }
  }

  /// Updates all parts to one cursor at or after the end of the journal. If it throws, each part is still consistent at
  /// its own cursor.
  mutating func follow(
    _ store: any Store, _ empty: @Sendable () -> DealColumns, _ telemetry: Telemetry
  ) async throws {
    var (pages, entries) = (0, 0)
    while !parts.isEmpty {
      try await align(store)
      let page = try await store.journal(nil, id: nil, after: cursor, limit: Self.pageSize)
      apply(page, to: Array(parts.keys))
      entries += page.entries.count
      guard page.hasMore else { return telemetry.followed(entries, to: cursor.sequence) }
      pages += 1
      if pages == Self.patience {
        for name in parts.keys where name.isPresent {
          parts[name] = try await telemetry.building(name.part, .behind) {
            try await JournalFollower.load(name, from: store, empty)
          }
        }
      }
    }
  }

  /// Updates older parts to the cursor of the others. What is far is read kind by kind: most entries are of other kinds
  /// than those that are behind.
  private mutating func align(_ store: any Store) async throws {
    while true {
      let places = Set(parts.values.map(\.cursor)).sorted()
      guard places.count > 1, let least = places.first else { return }
      let next = places[1]
      let behind = parts.filter { $0.value.cursor == least }
      let kinds = Set(behind.values.map(\.kind))
      let isFar = next.sequence - least.sequence > Int64(Self.pageSize)
      if kinds.count == 1 || isFar {
        for kind in kinds.sorted() {
          let names = behind.filter { $0.value.kind == kind }.map(\.key)
          try await align(names, kind, least, next, store)
        }
      } else {
        try await align(Array(behind.keys), nil, least, next, store)
      }
    }
  }

  /// Updates parts from one cursor to another, reading the entries of a kind or of all.
  private mutating func align(
    _ names: [JournalPartName], _ kind: RecordKind?, _ least: Cursor, _ next: Cursor, _ store: any Store
  ) async throws {
    var from = least
    var hasMore = true
    while hasMore {
      // No more entries than numbers lie between.
      let limit = Int(min(Int64(Self.pageSize), next.sequence - from.sequence))
      let page = try await store.journal(kind, id: nil, after: from, limit: limit)
      from = page.cursor
      hasMore = page.hasMore && from < next
      // Entries after the cursor of the other parts are read again later.
      let entries = page.entries.filter { $0.sequence <= next.sequence }
      apply(JournalPage(entries: entries, cursor: hasMore ? from : next, hasMore: hasMore), to: names)
    }
  }

  private mutating func apply(_ page: JournalPage, to names: [JournalPartName]) {
    for name in names { parts[name]?.follow(page) }
  }
}

extension Store {
  /// Walks all records of a kind, a page of columns at a time; the cursor at which they are true.
  @discardableResult
  func eachPage(of kind: RecordKind, fields: [FieldName], _ body: (ColumnPage) throws -> Void) async throws -> Cursor {
    var token: PageToken?
    var cursor = Cursor.start
    repeat {
      let page = try await load(kind, fields: fields, page: token)
      try body(page)
      cursor = page.cursor
      token = page.next
    } while token != nil
    return cursor
  }
}
