package import PipelinePlugins

/// The deals of any moment, computed from the whole journal of deals.
///
/// The value of a field at a moment is the one that the last entry gave it, in the order of effective instants, then of the
/// journal; nothing of a deal takes effect before its creation does. A deal is absent before its creation and after its
/// deletion: it then counts nowhere. Feed it pages in order; ask it as often as wanted.
package struct DealHistory: Sendable {
  var events: DealEvents
  var timeline: DealTimeline?
  /// How many events the timeline holds.
  var applied = 0
  private let cycles: [SalesCycle]
  let interval: Int

  /// A history without deals.
  ///
  /// - Parameters:
  ///   - empty: Columns without deals, made with the base currency and the zone that reports are read in.
  ///   - interval: How many changes of a column lie between two states that are kept: memory against time.
  package init(_ empty: DealColumns, interval: Int = 131_072) {
    events = DealEvents(empty)
    cycles = empty.cycles
    self.interval = max(1, interval)
  }

  /// How far the journal was read.
  package var cursor: Cursor { events.cursor }

  /// Takes over a page of the journal that follows ``cursor``. O(entries), and at the next question a pass over all changes where
  /// one took effect before others that are known.
  package mutating func append(_ page: JournalPage) { events.append(page) }

  /// Takes over a page of the journal of deals by column, with the cells of ``DealColumns/fields``, that follows ``cursor``: the
  /// same as its entries. O(entries).
  /// - Throws: ``ColumnPageError`` for a page of other columns; the history is then of no more use.
  package mutating func append(_ page: JournalPage.Columns) throws { try events.append(page) }

  /// Moves ``cursor`` on, behind entries that are of no deal.
  package mutating func advance(to cursor: Cursor) { events.advance(to: cursor) }

  /// The deals at a moment, their statuses as some sales cycles define them.
  package mutating func columns(asOf moment: Instant, cycles: [SalesCycle]? = nil) -> DealColumns {
    catchUp()
    let columns = timeline?.columns(at: moment.microsecondsSince1970) ?? events.births
    return finished(columns, cycles)
  }

  /// The deals at a moment as they were known at another one: changes that were made known later do not count. O(events).
  package func columns(asOf moment: Instant, knownAt: Instant, cycles: [SalesCycle]? = nil) -> DealColumns {
    let timeline = DealTimeline(events, upTo: knownAt.microsecondsSince1970, interval: .max)
    return finished(timeline.columns(at: moment.microsecondsSince1970), cycles)
  }

  /// The stays in stages that began up to a moment, of deals as they were at that moment. O(events).
  ///
  /// - Parameters:
  ///   - columns: The deals at that moment, by this history at its cursor.
  ///   - knownAt: As in ``columns(asOf:knownAt:cycles:)``; `nil` for all changes.
  package func stays(of columns: DealColumns, asOf moment: Instant, knownAt: Instant?) -> DealStays {
    DealStays(
      events, columns, asOf: moment.microsecondsSince1970, knownAt: knownAt.map { $0.microsecondsSince1970 })
  }

  func slips(upTo time: Int64, knownAt: Int64?) -> DealSlips {
    let known =
      if knownAt == nil, applied == events.events.count, let timeline { timeline } else {
        DealTimeline(events, upTo: knownAt, interval: .max)
      }
    return known.slips(upTo: time, bornAt: events.bornAt)
  }

  /// The number of deals that existed at a moment, but were journalled only later, since they were imported without their past.
  ///
  /// - Parameter seen: Whether a salesperson's deals are counted: that of the deal in its first journal entry.
  package func unknownPast(asOf moment: Instant, of seen: (String) -> Bool = { _ in true }) -> Int {
    let time = moment.microsecondsSince1970
    let owners = events.births[.owner]
    // Asked once for each salesperson.
    let isSeen = (0..<owners.codeCount).map { seen(events.births.owner(code: $0)) }
    return events.withoutPast.count {
      $0.createdAt <= time && time < $0.bornAt && isSeen[Int(owners[$0.row])]
    }
  }

  /// Takes over the events that the timeline does not hold yet.
  mutating func catchUp() {
    defer { applied = events.events.count }
    if timeline != nil, applied == events.events.count { return }
    // Taken out while it grows: two holders would copy it.
    if var standing = timeline.take(), standing.extend(events, from: applied) {
      timeline = standing
    } else {
      timeline = DealTimeline(events, interval: interval)
    }
  }

  private func finished(_ columns: DealColumns, _ cycles: [SalesCycle]?) -> DealColumns {
    var columns = columns
    columns.cursor = events.cursor
    columns.dropEmptyForeign()
    if let cycles, cycles != self.cycles { columns.define(cycles) }
    return columns
  }
}
