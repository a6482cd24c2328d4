import PipelinePlugins

/// The deals' columns with all changes in the order in which they took effect.
struct DealTimeline: Sendable {
  /// The columns after all changes. A deal that was deleted, or is not yet there, is in the stage that nothing counts.
  private(set) var latest: DealColumns
  private(set) var codes: [ChangeStream<CodedColumn>]
  private(set) var amounts: ChangeStream<AmountColumn>
  private(set) var foreign: ChangeStream<AmountColumn>
  /// When the last change took effect.
  private(set) var lastTime = Int64.min
  private let interval: Int

  /// A timeline of these parts.
  init(
    _ latest: DealColumns, _ codes: [ChangeStream<CodedColumn>], _ amounts: ChangeStream<AmountColumn>,
    _ foreign: ChangeStream<AmountColumn>, lastTime: Int64, interval: Int
  ) {
    (self.latest, self.codes, self.amounts, self.foreign) = (latest, codes, amounts, foreign)
    (self.lastTime, self.interval) = (lastTime, interval)
  }

  /// - Parameter interval: How many changes of a column lie between two states that are kept.
  init(_ events: DealEvents, upTo known: Int64? = nil, interval: Int) {
    self.interval = interval
    latest = events.births
    latest.clearStages()
    latest.padForeign()
    codes = DealColumns.Column.allCases.map { _ in ChangeStream(interval: interval) }
    amounts = ChangeStream(interval: interval)
    foreign = ChangeStream(interval: interval)
    apply(events.events[...], upTo: known, events)
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
    apply(added, events)
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

  /// Calls a closure for each change of an expected close date up to a moment, in the order in which they took effect.
  func forEachCloseDateChange(upTo time: Int64, _ body: (Int64, Int, UInt32, UInt32) -> Void) {
    codes[DealColumns.Column.expected.place].forEachChange(upTo: time, body)
  }

  /// Applies changes, in the order in which they took effect; of one moment in the journal's order.
  private mutating func apply(_ events: ArraySlice<DealEvents.Event>, upTo known: Int64? = nil, _ source: DealEvents) {
    latest.catchUpMonths()
    var stages = StageCodes(source, &latest)
    if known == nil, DealEvents.isOrdered(events) {
      for event in events { apply(event, &stages) }
      lastTime = max(lastTime, events.last?.effectiveAt ?? .min)
    } else {
      let places = DealEvents.order(of: events, upTo: known)
      for place in places { apply(events[Int(place)], &stages) }
      lastTime = max(lastTime, places.last.map { events[Int($0)].effectiveAt } ?? .min)
    }
    for index in codes.indices { codes[index].keepCheckpoints(latest.columns[index]) }
    amounts.keepCheckpoints(latest.amounts)
    foreign.keepCheckpoints(latest.foreign)
  }

  private mutating func apply(_ event: DealEvents.Event, _ stages: inout StageCodes) {
    let (row, time) = (Int(event.row), event.effectiveAt)
    let standing = latest[.stage][row]
    // A deletion may take effect before a change that the journal already has: what is gone stays gone.
    guard event.kind == .birth || standing != stages.absent else { return }
    switch event.kind {
    case .birth: setStage(row, stages.first(row, &latest.stages), time, &stages)
    case .death: setStage(row, stages.absent, time, &stages)
    case .cycle: setStage(row, stages.withCycle(event.value, standing, &latest.stages), time, &stages)
    case .status: setStage(row, stages.withStatus(event.value, standing, &latest.stages), time, &stages)
    case .code(let column):
      let amount = column == .currency ? latest.rawAmount(row) : nil
      set(column, row, UInt32(truncatingIfNeeded: event.value), time)
      if let amount { setAmount(amount, row, time) }
      if column == .expected || column == .actual { refresh(row, time, isClosed: stages.isClosed[Int(standing)]) }
    case .amount: setAmount(event.value, row, time)
    }
  }

  private mutating func setStage(_ row: Int, _ code: UInt32, _ time: Int64, _ stages: inout StageCodes) {
    set(.stage, row, code, time)
    refresh(row, time, isClosed: stages.isClosed[Int(code)])
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
  private mutating func refresh(_ row: Int, _ time: Int64, isClosed: Bool) {
    let close = isClosed ? latest[.actual][row] : latest[.expected][row]
    set(.closeDay, row, close, time)
    set(.closeMonth, row, latest.monthOfDay[Int(close)], time)
  }
}

/// The codes of stages that changes lead to, each found by its texts once.
private struct StageCodes {
  /// The code of deals that are not there.
  let absent: UInt32
  /// Whether deals in a stage are closed, by its code.
  private(set) var isClosed: [Bool] = []
  private let source: DealEvents
  private let births: CodedColumn
  /// For each code of the first states that of the timeline.
  private var firsts: [UInt32?]
  /// By a stage and a text.
  private var byCycle: [UInt64: UInt32] = [:]
  private var byStatus: [UInt64: UInt32] = [:]

  init(_ source: DealEvents, _ latest: inout DealColumns) {
    self.source = source
    births = source.births[.stage]
    absent = latest.stages.absentCode()
    firsts = Array(repeating: nil, count: source.births.stages.entries.count)
    catchUp(latest.stages)
  }

  /// The stage in which a deal was created.
  mutating func first(_ row: Int, _ table: inout StageTable) -> UInt32 {
    let own = Int(births[row])
    if let code = firsts[own] { return code }
    let entry = source.births.stages.entries[own]
    let code = table.code(entry.cycle, entry.status)
    firsts[own] = code
    catchUp(table)
    return code
  }

  /// The stage of the same status in another cycle.
  mutating func withCycle(_ word: Int64, _ stage: UInt32, _ table: inout StageTable) -> UInt32 {
    let key = Self.key(word, stage)
    if let code = byCycle[key] { return code }
    let code = table.code(source.words.value(Int(word)) ?? "", table.entries[Int(stage)].status)
    byCycle[key] = code
    catchUp(table)
    return code
  }

  /// The stage of another status in the same cycle.
  mutating func withStatus(_ word: Int64, _ stage: UInt32, _ table: inout StageTable) -> UInt32 {
    let key = Self.key(word, stage)
    if let code = byStatus[key] { return code }
    let code = table.code(table.entries[Int(stage)].cycle, source.words.value(Int(word)) ?? "")
    byStatus[key] = code
    catchUp(table)
    return code
  }

  private static func key(_ word: Int64, _ stage: UInt32) -> UInt64 {
    UInt64(truncatingIfNeeded: word) << 32 | UInt64(stage)
  }

  private mutating func catchUp(_ table: StageTable) {
    while isClosed.count < table.entries.count { isClosed.append(table.entries[isClosed.count].outcome.isClosed) }
  }
}
