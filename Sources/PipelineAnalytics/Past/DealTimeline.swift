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
    codes = DealColumns.Column.allCases.map { _ in ChangeStream(interval: interval) }
    amounts = ChangeStream(interval: interval)
    foreign = ChangeStream(interval: interval)
    apply(Self.ordered(events.events, upTo: known), events)
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
      codes[column.place].lengthen(added.map { source[$0] })
    }
    amounts.lengthen(Array(latest.amounts.values[added]))
    foreign.lengthen(Array(latest.foreign.values[added]))
  }

  /// The columns as they were when all changes up to a moment had taken effect.
  func columns(at time: Int64) -> DealColumns {
    guard time < lastTime else { return latest }
    var columns = latest
    for index in codes.indices where codes[index].count > 0 {
      columns.columns[index] = codes[index].column(at: time, latest.columns[index])
    }
    columns.amounts = amounts.column(at: time, latest.amounts)
    columns.foreign = foreign.column(at: time, latest.foreign)
    return columns
  }

  /// Events by when they took effect; of one moment in the journal's order.
  static func ordered(_ events: [DealEvents.Event], upTo known: Int64?) -> [DealEvents.Event] {
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
    for index in codes.indices { codes[index].keepCheckpoints(latest.columns[index]) }
    amounts.keepCheckpoints(latest.amounts)
    foreign.keepCheckpoints(latest.foreign)
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
    codes[column.place].append(time, row, old, code)
    latest[column].set(row, code)
  }

  private mutating func setAmount(_ amount: Int64, _ row: Int, _ time: Int64) {
    let (base, other) = (latest.amounts.values[row], latest.foreign.values[row])
    let pricing = latest.pricing(amount, latest[.currency][row], base: latest.baseCode())
    set(.pricing, row, pricing, time)
    let own = pricing == 0 ? amount : AmountColumn.missing
    let foreignAmount = pricing > 1 ? amount : AmountColumn.missing
    if own != base {
      amounts.append(time, row, base, own)
      latest.amounts.set(row, own)
    }
    if foreignAmount != other {
      foreign.append(time, row, other, foreignAmount)
      latest.foreign.set(row, foreignAmount)
    }
  }

  /// What is made of other columns.
  private mutating func refresh(_ row: Int, _ time: Int64) {
    latest.catchUpMonths()
    let isClosed = latest.stages.entries[Int(latest[.stage][row])].outcome.isClosed
    let close = isClosed ? latest[.actual][row] : latest[.expected][row]
    set(.closeDay, row, close, time)
    set(.closeMonth, row, latest.monthOfDay[Int(close)], time)
  }
}
