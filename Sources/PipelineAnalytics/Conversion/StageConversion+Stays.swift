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
    var deals = Set<Int>()
    var unknown = 0
    for stay in stays.stays where passes[stay.row] {
      let stage = Int(stay.stage)
      guard stay.isEntryKnown else {
        if stay.earliest <= last, first <= stay.began, asked.asks(ofCycle: entries[stage]) { unknown += 1 }
        continue
      }
      guard isAsked[stage], first <= stay.began, stay.began <= last else { continue }
      deals.insert(stay.row)
      if let next = stay.next, let ended = stay.ended {
        tallies[stage].ended.append((stays.end(stay, next), ended - stay.began))
      } else {
        tallies[stage].open += 1
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
          open: tallies[stage].open))
      if entry.stage == nil { gaps.append(columns.unknownStage(entry, tallies[stage].count)) }
    }
    self.init(rows: Self.byCycle(rows), dealCount: deals.count, days: asked.days, gaps: gaps)
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

  var count: Int { ended.count + open }
}

extension DealStays {
  /// How a stay ended.
  fileprivate func end(_ stay: DealStay, _ next: UInt32) -> StageConversion.End {
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
