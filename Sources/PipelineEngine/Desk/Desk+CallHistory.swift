public import PipelinePlugins

extension Desk.ForecastCall {
  /// A change of a forecast call.
  public struct Change: Hashable, Sendable {
    /// The instant at which the change took effect.
    public let at: Instant
    /// The author of the change.
    public let author: String
    /// The operation of the change, for ``Desk/undo(_:operation:)``.
    public let operation: RecordID
    /// The figure that changed.
    public let figure: Figure
    /// The amount before; `nil` if there was none.
    public let old: Money?
    /// The amount after; `nil` if it was taken back.
    public let new: Money?

    /// A figure of a call.
    public enum Figure: String, Hashable, Sendable, CaseIterable {
      /// What the salesperson expects.
      case call
      /// What a manager expects instead.
      case adjustment
    }
  }
}

extension Desk {
  /// Returns the history of a salesperson's forecast call for a period, oldest first: each change of the call and of its
  /// adjustment. It is empty if there never was a call, or the acting user may not see the salesperson's deals.
  ///
  /// - Throws: ``Refused`` for an unknown period, or ``StoreError``.
  public func callHistory(of person: String, for period: String) async throws -> [ForecastCall.Change] {
    let wanted = try callPeriod(period)
    return try await telemetry.question(.history) {
      let name = StoredText.name(person)
      guard try await pipeline.permissions(of: user).sees.includes(name) else { return [] }
      var lives: [RecordID: CallLife] = [:]
      try await pipeline.store.eachEntry(of: .forecastCall) { entry in
        try lives[entry.key.id, default: CallLife()].append(entry)
      }
      var changes: [ForecastCall.Change] = []
      for var life in lives.values where life.person == name && life.days == wanted.inclusive {
        life.endWrite()
        changes += life.changes
      }
      return changes.sorted { $0.at < $1.at }
    }
  }
}

/// One call, followed through its journal. The entries of one write are one change: between them an amount may have the
/// currency of another.
private struct CallLife {
  private(set) var changes: [Desk.ForecastCall.Change] = []
  private(set) var person = ""
  private(set) var days: ClosedRange<CivilDate>?
  private var cells: [FieldValue]?
  private var body: ForecastCallBody?
  private var figures: [Desk.ForecastCall.Change.Figure: Money] = [:]
  private var last: JournalEntry?

  mutating func append(_ entry: JournalEntry) throws {
    if entry.version != last?.version { endWrite() }
    let table = ForecastCallBody.fields
    entry.event.apply(to: &cells, table.position)
    body = try cells.map { try table.decode($0) }
    if let body { (person, days) = (body.person, body.days) }
    last = entry
  }

  mutating func endWrite() {
    guard let last else { return }
    for figure in Desk.ForecastCall.Change.Figure.allCases {
      let new = figure == .call ? body?.call : body?.adjustment
      guard new != figures[figure] else { continue }
      changes.append(
        Desk.ForecastCall.Change(
          at: last.effectiveAt, author: last.author, operation: last.operation, figure: figure, old: figures[figure],
          new: new))
      figures[figure] = new
    }
  }
}
