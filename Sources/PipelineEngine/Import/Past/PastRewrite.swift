import PipelinePlugins

/// Past changes of a deal that has later changes.
///
/// The cell of a record is the value of the last entry by effective instant, then in the order of the journal. A store
/// applies writes in the order of commits, so changes that took effect later are written again, at their own instants,
/// after the past changes.
struct PastRewrite {
  private(set) var known: KnownPast
  private(set) var writes: [DealWrite] = []
  private var version: Int64
  /// The cells of the changed fields in the store's record.
  private var held: [Int: FieldValue] = [:]

  /// Fields that depend on others: their value applies until the others change again.
  private static let followers: [(of: [Int], fields: [Int])] = [
    places(
      ["status", "cycle"],
      ["probability", "probability_origin", "forecast", "loss_reason", "actual_close_date", "status_since"]),
    places(["lines", "stated_amount", "currency"], ["amount"]),
  ]

  init(known: KnownPast, version: Int64) {
    self.known = known
    self.version = version
  }

  /// Writes a change of some fields at an instant.
  mutating func change(_ changes: [CellChange], at moment: Instant) {
    let carried = carried(changes, moment)
    write(changes, moment)
    for (at, changes) in Self.byInstant(carried) { write(changes, at) }
  }

  /// Writes later changes again.
  mutating func finish() {
    var again: [(Instant, CellChange)] = []
    for (place, cell) in held.sorted(by: { $0.key < $1.key }) {
      guard let last = known.last(place), last.cell != cell else { continue }
      let field = OpportunityBody.fields.fields[place].name
      again.append((last.at, CellChange(field, old: cell, new: last.cell, inHistory: false)))
    }
    for (at, changes) in Self.byInstant(again) { write(changes, at) }
  }

  /// The restored values of dependent fields at the next change of the fields that they depend on.
  private func carried(_ changes: [CellChange], _ moment: Instant) -> [(Instant, CellChange)] {
    let changed = Dictionary(
      changes.compactMap { change in OpportunityBody.fields.position(of: change.field).map { ($0, change) } },
      uniquingKeysWith: { first, _ in first })
    var carried: [(Instant, CellChange)] = []
    for (drivers, fields) in Self.followers where drivers.contains(where: { changed[$0] != nil }) {
      guard let next = known.next(drivers, after: moment) else { continue }
      for place in fields {
        guard let change = changed[place], !known.changes(place, after: moment, through: next) else { continue }
        let standing = known.cell(place, at: next)
        guard standing != change.new else { continue }
        carried.append((next, CellChange(change.field, old: change.new, new: standing, inHistory: false)))
      }
    }
    return carried
  }

  private mutating func write(_ changes: [CellChange], _ at: Instant) {
    writes.append(DealWrite(action: .update(expected: version, changes), at: at))
    version += 1
    for change in changes {
      guard let place = OpportunityBody.fields.position(of: change.field) else { continue }
      known.insert(place, change.new, at: at)
      held[place] = change.new
    }
  }

  private static func byInstant(_ changes: [(Instant, CellChange)]) -> [(Instant, [CellChange])] {
    Dictionary(grouping: changes) { $0.0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value.map(\.1)) }
  }

  private static func places(_ drivers: [FieldName], _ fields: [FieldName]) -> (of: [Int], fields: [Int]) {
    (
      drivers.compactMap { OpportunityBody.fields.position(of: $0) },
      fields.compactMap { OpportunityBody.fields.position(of: $0) }
    )
  }
}
