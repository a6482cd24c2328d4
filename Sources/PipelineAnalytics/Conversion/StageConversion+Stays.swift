package import PipelinePlugins

/// Which stays a stage conversion counts.
package struct ConversionQuestion: Sendable {
  /// The days on which the stays began, both included.
  package var days: ClosedRange<CivilDate>
  /// What the deals must be at the moment of the stays.
  package var filters: [PivotFilter]
  /// The sales cycles of the stays; empty for all.
  package var cycles: Set<String>
  /// The stages of the stays, by key or as `cycle/stage`; empty for all.
  package var stages: Set<String>

  /// A question.
  package init(
    days: ClosedRange<CivilDate>, filters: [PivotFilter] = [], cycles: Set<String> = [], stages: Set<String> = []
  ) {
    self.days = days
    self.filters = filters
    self.cycles = cycles
    self.stages = stages
  }

  fileprivate func asks(ofCycle entry: StageTable.Entry) -> Bool { cycles.isEmpty || cycles.contains(entry.cycle) }

  /// Whether it is about the stays in a stage. Closed stages have no stays: nobody expects their deals to move on.
  fileprivate func asks(of entry: StageTable.Entry) -> Bool {
    entry.outcome == .open && asks(ofCycle: entry)
      && (stages.isEmpty || stages.contains(entry.status) || stages.contains(entry.qualifiedStatus))
  }
}

extension StageConversion {
  /// The conversion of some stays. O(deals + stays).
  package init(_ stays: DealStays, _ reading: DealReading, _ asked: ConversionQuestion) {
    let columns = stays.columns
    let entries = columns.stages.entries
    let fields = DealFields(columns, reading)
    let passes = columns.passing(asked.filters.map(fields.passes))
    let isAsked = entries.map(asked.asks(of:))
    let (first, last) = (Int64(asked.days.lowerBound.daysSince1970), Int64(asked.days.upperBound.daysSince1970))
    var tallies = [StageTally](repeating: StageTally(), count: entries.count)
    var worths = StayWorths(columns, reading)
    var unknown = 0
    for stay in stays.stays where passes[stay.row] {
      let stage = Int(stay.stage)
      guard stay.isEntryKnown else {
        if stay.earliest <= last, first <= stay.began, asked.asks(ofCycle: entries[stage]) { unknown += 1 }
        continue
      }
      guard isAsked[stage], first <= stay.began, stay.began <= last else { continue }
      let worth = worths.worth(stay.row)
      if let next = stay.next, let ended = stay.ended {
        tallies[stage].add(stays.end(stay, next), days: ended - stay.began, worth)
      } else {
        tallies[stage].addOpen(worth)
      }
    }
    var gaps: [ReportGap] = []
    if unknown > 0 { gaps.append(ReportGap(reason: .unknownEntry, count: Int64(unknown))) }
    var rows: [Row] = []
    for (stage, entry) in entries.enumerated() where isAsked[stage] {
      guard entry.stage != nil || tallies[stage].count > 0 else { continue }
      rows.append(
        Row(
          cycle: entry.cycle, status: entry.status, stage: entry.stage, ended: tallies[stage].ended,
          open: tallies[stage].open, value: tallies[stage].value))
      if entry.stage == nil { gaps.append(columns.unknownStage(entry, tallies[stage].count)) }
    }
    self.init(
      rows: Self.byCycle(rows), dealCount: worths.dealCount, days: asked.days, gaps: gaps, unpriced: worths.unpriced,
      currency: columns.baseCurrency, rates: worths.rates)
  }

  /// Rows grouped by cycle: statuses that a cycle does not define follow its stages.
  private static func byCycle(_ rows: [Row]) -> [Row] {
    var cycles: [String] = []
    for row in rows where !cycles.contains(row.cycle) { cycles.append(row.cycle) }
    return cycles.flatMap { cycle in rows.filter { $0.cycle == cycle } }
  }
}

/// The stays of a stage.
private struct StageTally {
  /// Those that ended: how, and after how many days.
  var ended: [(end: StageConversion.End, days: Int64)] = []
  /// Those that last.
  var open = 0
  private var entered = ExactSum.zero
  private var movedOn = ExactSum.zero
  private var lost = ExactSum.zero
  private var stillOpen = ExactSum.zero

  var count: Int { ended.count + open }

  var value: StageConversion.Value {
    StageConversion.Value(entered: entered, movedOn: movedOn, lost: lost, open: stillOpen)
  }

  mutating func add(_ end: StageConversion.End, days: Int64, _ worth: ExactSum?) {
    ended.append((end, days))
    guard let worth else { return }
    entered += worth
    switch end {
    case .movedOn: movedOn += worth
    case .lost: lost += worth
    case .movedBack, .left: break
    }
  }

  mutating func addOpen(_ worth: ExactSum?) {
    open += 1
    guard let worth else { return }
    entered += worth
    stillOpen += worth
  }
}

/// What the deals of stays are worth, each asked once.
private struct StayWorths {
  private let columns: DealColumns
  private let hasRates: Bool
  private var prices: DealPrices?
  private var known: [Int: ExactSum?] = [:]
  private var gaps: [ReportGap] = []

  init(_ columns: DealColumns, _ reading: DealReading) {
    self.columns = columns
    hasRates = reading.pricing != nil
    prices = reading.pricing.map { DealPrices($0, columns.baseCurrency, today: reading.today) }
  }

  var dealCount: Int { known.count }
  var rates: [RateUse] { RateUse.each(prices?.uses ?? []) }

  /// The deals without a worth, by reason.
  var unpriced: [ReportGap] {
    Dictionary(grouping: gaps) { gap in "\(gap.reason.rawValue)/\(gap.detail)" }
      .sorted { $0.key < $1.key }
      .compactMap { group in
        group.value.first.map { ReportGap(reason: $0.reason, detail: $0.detail, count: Int64(group.value.count)) }
      }
  }

  mutating func worth(_ row: Int) -> ExactSum? {
    if let worth = known[row] { return worth }
    let worth = columns.worth(row, &prices)
    known[row] = .some(worth)
    if worth == nil { gaps.append(columns.gap(row, hasRates: hasRates)) }
    return worth
  }
}

extension DealStays {
  /// How a stay ended.
  func end(_ stay: DealStay, _ next: UInt32) -> StageConversion.End {
    let (from, to) = (columns.stages.entries[Int(stay.stage)], columns.stages.entries[Int(next)])
    guard next != absent, to.cycle == from.cycle else { return .left }
    switch to.outcome {
    case .won: return .movedOn
    case .lost: return .lost
    case .open:
      guard from.stage != nil, to.stage != nil else { return .left }
      // The codes of a cycle's stages are in their order.
      return next > stay.stage ? .movedOn : .movedBack
    }
  }
}
