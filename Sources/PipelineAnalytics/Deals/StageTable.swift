package import PipelinePlugins

/// The stages of all sales cycles in order, and after them those that only deals know.
///
/// A status that its cycle does not define any more stays a stage of its own: its deals are counted as open, and reports say
/// so.
package struct StageTable: Sendable {
  /// A stage of a cycle.
  package struct Entry: Hashable, Sendable {
    /// The sales cycle's key.
    package let cycle: String
    /// The status's key.
    package let status: String
    /// The definition; `nil` where the cycle does not define the status.
    package let stage: Stage?

    /// What the status means; open where it is not defined.
    package var outcome: Outcome { stage?.outcome ?? .open }
  }

  /// The stages, by code.
  package private(set) var entries: [Entry] = []
  /// The code of deals that are not there; `nil` where all are.
  private(set) var absent: UInt32?
  private var codes: [String: [String: UInt32]] = [:]
  /// The present keys of stages by sales cycle and former key: a stage that gets another key is the same stage.
  private let renames: [String: [String: String]]

  /// The stages of some cycles; of cycles with the same key and stages with the same key the first counts.
  package init(_ cycles: [SalesCycle]) {
    renames = Self.renames(cycles)
    for cycle in cycles {
      for stage in cycle.stages where codes[cycle.key]?[stage.key] == nil {
        add(Entry(cycle: cycle.key, status: stage.key, stage: stage))
      }
    }
  }

  /// A filter for the deals of a status, in one sales cycle or in all that have it.
  package func filter(_ status: String, cycle: String? = nil) -> PivotFilter {
    let own = entries.filter { $0.status == status && (cycle == nil || $0.cycle == cycle) }
    return .values(.stage, Set(own.map { .stage(cycle: $0.cycle, status: $0.status) }))
  }

  private static func renames(_ cycles: [SalesCycle]) -> [String: [String: String]] {
    var renames: [String: [String: String]] = [:]
    for cycle in cycles {
      for stage in cycle.stages {
        for former in stage.was where cycle.stage(former) == nil {
          renames[cycle.key, default: [:]][former] = stage.key
        }
      }
    }
    return renames
  }

  /// Whether deals have former keys of stages.
  var hasFormerKeys: Bool { !renames.isEmpty && entries.contains { renames[$0.cycle]?[$0.status] != nil } }

  /// The code of a stage by its present or a former key.
  mutating func presentCode(_ cycle: String, _ status: String) -> UInt32 {
    code(cycle, renames[cycle]?[status] ?? status)
  }

  /// The code of a stage, which is added where there is none.
  mutating func code(_ cycle: String, _ status: String) -> UInt32 {
    if let code = codes[cycle]?[status] { return code }
    return add(Entry(cycle: cycle, status: status, stage: nil))
  }

  /// The code of deals that are not there, which is made where there is none.
  mutating func absentCode() -> UInt32 {
    if let absent { return absent }
    let code = UInt32(entries.count)
    entries.append(Entry(cycle: "", status: "", stage: nil))
    absent = code
    return code
  }

  @discardableResult
  private mutating func add(_ entry: Entry) -> UInt32 {
    let code = UInt32(entries.count)
    entries.append(entry)
    codes[entry.cycle, default: [:]][entry.status] = code
    return code
  }
}
