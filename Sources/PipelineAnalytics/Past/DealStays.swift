import PipelinePlugins

/// The time that a deal spends in a stage without interruption. Days are days since 1970 in the reports' zone.
package struct DealStay: Hashable, Sendable {
  /// The deal's row.
  package let row: Int
  /// The stage's code.
  package let stage: UInt32
  /// The first day on which it may have begun: ``began`` where that is known, earlier for the first stay of a deal that was
  /// imported without its past, `Int64.min` if the deal has no creation date either.
  package let earliest: Int64
  /// The day on which it began, or on which the journal first contains the deal.
  package let began: Int64
  /// The day on which it ended; `nil` while it lasts.
  package let ended: Int64?
  /// The code of the stage after it, that of absent deals if the deal was deleted; `nil` while it lasts.
  package let next: UInt32?

  /// Whether the deal is known to have entered the stage on ``began``.
  var isEntryKnown: Bool { earliest == began }
}

/// All stays of deals in stages up to a moment, computed from the whole journal of deals.
package struct DealStays: Sendable {
  /// The deals at the moment. A deleted deal is as it was when it was deleted, in its last stage, so that filters find it.
  package private(set) var columns: DealColumns
  /// The stays, by row, then in order of time.
  package private(set) var stays: [DealStay] = []
  /// The code of deals that do not exist.
  let absent: UInt32

  /// A stage that a deal has from a moment on.
  private struct State: Hashable {
    let at: Int64
    var stage: UInt32
  }

  /// - Parameters:
  ///   - columns: The deals at the moment, with the rows of the events.
  ///   - time: The moment.
  ///   - knownAt: Leaves out changes that were made known later; `nil` for none.
  init(_ events: DealEvents, _ columns: DealColumns, asOf time: Int64, knownAt: Int64?) {
    self.columns = columns
    absent = self.columns.stages.absentCode()
    let all = events.events
    let changes = Array(
      DealEvents.order(of: all[...], upTo: knownAt).lazy.map { all[Int($0)] }
        .filter { $0.effectiveAt <= time && $0.kind.isOfStage })
    let (starts, order) = Self.byRow(changes, rowCount: events.births.rowCount)
    for row in 0..<events.births.rowCount where starts[row] < starts[row + 1] {
      let own = order[starts[row]..<starts[row + 1]].lazy.map { changes[$0] }
      add(Self.joined(states(own, events), absent: absent), row, events)
    }
    self.columns.catchUpMonths()
  }

  private mutating func code(_ cycle: String, _ status: String) -> UInt32 {
    columns.stages.presentCode(cycle, status)
  }

  /// The places of changes by row, each row's in their order, and where each row begins. O(changes).
  private static func byRow(
    _ changes: [DealEvents.Event], rowCount: Int
  ) -> (starts: [Int], order: [Int]) {
    var starts = [Int](repeating: 0, count: rowCount + 1)
    for change in changes { starts[Int(change.row) + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    var places = starts
    var order = [Int](repeating: 0, count: changes.count)
    for (index, change) in changes.enumerated() {
      order[places[Int(change.row)]] = index
      places[Int(change.row)] += 1
    }
    return (starts, order)
  }

  /// The stages of a deal at the ends of all instants at which something happened to it.
  private mutating func states(_ changes: some Sequence<DealEvents.Event>, _ events: DealEvents) -> [State] {
    var states: [State] = []
    var stage = absent
    for change in changes {
      // As in the timeline: what is gone stays gone until it is restored.
      guard change.kind == .birth || stage != absent else { continue }
      let standing = columns.stages.entries[Int(stage)]
      switch change.kind {
      case .birth:
        let first = events.births.stages.entries[Int(events.births[.stage][Int(change.row)])]
        stage = code(first.cycle, first.status)
      case .cycle: stage = code(events.word(change), standing.status)
      case .status: stage = code(standing.cycle, events.word(change))
      case .death, .code, .amount: stage = absent
      }
      if states.last?.at == change.effectiveAt { states.removeLast() }
      states.append(State(at: change.effectiveAt, stage: stage))
    }
    return states
  }

  /// States without those that change nothing, and without an absence between two states in the same stage.
  private static func joined(_ states: [State], absent: UInt32) -> [State] {
    var joined: [State] = []
    for state in states where state.stage != joined.last?.stage {
      if joined.last?.stage == absent, joined.count > 1, joined[joined.count - 2].stage == state.stage {
        joined.removeLast()
      } else {
        joined.append(state)
      }
    }
    return joined
  }

  /// Adds the stays of a deal.
  private mutating func add(_ states: [State], _ row: Int, _ events: DealEvents) {
    for (index, state) in states.enumerated() where state.stage != absent {
      let next = index + 1 < states.count ? states[index + 1] : nil
      let began = day(of: state.at)
      let earliest = index == 0 ? min(began, events.createdDay(row) ?? .min) : began
      stays.append(
        DealStay(
          row: row, stage: state.stage, earliest: earliest, began: began, ended: next.map { day(of: $0.at) },
          next: next?.stage))
    }
    guard states.last?.stage == absent, states.count > 1 else { return }
    keep(states[states.count - 2].stage, row)
  }

  /// Leaves a deleted deal in its last stage.
  private mutating func keep(_ stage: UInt32, _ row: Int) {
    columns[.stage].set(row, stage)
    let isClosed = columns.stages.entries[Int(stage)].outcome.isClosed
    let close = isClosed ? columns[.actual][row] : columns[.expected][row]
    columns[.closeDay].set(row, close)
    columns[.closeMonth].set(row, columns.monthOfDay[Int(close)])
  }

  private mutating func day(of instant: Int64) -> Int64 {
    let code = columns.dayCode(of: instant)
    // Instants that no calendar reaches have no day.
    return columns.days.value(Int(code)) ?? instant / 86_400_000_000
  }
}

extension DealEvents.Kind {
  /// Whether the change may move a deal to another stage.
  fileprivate var isOfStage: Bool {
    switch self {
    case .birth, .death, .cycle, .status: true
    case .code, .amount: false
    }
  }
}

extension DealEvents {
  /// The text that a change of the status or the sales cycle sets.
  fileprivate func word(_ event: Event) -> String { words.value(Int(event.value)) ?? "" }

  /// The day on which a deal was created, by its own field as of its first journal entry; `nil` if it is not known.
  fileprivate func createdDay(_ row: Int) -> Int64? { births.days.value(Int(births[.created][row])) }
}
