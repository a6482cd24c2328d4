import PipelinePlugins

/// What the journal tells of a deal that stands already, in the order in which its changes took effect.
struct KnownPast: Sendable {
  private struct Entry: Sendable {
    let place: Int
    let at: Instant
    let cell: FieldValue
  }

  /// When it came to be; nothing of it takes effect before.
  let bornAt: Instant
  private let created: [FieldValue]
  /// By instant; of one instant in the journal's order.
  private var entries: [Entry] = []

  init(bornAt: Instant, created: [FieldValue]) {
    self.bornAt = bornAt
    self.created = created
  }

  /// Adds a change that is told after all others, at its place in time.
  mutating func insert(_ place: Int, _ cell: FieldValue, at: Instant) {
    let at = max(at, bornAt)
    var index = entries.count
    while index > 0, entries[index - 1].at > at { index -= 1 }
    entries.insert(Entry(place: place, at: at, cell: cell), at: index)
  }

  /// The cells as they were when all changes up to a moment had taken effect.
  func cells(at moment: Instant) -> [FieldValue] {
    var cells = created
    for entry in entries {
      guard entry.at <= moment else { break }
      if entry.place < cells.count { cells[entry.place] = entry.cell }
    }
    return cells
  }

  /// A field's cell at a moment.
  func cell(_ place: Int, at moment: Instant) -> FieldValue {
    entries.last { $0.place == place && $0.at <= moment }?.cell ?? (place < created.count ? created[place] : .null)
  }

  /// When one of these fields next changes after a moment.
  func next(_ places: [Int], after moment: Instant) -> Instant? {
    entries.first { $0.at > moment && places.contains($0.place) }?.at
  }

  /// Whether a field changes after a moment, up to another.
  func changes(_ place: Int, after: Instant, through: Instant) -> Bool {
    entries.contains { $0.place == place && $0.at > after && $0.at <= through }
  }

  /// The last change of a field.
  func last(_ place: Int) -> (cell: FieldValue, at: Instant)? {
    entries.last { $0.place == place }.map { ($0.cell, $0.at) }
  }
}

extension KnownPast {
  /// Reads the journal of all deals whose external ids are among these.
  static func read(_ store: any Store, _ externalIDs: Set<String>) async throws -> [RecordID: KnownPast] {
    guard let identity = OpportunityBody.fields.position(of: "external_id") else { return [:] }
    func isWanted(_ cell: FieldValue) -> Bool { cell.text.map(externalIDs.contains) ?? false }
    var known: [RecordID: KnownPast] = [:]
    var cursor = Cursor.start
    while true {
      let page = try await store.journal(.opportunity, id: nil, after: cursor, limit: 10_000)
      for entry in page.entries {
        switch entry.event {
        case .created(let cells), .restored(let cells):
          guard cells.indices.contains(identity), isWanted(cells[identity]) else { continue }
          known[entry.key.id] = KnownPast(bornAt: entry.effectiveAt, created: cells)
        case .changed(let change):
          guard let place = OpportunityBody.fields.position(of: change.field) else { continue }
          known[entry.key.id]?.insert(place, change.new, at: entry.effectiveAt)
        case .deleted: known[entry.key.id] = nil
        }
      }
      cursor = page.cursor
      guard page.hasMore else { return known }
    }
  }
}
