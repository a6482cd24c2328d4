import PipelinePlugins

/// The journal of an existing deal, by effective instant.
struct KnownPast: Sendable {
  private struct Entry: Sendable {
    let place: Int
    let at: Instant
    let cell: FieldValue
  }

  /// The creation; no change takes effect before it.
  let bornAt: Instant
  private let created: [FieldValue]
  /// By effective instant, then in the order of the journal.
  private var entries: [Entry] = []

  init(bornAt: Instant, created: [FieldValue]) {
    self.bornAt = bornAt
    self.created = created
  }

  /// Inserts a change at its effective instant, after the recorded ones.
  mutating func insert(_ place: Int, _ cell: FieldValue, at: Instant) {
    let at = max(at, bornAt)
    var index = entries.count
    while index > 0, entries[index - 1].at > at { index -= 1 }
    entries.insert(Entry(place: place, at: at, cell: cell), at: index)
  }

  /// The cells after all changes up to an instant.
  func cells(at moment: Instant) -> [FieldValue] {
    var cells = created
    for entry in entries {
      guard entry.at <= moment else { break }
      if entry.place < cells.count { cells[entry.place] = entry.cell }
    }
    return cells
  }

  /// The cell of a field at an instant.
  func cell(_ place: Int, at moment: Instant) -> FieldValue {
    entries.last { $0.place == place && $0.at <= moment }?.cell ?? (place < created.count ? created[place] : .null)
  }

  /// The next change of any of these fields after an instant.
  func next(_ places: [Int], after moment: Instant) -> Instant? {
    entries.first { $0.at > moment && places.contains($0.place) }?.at
  }

  /// Whether a field changes after an instant, up to another.
  func changes(_ place: Int, after: Instant, through: Instant) -> Bool {
    entries.contains { $0.place == place && $0.at > after && $0.at <= through }
  }

  /// The last change of a field.
  func last(_ place: Int) -> (cell: FieldValue, at: Instant)? {
    entries.last { $0.place == place }.map { ($0.cell, $0.at) }
  }
}

extension KnownPast {
  /// Reads the journals of the deals with these external ids.
  static func read(_ store: any Store, _ externalIDs: Set<String>) async throws -> [RecordID: KnownPast] {
    guard let identity = OpportunityBody.fields.position(of: "external_id") else { return [:] }
    func isWanted(_ cell: FieldValue) -> Bool { cell.text.map(externalIDs.contains) ?? false }
    var known: [RecordID: KnownPast] = [:]
    try await store.eachEntry(of: .opportunity) { entry in
      switch entry.event {
      case .created(let cells), .restored(let cells):
        guard cells.indices.contains(identity), isWanted(cells[identity]) else { return }
        known[entry.key.id] = KnownPast(bornAt: entry.effectiveAt, created: cells)
      case .changed(let change):
        guard let place = OpportunityBody.fields.position(of: change.field) else { return }
        known[entry.key.id]?.insert(place, change.new, at: entry.effectiveAt)
      case .deleted: known[entry.key.id] = nil
      }
    }
    return known
  }
}
