import PipelinePlugins

/// The deals' columns with all changes in the order in which they took effect.
struct DealTimeline: Sendable {
  /// The columns after all changes. A deal that was deleted, or is not yet there, is in the stage that nothing counts.
  private(set) var latest: DealColumns
  private var codes: [ChangeStream<CodedColumn>]
  private var amounts: ChangeStream<AmountColumn>
  private var foreign: ChangeStream<AmountColumn>
  /// When the last change took effect.
  private(set) var lastTime = Int64.min
  private let interval: Int

  /// - Parameter interval: How many changes of a column lie between two states that are kept.
  init(_ events: DealEvents, upTo known: Int64? = nil, interval: Int) {
    self.interval = interval
    latest = events.births
    latest.clearStages()
    latest.padForeign()
    let rows = latest.rowCount
    codes = DealColumns.Column.allCases.map { _ in ChangeStream(interval: interval, rows: rows) }
    // A state of amounts takes eight times the memory of one of codes.
    let (sparser, overflow) = interval.multipliedReportingOverflow(by: 2)
    amounts = ChangeStream(interval: overflow ? interval : sparser, rows: rows)
    foreign = ChangeStream(interval: overflow ? interval : sparser, rows: rows)
    apply(Self.ordered(events.events, upTo: known), events)
    for column in DealColumns.Column.allCases { latest[column].narrowZones() }
  }

  /// Takes over later changes, which take effect no earlier than those before; `false`, with nothing done, where they do.
  mutating func extend(_ events: DealEvents, from first: Int) -> Bool {
    let added = events.events[first...]
    guard added.allSatisfy({ $0.effectiveAt >= lastTime }), latest.rowCount <= events.births.rowCount else {
      return false
    }
    let known = latest.rowCount
    latest.adoptRows(of: events.births)
    if latest.rowCount > known { lengthenStreams(from: known) }
    apply(Self.ordered(Array(added), upTo: nil), events)
    return true
  }

  private mutating func lengthenStreams(from known: Int) {
    let added = known..<latest.rowCount
    for column in DealColumns.Column.allCases {
      let source = latest[column]
      codes[column.rawValue].lengthen(added.map { source[$0] })
    }
    amounts.lengthen(Array(latest.amounts.values[added]))
    foreign.lengthen(Array(latest.foreign.values[added]))
  }

  /// The columns as they were when all changes up to a moment had taken effect.
  func columns(at time: Int64) -> DealColumns {
    guard time < lastTime else { return latest }
    var columns = latest
    columns.past = PastColumns(
      codes: DealColumns.Column.allCases.map { codes[$0.rawValue].column(at: time, latest[$0]) },
      amounts: amounts.column(at: time, latest.amounts), foreign: foreign.column(at: time, latest.foreign))
    return columns
  }

  /// Events by when they took effect; of one moment in the journal's order.
  private static func ordered(_ events: [DealEvents.Event], upTo known: Int64?) -> [DealEvents.Event] {
    let counted = known.map { known in events.filter { $0.recordedAt <= known } } ?? events
    let isOrdered = zip(counted, counted.dropFirst()).allSatisfy { $0.effectiveAt <= $1.effectiveAt }
    guard !isOrdered else { return counted }
    let order = counted.indices.sorted { (counted[$0].effectiveAt, $0) < (counted[$1].effectiveAt, $1) }
    return order.map { counted[$0] }
  }

  private mutating func apply(_ events: [DealEvents.Event], _ source: DealEvents) {
    let absent = latest.stages.absentCode()
    for event in events { apply(event, source, absent) }
    lastTime = max(lastTime, events.last?.effectiveAt ?? .min)
    for column in DealColumns.Column.allCases { codes[column.rawValue].keepStates(latest[column]) }
    amounts.keepStates(latest.amounts)
    foreign.keepStates(latest.foreign)
  }

  private mutating func apply(_ event: DealEvents.Event, _ source: DealEvents, _ absent: UInt32) {
    let (row, time) = (Int(event.row), event.effectiveAt)
    // A deletion may take effect before a change that the journal already has: what is gone stays gone.
    guard event.kind == .birth || latest[.stage][row] != absent else { return }
    switch event.kind {
    case .birth:
      let own = source.births.stages.entries[Int(source.births[.stage][row])]
      set(.stage, row, latest.stages.code(own.cycle, own.status), time)
    case .death: set(.stage, row, absent, time)
    case .cycle, .status:
      let standing = latest.stages.entries[Int(latest[.stage][row])]
      let word = source.words.value(Int(event.value)) ?? ""
      let isCycle = event.kind == .cycle
      set(.stage, row, latest.stages.code(isCycle ? word : standing.cycle, isCycle ? standing.status : word), time)
    case .code(let column):
      let amount = column == .currency ? latest.rawAmount(row) : nil
      set(column, row, UInt32(truncatingIfNeeded: event.value), time)
      if let amount { setAmount(amount, row, time) }
    case .amount: setAmount(event.value, row, time)
    }
    guard event.kind != .amount else { return }
    refresh(row, time)
  }

  private mutating func set(_ column: DealColumns.Column, _ row: Int, _ code: UInt32, _ time: Int64) {
    let old = latest[column][row]
    guard old != code else { return }
    codes[column.rawValue].append(time, row, old, code)
    latest[column].set(row, code)
  }

  private mutating func setAmount(_ amount: Int64, _ row: Int, _ time: Int64) {
    let (base, other) = (latest.amounts.values[row], latest.foreign.values[row])
    let pricing = latest.pricing(amount, latest[.currency][row], base: latest.baseCode())
    set(.pricing, row, pricing, time)
    let own = pricing == 0 ? amount : AmountColumn.missing
    let abroad = pricing > 1 ? amount : AmountColumn.missing
    if own != base {
      amounts.append(time, row, base, own)
      latest.amounts.set(row, own)
    }
    if abroad != other {
      foreign.append(time, row, other, abroad)
      latest.foreign.set(row, abroad)
    }
  }

  /// What is made of other columns.
  private mutating func refresh(_ row: Int, _ time: Int64) {
    latest.catchUpMonths()
    let close = latest.stages.isClosed(latest[.stage][row]) ? latest[.actual][row] : latest[.expected][row]
    set(.closeDay, row, close, time)
    set(.closeMonth, row, latest.monthOfDay[Int(close)], time)
  }
}
